using System.Globalization;
using ContourFlow.EndToEnd.Tests.Network;
using ContourFlow.Storage.Cases;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>What goes wrong around the service in one process: the disk, the object store, the clock. Counted from the archive afterwards.</summary>
public sealed class ChaosTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task Object_store_that_is_away_delays_and_loses_nothing()
    {
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, Cancel);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort);
        setup.Json["Objects"]!["Folder"] = place["objects"];
        Directory.CreateDirectory(place["objects-here"]);
        LeadObjectsTo("objects-here");
        using ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);
        SmallCase small = SmallCase.In(place["case"], 60);

        // A file stands where the folder was.
        await File.WriteAllTextAsync(place["objects-away"], "", Cancel);
        LeadObjectsTo("objects-away");
        Pacs.TrySend(port, small.Files);
        await Eventually.SoAsync(async () => (await service.GetAsync("health/ready", Cancel)).Status == System.Net.HttpStatusCode.ServiceUnavailable, () => service.Said, Cancel);
        await using var story = new CaseStory(setup);
        (await story.Cases.FindAsync(small.CaseId, Cancel)).Should().BeNull("nothing can be filed");

        LeadObjectsTo("objects-here");
        await Pacs.SendAsync(port, small.Files, Cancel);

        SmallCaseTruth.Check((await pacs.ResultsAsync(small.Study, 1, () => service.Said, Cancel))[0], small);
        CaseStory.Once(await story.InStateAsync(small, CaseState.Published, () => service.Said, Cancel), LedgerEvents.Processed, LedgerEvents.Published);
    }

    [Fact]
    public async Task Disk_that_is_full_refuses_the_sender_and_goes_on_once_there_is_room()
    {
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, Cancel);
        using SmallDisk disk = SmallDisk.Make(place["disk"], "size=96m");
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort);
        setup.Json["Data"] = Path.Combine(disk.Path, "data");
        using ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);
        SmallCase small = SmallCase.In(place["case"], 61);
        SmallCase other = SmallCase.In(place["other"], 62);
        string filling = Path.Combine(disk.Path, "filling");

        await Pacs.SendAsync(port, small.Files.Take(20).ToArray(), Cancel);
        Fill(filling);
        Pacs.TrySend(port, small.Files.Skip(20)).Should().BeFalse("there is no room, and nothing may be promised");
        File.Delete(filling);
        await Pacs.SendAsync(port, small.Files, Cancel);
        await Pacs.SendAsync(port, other.Files, Cancel);

        await using var story = new CaseStory(setup);
        foreach (SmallCase one in new[] { small, other })
        {
            SmallCaseTruth.Check((await pacs.ResultsAsync(one.Study, 1, () => service.Said, Cancel))[0], one);
            CaseStory.Once(await story.InStateAsync(one, CaseState.Published, () => service.Said, Cancel), LedgerEvents.Processed, LedgerEvents.Published);
        }
    }

    [Fact]
    public async Task Clock_that_jumps_by_days_in_both_directions_changes_no_result()
    {
        const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
        Assert.SkipUnless(File.Exists(Library), "libfaketime is not installed (package faketime)");
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, Cancel);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort);
        string clock = place["clock"];
        await File.WriteAllTextAsync(clock, "+0", Cancel);
        setup.Environment["LD_PRELOAD"] = Library;
        setup.Environment["FAKETIME_TIMESTAMP_FILE"] = clock;
        setup.Environment["FAKETIME_NO_CACHE"] = "1";
        // Only what a clock on the wall shows jumps; no real machine's monotonic clock does.
        setup.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        using ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);
        await using var story = new CaseStory(setup);

        string[] jumps = ["+2d", "-3d", "+0", "+40d", "-1d"];
        for (int at = 0; at < jumps.Length; at++)
        {
            SmallCase small = SmallCase.In(place[$"case{at}"], 70 + at);
            await Pacs.SendAsync(port, [.. small.Files.Take(25)], Cancel);
            await File.WriteAllTextAsync(clock, jumps[at], Cancel);
            await Pacs.SendAsync(port, [.. small.Files.Skip(25)], Cancel);
        }

        await File.WriteAllTextAsync(clock, "+0", Cancel);
        for (int at = 0; at < jumps.Length; at++)
        {
            SmallCase small = SmallCase.In(place[$"case{at}"], 70 + at);
            SmallCaseTruth.Check((await pacs.ResultsAsync(small.Study, 1, () => $"{story.Listed()} {service.Said}", Cancel))[0], small);
            CaseStory.Once(await story.InStateAsync(small, CaseState.Published, () => service.Said, Cancel), LedgerEvents.Processed, LedgerEvents.Published);
        }
    }

    [Fact]
    public async Task Ten_cases_at_once_with_one_that_cannot_be_done_among_them_come_out_each_for_itself()
    {
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, Cancel);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort);
        using ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel, null, 1, "Processing:Concurrency=2");
        SmallCase[] cases = [.. Enumerable.Range(80, 10).Select(number => SmallCase.In(place[number.ToString(CultureInfo.InvariantCulture)], number, gap: number == 84))];
        // All cases' objects in one stream, one of each after the other.
        string[] mixed = [.. Enumerable.Range(0, SmallCase.Slices + 1).SelectMany(at => cases.Select(small => small.Files[at]))];

        await Task.WhenAll(mixed.Chunk((mixed.Length + 3) / 4).Select(part => Pacs.SendAsync(port, part, Cancel)));

        await using var story = new CaseStory(setup);
        foreach (SmallCase small in cases.Where(one => one.Number != 84))
        {
            SmallCaseTruth.Check((await pacs.ResultsAsync(small.Study, 1, () => service.Said, Cancel))[0], small);
            await story.InStateAsync(small, CaseState.Published, () => service.Said, Cancel);
        }

        CaseDetails held = await story.InStateAsync(cases[4], CaseState.Held, () => service.Said, Cancel);
        held.Summary.ReasonCode.Should().Be("roi-gap");
        (await pacs.Archive.InstancesAsync(Cancel)).Should().HaveCount(9);
    }

    // From one moment to the next: the service would make a folder that it does not find.
    private void LeadObjectsTo(string name)
    {
        Directory.CreateSymbolicLink(place["objects-next"], place[name]);
        ProgramRun moved = ProgramRun.Of("mv", "-fT", place["objects-next"], place["objects"]);
        moved.ExitCode.Should().Be(0, moved.Error);
    }

    private static void Fill(string path)
    {
        using FileStream file = File.Create(path);
        byte[] block = new byte[1 << 16];
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            // Full, as it is to be.
        }
    }
}
