using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Output;

namespace ContourFlow.Worker.Tests.Intake;

/// <summary>What is not taken in, and that nothing is left of it.</summary>
public sealed class IntakeRefusalTests : IDisposable
{
    private readonly IntakePlace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task Data_set_that_cannot_be_read_or_lacks_an_identifier_is_not_understood()
    {
        await using ObjectFolder folder = place.Open();
        SampleObject good = SampleObject.Make();
        SampleObject deflated = SampleObject.Make(syntax: DicomTransferSyntax.DeflatedExplicitVRLittleEndian);

        (string Name, SampleObject Sample, string Why)[] bad =
        [
            ("empty", good with { Bytes = [] }, "without a data set"),
            ("noise", good with { Bytes = [.. Enumerable.Repeat((byte)0xFF, 5000)] }, "value representation"),
            ("web", good with { Bytes = [.. "GET / HTTP/1.1\r\nHost: here\r\n\r\n"u8] }, "value representation"),
            ("head cut", good with { Bytes = good.Bytes[..100] }, "(0020,000E)"),
            ("pixels cut", good with { Bytes = good.Bytes[..^2] }, "(7FE0,0010)"),
            ("no series", SampleObject.Make(change: d => d.Remove(DicomTag.SeriesInstanceUID)), "Series Instance UID (0020,000E)"),
            ("no study", SampleObject.Make(change: d => d.Remove(DicomTag.StudyInstanceUID)), "Study Instance UID (0020,000D)"),
            ("deflated noise", deflated with { Bytes = [.. Enumerable.Repeat((byte)0xFF, 5000)] }, "inflated"),
            ("deflated cut", deflated with { Bytes = deflated.Bytes[..40] }, "(0020,000E)"),
            ("explicit as implicit", good with { Announced = good.Announced with { TransferSyntaxUid = DicomTransferSyntax.ImplicitVRLittleEndian.UID.UID } }, "(00"),
        ];
        foreach ((string name, SampleObject sample, string why) in bad)
        {
            IntakeRefusedException refused = await sample.BeRefusedAsync(folder);
            refused.Refusal.Should().Be(IntakeRefusal.CannotUnderstand, name);
            refused.Message.Should().Contain(why, name).And.Contain(good.Uid).And.NotContain("Doe");
        }

        place.Files().Should().BeEmpty();
    }

    [Fact]
    public async Task Refused_object_says_the_same_to_every_further_byte()
    {
        await using ObjectFolder folder = place.Open();
        SampleObject sample = SampleObject.Make();
        await using IncomingObject incoming = folder.Begin(sample.Announced with { SopInstanceUid = "1.2.3" });
        FluentActions.Invoking(() => incoming.Write(sample.Bytes)).Should().Throw<IntakeRefusedException>();
        place.Files().Should().BeEmpty();

        FluentActions.Invoking(() => incoming.Write(sample.Bytes)).Should().Throw<IntakeRefusedException>().Which.Refusal.Should().Be(IntakeRefusal.DoesNotMatch);
        (await FluentActions.Awaiting(async () => await incoming.CompleteAsync(CancellationToken.None)).Should().ThrowAsync<IntakeRefusedException>()).Which.Refusal.Should().Be(IntakeRefusal.DoesNotMatch);
    }

    [Fact]
    public async Task Object_that_is_not_completed_leaves_nothing()
    {
        await using ObjectFolder folder = place.Open();
        SampleObject sample = SampleObject.Make(pixels: 100_000);
        using (IncomingObject incoming = folder.Begin(sample.Announced))
        {
            incoming.Write(sample.Bytes);
            place.Files().Should().ContainSingle().Which.Should().EndWith(".part");
        }

        place.Files().Should().BeEmpty();
        (await sample.SendAsync(folder)).Should().Be(Reception.Stored);
    }

    [Fact]
    public async Task Cancelled_object_leaves_nothing()
    {
        await using ObjectFolder folder = place.Open();
        SampleObject sample = SampleObject.Make();
        using IncomingObject incoming = folder.Begin(sample.Announced);
        incoming.Write(sample.Bytes);

        await FluentActions.Awaiting(async () => await incoming.CompleteAsync(new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();

        place.Files().Should().BeEmpty();
        folder.Holds(sample.Announced.SopClassUid, sample.Uid).Should().BeFalse();
    }

    [Fact]
    public async Task Object_is_refused_as_soon_as_it_is_too_large()
    {
        SampleObject sample = SampleObject.Make();
        await using (ObjectFolder folder = place.Open(place.Options with { LargestObject = sample.Bytes.Length - 1 }))
            (await sample.BeRefusedAsync(folder)).Refusal.Should().Be(IntakeRefusal.TooLarge);

        place.Files().Should().BeEmpty();
        await using ObjectFolder larger = place.Open(place.Options with { LargestObject = sample.Bytes.Length });
        (await sample.SendAsync(larger)).Should().Be(Reception.Stored);
    }

    [Fact]
    public async Task Below_the_watermark_nothing_new_is_begun()
    {
        await using ObjectFolder folder = place.Open(place.Options with { FreeBytes = long.MaxValue });

        folder.HasRoom.Should().BeFalse();
        (await SampleObject.Make().BeRefusedAsync(folder)).Refusal.Should().Be(IntakeRefusal.NoRoom);
        place.Logged.Should().ContainSingle(l => l.Id == 5108);
    }

    [Fact]
    public async Task Watermark_counts_what_is_on_its_way_before_the_disk_is_asked_again()
    {
        using var disk = new SmallDisk("size=4m");
        await using ObjectFolder folder = place.Open(place.Options with { Folder = disk.Path, FreeBytes = 3 << 20 });
        folder.HasRoom.Should().BeTrue();
        // 1.2 MB of 4.
        SampleObject sample = SampleObject.Make(pixels: 600_000);
        using (IncomingObject incoming = folder.Begin(sample.Announced))
        {
            incoming.Write(sample.Bytes);
            folder.HasRoom.Should().BeFalse("the clock stands still, and the bytes are counted");
        }

        folder.HasRoom.Should().BeTrue("the object is gone");
        File.WriteAllBytes(Path.Combine(disk.Path, "other"), new byte[2 << 20]);
        folder.HasRoom.Should().BeTrue("the disk is asked once a second");
        place.Time.Advance(TimeSpan.FromSeconds(1));
        folder.HasRoom.Should().BeFalse();
    }

    [Fact]
    public async Task Full_disk_is_no_room_and_leaves_nothing()
    {
        using var disk = new SmallDisk("size=1m");
        await using ObjectFolder folder = place.Open(place.Options with { Folder = disk.Path });
        SampleObject sample = SampleObject.Make(pixels: 2_000_000);

        IntakeRefusedException refused = await sample.BeRefusedAsync(folder);

        refused.Refusal.Should().Be(IntakeRefusal.NoRoom);
        Directory.GetFiles(disk.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Should().BeEquivalentTo("lock", "owner");
        (await SampleObject.Make().SendAsync(folder)).Should().Be(Reception.Stored, "a small one fits");
    }

    [Fact]
    public async Task Disk_without_room_for_another_folder_is_no_room()
    {
        // The root, .intake, its lock and mark, one object on its way, and nothing for the study's folder.
        using var disk = new SmallDisk("size=1m,nr_inodes=5");
        await using ObjectFolder folder = place.Open(place.Options with { Folder = disk.Path });

        (await SampleObject.Make().BeRefusedAsync(folder)).Refusal.Should().Be(IntakeRefusal.NoRoom);

        Directory.GetFiles(disk.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Should().BeEquivalentTo("lock", "owner");
    }

    [Fact]
    public async Task Disk_that_became_read_only_is_not_writable()
    {
        using var disk = new SmallDisk("size=1m");
        var folder = place.Open(place.Options with { Folder = disk.Path });
        await folder.DisposeAsync();
        disk.MakeReadOnly();

        FluentActions.Invoking(() => place.Open(place.Options with { Folder = disk.Path })).Should().Throw<OutputException>().WithMessage("*read-only*");
        FluentActions.Invoking(() => folder.Begin(SampleObject.Make().Announced)).Should().Throw<IntakeRefusedException>()
            .Which.Refusal.Should().Be(IntakeRefusal.NotWritable);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Large_object_streams_in_little_memory(bool byJournal)
    {
        const int Block = 60_000;
        await using ObjectFolder folder = place.Open(place.Options with { Durability = byJournal ? Durability.Journal : Durability.Flush });
        SampleObject head = SampleObject.Make(pixels: 100_000_000, change: d => d.AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(new byte[200_000_000]))));
        using IncomingObject incoming = folder.Begin(head.Announced);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int at = 0; at < head.Bytes.Length; at += Block)
            incoming.Write(head.Bytes.AsSpan(at, Math.Min(Block, head.Bytes.Length - at)));
        Reception reception = await incoming.CompleteAsync(CancellationToken.None);

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        reception.Should().Be(Reception.Stored);
        allocated.Should().BeLessThan(1_000_000);
        new FileInfo(place[head.RelativePath]).Length.Should().BeGreaterThan(200_000_000);
    }
}
