using ContourFlow.Worker.Filing;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Tests.Filing;

/// <summary>A folder whose files are taken as if they had been sent.</summary>
public sealed class WatchedFolderTests(PhantomObjects phantom) : IAsyncDisposable
{
    private readonly FilingPlace place = new();

    public ValueTask DisposeAsync() => place.DisposeAsync();

    [Fact]
    public async Task Files_are_taken_and_removed_and_what_is_no_dicom_is_set_aside()
    {
        string watched = Watch(TimeSpan.FromMilliseconds(100));
        foreach (string file in phantom.CtAndSet)
            Copy(file, Path.Combine(watched, "patient", Path.GetRelativePath(Path.GetDirectoryName(Path.GetDirectoryName(phantom.Files[0]))!, file)));
        File.WriteAllText(Path.Combine(watched, "patient", "Doe Jane.txt"), "a note");
        File.WriteAllText(Path.Combine(watched, ".hidden"), "somebody's own");

        await place.StartAsync();
        await place.RevisionAsync(phantom.Truth.CtSeries, 1);
        await place.UntilAsync(() => Task.FromResult(!Directory.Exists(Path.Combine(watched, "patient"))), "its folders are gone");

        Directory.GetFiles(watched, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(watched, file)).Order(StringComparer.Ordinal)
            .Should().Equal(".hidden", Path.Combine(WatchedFolder.Refused, "patient", "Doe Jane.txt"));
        place.Logged.Should().ContainSingle(line => line.Id == 5521).Which.Text.Should().NotContain("Doe");
    }

    [Fact]
    public async Task File_that_is_still_being_written_is_left_until_it_has_settled()
    {
        string watched = Watch(TimeSpan.FromMilliseconds(300)), target = Path.Combine(watched, "set.dcm");
        byte[] bytes = File.ReadAllBytes(phantom.Of("RS_CT.dcm"));
        await place.StartAsync();

        for (int part = 1; part <= 10; part++)
        {
            await using (var file = new FileStream(target, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
                await file.WriteAsync(bytes.AsMemory((part - 1) * bytes.Length / 10, (part * bytes.Length / 10) - ((part - 1) * bytes.Length / 10)), TestContext.Current.CancellationToken);
            await Task.Delay(60, TestContext.Current.CancellationToken);
        }

        await place.UntilAsync(() => Task.FromResult(!File.Exists(target)), "it is taken");
        await place.FiledAsync();
        (await place.Intake.HasAsync(phantom.Truth.CtStructureSet, TestContext.Current.CancellationToken)).Should().BeTrue();
        Directory.Exists(Path.Combine(watched, WatchedFolder.Refused)).Should().BeFalse("no half of it was looked at");
    }

    [Fact]
    public async Task Half_a_file_whose_copying_stalls_is_taken_once_it_is_whole()
    {
        string watched = Watch(TimeSpan.FromMilliseconds(200)), target = Path.Combine(watched, "set.dcm");
        byte[] bytes = File.ReadAllBytes(phantom.Of("RS_CT.dcm"));
        await File.WriteAllBytesAsync(target, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);
        await place.StartAsync();

        // Three times as long as it takes to settle: the half has been looked at.
        await Task.Delay(600, TestContext.Current.CancellationToken);
        await using (var file = new FileStream(target, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            await file.WriteAsync(bytes.AsMemory(bytes.Length / 2), TestContext.Current.CancellationToken);

        await place.UntilAsync(() => Task.FromResult(!File.Exists(target)), "it is taken");
        await place.FiledAsync();
        (await place.Intake.HasAsync(phantom.Truth.CtStructureSet, TestContext.Current.CancellationToken)).Should().BeTrue();
        Directory.Exists(Path.Combine(watched, WatchedFolder.Refused)).Should().BeFalse("a copy that goes on is nothing to set aside");
    }

    [Fact]
    public async Task Broken_file_that_cannot_be_moved_aside_keeps_no_other_from_being_taken()
    {
        string watched = Watch(TimeSpan.FromMilliseconds(100));
        File.WriteAllText(Path.Combine(watched, "a.txt"), "a note");
        Directory.CreateDirectory(Path.Combine(watched, WatchedFolder.Refused, "a.txt", "in-the-way"));
        await place.StartAsync();
        await place.UntilAsync(() => Task.FromResult(place.Logged.Any(line => line.Id == 5522)), "it is told");

        Copy(phantom.Of("RS_CT.dcm"), Path.Combine(watched, "b.dcm"));

        await place.UntilAsync(() => Task.FromResult(!File.Exists(Path.Combine(watched, "b.dcm"))), "the other one is taken");
        File.Exists(Path.Combine(watched, "a.txt")).Should().BeTrue();
    }

    private string Watch(TimeSpan settle)
    {
        string watched = place["watched"];
        Directory.CreateDirectory(watched);
        place.Options = place.Options with { WatchedFolder = new WatchedFolderSection { Folder = watched, Settle = settle } };
        return watched;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
    }
}
