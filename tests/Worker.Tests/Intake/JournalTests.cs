using ContourFlow.Worker.Intake;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Worker.Tests.Intake;

/// <summary>
/// What a power cut may do to the files is done to a copy of the folder that is taken while it is open: the journal is there
/// as it was written through, and a file that nobody flushed is missing, short, or zeros.
/// </summary>
public sealed class JournalTests : IDisposable
{
    private readonly IntakePlace place = new();

    public static TheoryData<string> Losses => ["missing", "empty", "short", "zeros", "hole", "folder"];

    public void Dispose() => place.Dispose();

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Power_cut_takes_nothing_that_was_acknowledged(string loss)
    {
        SampleObject[] samples = [.. Enumerable.Range(1, 4).Select(i => SampleObject.Make(i, i, pixels: 1000 + (100_003 * (i - 1))))];
        await using ObjectFolder folder = await OpenWithJournalAsync();
        foreach (SampleObject sample in samples)
            await sample.SendAsync(folder);
        (await SampleObject.Make(1, content: 9).SendAsync(folder)).Should().Be(Reception.KeptAside);
        IReadOnlyList<string> files = place.Files();
        using IntakePlace cut = place.Killed();

        foreach (string file in cut.Files().DistinctBy(f => loss == "folder" ? Path.GetDirectoryName(f) : f, StringComparer.Ordinal))
        {
            if (loss == "folder")
                Directory.Delete(Path.GetDirectoryName(cut[file])!, recursive: true);
            else
                Lose(cut[file], loss);
        }

        await using ObjectFolder repaired = cut.Open();

        cut.Files().Should().Equal(files);
        foreach (SampleObject sample in samples)
        {
            SampleObject.DataSetOf(cut[sample.RelativePath]).Should().Equal(sample.Bytes);
            repaired.Holds(sample.Announced.SopClassUid, sample.Uid).Should().BeTrue();
            (await sample.SendAsync(repaired)).Should().Be(Reception.AlreadyHere);
        }

        repaired.Conflicts.Should().ContainSingle();
        cut.Logged.Count(l => l.Id == 5101).Should().Be(5);
    }

    [Fact]
    public async Task Object_that_came_in_the_place_of_one_taken_away_is_not_written_over_by_the_journal()
    {
        await using ObjectFolder folder = await OpenWithJournalAsync();
        SampleObject old = SampleObject.Make(content: 1), later = SampleObject.Make(content: 2);
        await old.SendAsync(folder);
        using IntakePlace cut = place.Killed();

        // The first one was taken away before its segment was void; the later one was flushed, not journalled, and acknowledged.
        File.Delete(cut[old.RelativePath]);
        string[] segments = cut.Segments();
        string hidden = Path.Combine(cut[ObjectPath.Working], "hidden");
        Directory.CreateDirectory(hidden);
        foreach (string segment in segments)
            File.Move(segment, Path.Combine(hidden, Path.GetFileName(segment)));
        await using (ObjectFolder between = cut.Open(cut.Options with { Durability = Durability.Flush }))
            (await later.SendAsync(between)).Should().Be(Reception.Stored);
        foreach (string segment in segments)
            File.Move(Path.Combine(hidden, Path.GetFileName(segment)), segment);

        await using ObjectFolder repaired = cut.Open();

        SampleObject.DataSetOf(cut[later.RelativePath]).Should().Equal(later.Bytes);
        SampleObject.DataSetOf(repaired.Conflicts.Should().ContainSingle().Which.Path).Should().Equal(old.Bytes);
    }

    [Fact]
    public async Task Kill_leaves_whole_objects_and_nothing_of_half_ones()
    {
        await using ObjectFolder folder = place.Open();
        SampleObject whole = SampleObject.Make(1, pixels: 100_000), half = SampleObject.Make(2, pixels: 100_000);
        await whole.SendAsync(folder);
        using IncomingObject incoming = folder.Begin(half.Announced);
        incoming.Write(half.Bytes);
        using IntakePlace killed = place.Killed();
        killed.Files().Should().HaveCount(2);

        await using ObjectFolder restarted = killed.Open();

        killed.Files().Should().Equal(whole.RelativePath);
        (await half.SendAsync(restarted)).Should().Be(Reception.Stored);
    }

    [Fact]
    public async Task Segments_are_used_again_once_their_files_are_flushed()
    {
        // 60 objects of 200 KB through 3 MiB of journal.
        await using ObjectFolder folder = await OpenWithJournalAsync(place.Options with { SegmentSize = 1 << 20, Segments = 3 });
        SampleObject[] samples = [.. Enumerable.Range(1, 60).Select(i => SampleObject.Make(i, i, pixels: 100_000))];

        await Task.WhenAll(samples.Chunk(15).Select(part => Task.Run(async () =>
        {
            foreach (SampleObject sample in part)
                (await sample.SendAsync(folder)).Should().Be(Reception.Stored);
        })));

        place.Segments().Length.Should().BeLessThanOrEqualTo(3);
        using IntakePlace cut = place.Killed();
        await using ObjectFolder restarted = cut.Open();
        foreach (SampleObject sample in samples)
            SampleObject.DataSetOf(cut[sample.RelativePath]).Should().Equal(sample.Bytes);
    }

    [Fact]
    public async Task Object_that_was_taken_away_after_its_flush_does_not_come_back()
    {
        await using ObjectFolder folder = await OpenWithJournalAsync();
        SampleObject sample = SampleObject.Make();
        await sample.SendAsync(folder);
        place.Segments().Count(IsInUse).Should().Be(1);

        // Once to see that something came, once more that nothing did since.
        await Until(() =>
        {
            place.Time.Advance(place.Options.IdleTime);
            return !place.Segments().Any(IsInUse);
        });
        File.Delete(place[sample.RelativePath]);

        using IntakePlace cut = place.Killed();
        await using ObjectFolder restarted = cut.Open();
        cut.Files().Should().BeEmpty();
    }

    [Fact]
    public async Task Object_of_more_than_a_quarter_of_a_segment_is_flushed_without_the_journal()
    {
        await using ObjectFolder folder = await OpenWithJournalAsync(place.Options with { SegmentSize = 1 << 20 });

        (await SampleObject.Make(pixels: 150_000).SendAsync(folder)).Should().Be(Reception.Stored);

        place.Segments().Any(IsInUse).Should().BeFalse();
    }

    [Fact]
    public async Task Disk_without_room_for_a_journal_takes_objects_all_the_same()
    {
        using var disk = new SmallDisk("size=2m");
        await using var journal = new Journal(disk.Path, new PlacedFolders(disk.Path), place.Options, place, place.Time);
        place.Logged.Should().ContainSingle(l => l.Id == 5105);

        (await journal.RentAsync(1000, new RecordBuffer(1 << 16), CancellationToken.None)).Should().BeNull();

        Directory.GetFiles(disk.Path).Should().BeEmpty("a segment that did not fit is removed");
    }

    [Fact]
    public async Task Record_that_was_taken_back_is_void()
    {
        using var files = new TemporaryFolder();
        var folders = new PlacedFolders(files.Path);
        var buffer = new AlignedBuffer(1 << 16);
        using (JournalSegment segment = JournalSegment.Make(files["a.journal"], 1 << 20, buffer))
        {
            Append(files, segment, 1, [1, 2, 3], buffer);
            Append(files, segment, 2, [4, 5], buffer);
            segment.TakeBack(2, buffer);
            Append(files, segment, 3, [6], buffer);
        }

        JournalRecovery.Run(files.Path, folders, NullLogger.Instance).Should().Be(2);

        Directory.GetFiles(files.Path, "*.dcm", SearchOption.AllDirectories).Select(f => Path.GetFileName(f)).Should().BeEquivalentTo("1.dcm", "3.dcm");
        await Task.CompletedTask;
    }

    /// <summary>
    /// Wherever the journal is cut, and whether zeros or noise follow: what was appended before the cut is recovered byte for
    /// byte, and nothing else appears. Record sizes include those whose checksum does not fit into the working memory.
    /// </summary>
    [Property(MaxTest = 60)]
    public Property Cut_of_the_journal_anywhere_loses_no_whole_record_and_makes_no_torn_object() => Prop.ForAll(
        Gen.Choose(0, 70_000).NonEmptyListOf().Select(l => l.Take(8).ToArray()).ToArbitrary(),
        Gen.Choose(0, 1000).ToArbitrary(),
        ArbMap.Default.ArbFor<bool>(),
        (sizes, permille, isNoise) =>
        {
            using var files = new TemporaryFolder();
            var buffer = new AlignedBuffer(1 << 14);
            string path = files["a" + Journal.SegmentEnding];
            long end = 0;
            var ends = new List<long>();
            using (JournalSegment segment = JournalSegment.Make(path, 1 << 20, buffer))
            {
                // An earlier use of the same segment, whose records must not count.
                Append(files, segment, 1, new byte[200_000], buffer);
                Append(files, segment, 2, new byte[200_000], buffer);
                segment.Empty(buffer);
                for (int i = 0; i < sizes.Length; i++)
                {
                    // From a file, or from memory with a part of it written ahead.
                    if (i % 2 == 0)
                        Append(files, segment, 10 + i, Content(i, sizes[i]), buffer);
                    else
                        AppendFromMemory(segment, 10 + i, Content(i, sizes[i]));
                    ends.Add(end += JournalRecord.SizeOf(sizes[i]));
                }
            }

            long cut = end * permille / 1000;
            using (SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Write))
            {
                byte[] rest = new byte[(1 << 20) - cut];
                if (isNoise)
                    new Random(permille).NextBytes(rest);
                RandomAccess.Write(file, rest, cut);
            }

            JournalRecovery.Run(files.Path, new PlacedFolders(files.Path), NullLogger.Instance);

            string[] found = Directory.GetFiles(files.Path, "*.dcm", SearchOption.AllDirectories);
            // A record is whole once its checksum is: the zeros behind that need not be.
            int whole = ends.Where((e, i) => e - JournalRecord.SizeOf(sizes[i]) + JournalRecord.Page + sizes[i] + JournalRecord.ChecksumLength <= cut).Count();
            return found.Length >= whole
                && found.All(f => File.ReadAllBytes(f).AsSpan().SequenceEqual(Content(Number(f), sizes[Number(f)])))
                && Enumerable.Range(0, whole).All(i => found.Any(f => Number(f) == i))
                && !File.Exists(path);

            static int Number(string file) => int.Parse(Path.GetFileNameWithoutExtension(file)) - 10;
        });

    private static byte[] Content(int seed, int size)
    {
        byte[] content = new byte[size];
        new Random(seed).NextBytes(content);
        return content;
    }

    private static void Append(TemporaryFolder files, JournalSegment segment, int number, byte[] content, AlignedBuffer buffer)
    {
        File.WriteAllBytes(files["content"], content);
        using SafeFileHandle file = File.OpenHandle(files["content"]);
        segment.Append(number, $"1.2/1.2.3/{number}.dcm", file, content.Length, buffer);
    }

    private static void AppendFromMemory(JournalSegment segment, int number, byte[] content)
    {
        var buffer = new RecordBuffer(1 << 17);
        content.CopyTo(buffer.File);
        buffer.Checksum.Append(content);
        segment.Append(number, $"1.2/1.2.3/{number}.dcm", buffer, content.Length);
    }

    private static void Lose(string file, string loss)
    {
        byte[] bytes = File.ReadAllBytes(file);
        switch (loss)
        {
            case "missing": File.Delete(file); break;
            case "empty": File.WriteAllBytes(file, []); break;
            case "short": File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]); break;
            case "zeros": File.WriteAllBytes(file, new byte[bytes.Length]); break;
            case "hole": bytes.AsSpan(bytes.Length / 2).Clear(); File.WriteAllBytes(file, bytes); break;
            default: throw new ArgumentOutOfRangeException(nameof(loss), loss, null);
        }
    }

    private async Task<ObjectFolder> OpenWithJournalAsync(IntakeOptions? options = null)
    {
        ObjectFolder folder = place.Open(options);
        if (place.Logged.Any(l => l.Id == 5100 && l.Text.Contains("flushing each file", StringComparison.Ordinal)))
        {
            await folder.DisposeAsync();
            Assert.Skip("the disk of temporary files keeps no journal");
        }

        return folder;
    }

    private static bool IsInUse(string segment)
    {
        using SafeFileHandle file = File.OpenHandle(segment, share: FileShare.ReadWrite | FileShare.Delete);
        byte[] page = new byte[JournalRecord.Page];
        return RandomAccess.Read(file, page, 0) == page.Length && JournalRecord.ReadHead(page) is not null;
    }

    // The journal works behind its users' backs and tells nobody when it has: it is looked at until it has.
    private static async Task Until(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!condition())
            await Task.Delay(10, deadline.Token);
    }
}
