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
