using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Worker.Tests;

namespace ContourFlow.EndToEnd.Tests.Network;

/// <summary>`contourflow retrieve` with the archives of others, by every way.</summary>
[Collection(FilledArchives.Collection)]
public sealed class RetrieveTests(FilledArchives archives) : IDisposable
{
    private readonly TemporaryFolder place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Archive and way.</summary>
    public static TheoryData<string, string> Ways => new()
    {
        { "dcmtk", "get" },
        { "dcmtk", "move" },
        { "orthanc", "get" },
        { "orthanc", "move" },
        { "web", "web" },
    };

    public void Dispose() => place.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Series_comes_byte_for_byte_and_what_is_missing_later_comes_alone(string kind, string by)
    {
        string[] series = [place["in"], "--study", QueriedObjects.Study, "--series", QueriedObjects.Mr, "--json"];
        CommandLineRun first = await RetrieveAsync(kind, by, series);
        CommandLineRun again = await RetrieveAsync(kind, by, series);
        foreach (int number in new[] { 12, 14 })
            File.Delete(PathOf(QueriedObjects.Mr, SmallSeries.Uid(number)));
        CommandLineRun mended = await RetrieveAsync(kind, by, series);

        first.ExitCode.Should().Be(0, first.Out + first.Error);
        ShouldHold(QueriedObjects.Mr);
        Directory.Exists(place[$"in/{QueriedObjects.Study}/{QueriedObjects.Ct}"]).Should().BeFalse("it was not asked for");
        first.Json["by"]!.GetValue<string>().Should().Be(by);
        Figure(first, "stored").Should().Be(4);
        first.Json["subOperations"]!["completed"]!.GetValue<int>().Should().Be(4);
        first.Json["subOperations"]!["failed"]!.GetValue<int>().Should().Be(0);

        again.ExitCode.Should().Be(0, again.Error);
        again.Json["subOperations"]!["completed"]!.GetValue<int>().Should().Be(0, "nothing was asked for");

        mended.ExitCode.Should().Be(0, mended.Out + mended.Error);
        Figure(mended, "stored").Should().Be(2);
        mended.Json["subOperations"]!["completed"]!.GetValue<int>().Should().Be(2, "only what was missing was sent");
        foreach (CommandLineRun run in new[] { first, again, mended })
            (run.Out + run.Error).Should().NotContain(QueriedObjects.Secret);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Study_comes_whole_and_single_objects_alone(string kind, string by)
    {
        CommandLineRun objects = await RetrieveAsync(
            kind, by, place["in"], "--study", QueriedObjects.Study, "--series", QueriedObjects.Ct, "--instance", SmallSeries.Uid(2), "--instance", SmallSeries.Uid(5), "--json");
        int alone = Directory.GetFiles(place["in"], "*.dcm", SearchOption.AllDirectories).Length;
        CommandLineRun study = await RetrieveAsync(kind, by, place["in"], "--study", QueriedObjects.Study, "--json");

        objects.ExitCode.Should().Be(0, objects.Out + objects.Error);
        alone.Should().Be(2);
        study.ExitCode.Should().Be(0, study.Out + study.Error);
        Figure(study, "objects").Should().Be(10);
        Figure(study, "stored").Should().Be(8);
        ShouldHold(QueriedObjects.Ct, QueriedObjects.Mr);
    }

    [Theory]
    [InlineData("dcmtk")]
    [InlineData("orthanc")]
    [InlineData("web")]
    public async Task What_the_archive_does_not_have_is_said_with_its_uid(string kind)
    {
        CommandLineRun series = await archives.RunAsync(kind, "retrieve", place["in"], "--study", QueriedObjects.Study, "--series", "2.25.1", "--json");
        CommandLineRun one = await archives.RunAsync(
            kind, "retrieve", place["in"], "--study", QueriedObjects.Study, "--series", QueriedObjects.Ct, "--instance", SmallSeries.Uid(1), "2.25.99", "--json");

        series.ExitCode.Should().Be(13, series.Error);
        series.Json["error"]!["code"]!.GetValue<string>().Should().Be("not-found");
        one.ExitCode.Should().Be(13, one.Error);
        one.Json["absent"]!.AsArray().Select(uid => uid!.GetValue<string>()).Should().Equal("2.25.99");
        File.Exists(PathOf(QueriedObjects.Ct, SmallSeries.Uid(1))).Should().BeTrue("what it has comes all the same");
    }

    [Fact]
    public async Task Object_of_a_uid_that_is_here_is_not_asked_for_and_stays_as_it_is()
    {
        // With other content, and in another series.
        string changed = PathOf(QueriedObjects.Ct, SmallSeries.Uid(11));
        Directory.CreateDirectory(Path.GetDirectoryName(changed)!);
        new DicomFile(SmallSeries.Slice(11, shift: 3).AddOrUpdate(DicomTag.SOPClassUID, DicomUID.MRImageStorage)).Save(changed);
        byte[] before = File.ReadAllBytes(changed);

        CommandLineRun run = await RetrieveAsync("orthanc", "get", place["in"], "--study", QueriedObjects.Study, "--series", QueriedObjects.Mr, "--json");

        run.ExitCode.Should().Be(0, run.Out + run.Error);
        Figure(run, "stored").Should().Be(3);
        File.ReadAllBytes(changed).Should().Equal(before);
        File.Exists(PathOf(QueriedObjects.Mr, SmallSeries.Uid(11))).Should().BeFalse();
    }

    [Fact]
    public async Task Archive_without_get_is_asked_by_move_where_we_listen_and_else_it_is_said()
    {
        int port = ServerProcess.FreePort();
        using DcmQueryArchive archive = await DcmQueryArchive.StartAsync(port, Cancel, "--disable-get");
        await archive.AddAsync(QueriedObjects.Of(QueriedObjects.Mr).Select(uid => archives.Objects.Files[uid]), Cancel);
        string[] series = ["--study", QueriedObjects.Study, "--series", QueriedObjects.Mr, "--from", archive.Address, "--json"];

        CommandLineRun silent = await CommandLineRun.Of(Cancel, ["retrieve", place["in"], .. series]);
        CommandLineRun listening = await CommandLineRun.Of(Cancel, ["retrieve", place["in"], "--listen", port.ToString(CultureInfo.InvariantCulture), .. series]);

        silent.ExitCode.Should().Be(12, silent.Error);
        silent.Json["error"]!["sentence"]!.GetValue<string>().Should().Contain("C-GET").And.Contain("0122").And.Contain("--by");
        listening.ExitCode.Should().Be(0, listening.Error);
        listening.Json["by"]!.GetValue<string>().Should().Be("move");
        ShouldHold(QueriedObjects.Mr);
    }

    [Theory]
    [InlineData("dcmtk", "A801")]
    [InlineData("orthanc", "C000")]
    public async Task Title_that_the_archive_does_not_know_is_refused_with_its_status(string kind, string status)
    {
        CommandLineRun run = await archives.RunAsync(
            kind, "retrieve", place["in"], "--study", QueriedObjects.Study, "--by", "move", "--move-to", "NOWHERE", "--listen", archives.ListenPort.ToString(CultureInfo.InvariantCulture), "--json", "--retry-seconds", "0");

        run.ExitCode.Should().Be(12, run.Out + run.Error);
        run.Json["error"]!["sentence"]!.GetValue<string>().Should().Contain(status).And.Contain("registered there");
        Directory.GetFiles(place["in"], "*.dcm", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Objects_moved_to_a_receiver_that_runs_elsewhere_are_counted_and_where_its_folder_is_named_seen(bool isFolderNamed)
    {
        int port = ServerProcess.FreePort();
        using DcmQueryArchive archive = await DcmQueryArchive.StartAsync(port, Cancel);
        await archive.AddAsync(QueriedObjects.Of(QueriedObjects.Mr).Select(uid => archives.Objects.Files[uid]), Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task<CommandLineRun> receiver = CommandLineRun.Of(stop.Token, "receive", place["in"], "--port", port.ToString(CultureInfo.InvariantCulture));
        await Eventually.SoAsync(() => Task.FromResult(receiver.IsCompleted || ServerProcess.Answers(port)), () => "The receiver does not listen.", Cancel);
        string[] command = ["retrieve", .. isFolderNamed ? [place["in"]] : Array.Empty<string>(), "--from", archive.Address, "--study", QueriedObjects.Study, "--by", "move", "--move-to", "CONTOURFLOW", "--json"];

        CommandLineRun run = await CommandLineRun.Of(Cancel, command);
        await stop.CancelAsync();
        await receiver;

        run.ExitCode.Should().Be(0, run.Out + run.Error);
        run.Json["subOperations"]!["completed"]!.GetValue<int>().Should().Be(4);
        (run.Json["missing"] is null).Should().Be(!isFolderNamed);
        ShouldHold(QueriedObjects.Mr);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("move")]
    public async Task Archive_killed_in_the_middle_leaves_whole_objects_and_the_same_command_completes(string by)
    {
        const int Count = 40;
        const int Kept = 15;
        SmallSeries series = SmallSeries.In(place["sent"], Count, side: 128);
        int listen = ServerProcess.FreePort();
        DcmQueryArchive? archive = null;

        // Some objects of 32 KiB pass, whichever side they go to; then the archive dies.
        using CuttingProxy ours = new(listen, countsToServer: true, limit: Kept * 33_000, () => archive!.Stop());
        archive = await DcmQueryArchive.StartAsync(ours.Port, Cancel);
        using DcmQueryArchive held = archive;
        await archive.AddAsync(series.Files, Cancel);
        using CuttingProxy theirs = new(archive.Port, countsToServer: false, limit: Kept * 33_000, () => archive.Stop());
        string[] command =
        [
            "retrieve", place["in"], "--from", $"{DcmQueryArchive.Title}@127.0.0.1:{theirs.Port.ToString(CultureInfo.InvariantCulture)}", "--study", QueriedObjects.Study, "--json",
            "--by", by, "--retry-seconds", "0", .. by == "move" ? ["--listen", listen.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        ];

        CommandLineRun cut = await CommandLineRun.Of(Cancel, command);
        string[] kept = Directory.GetFiles(place["in"], "*.dcm", SearchOption.AllDirectories);
        await archive.StartAgainAsync(Cancel);
        CommandLineRun again = await CommandLineRun.Of(Cancel, command);

        cut.ExitCode.Should().Be(9, cut.Out + cut.Error);
        cut.Json["missing"]!.AsArray().Should().HaveCount(Count - kept.Length).And.NotBeEmpty();
        kept.Should().NotBeEmpty();
        foreach (string path in kept)
            SmallSeries.DataSetOf(path).Should().Equal(SmallSeries.DataSetOf(series.Files[NumberOf(path) - 1]), "what is there is whole");
        Directory.EnumerateFiles(place["in"], "*.part", SearchOption.AllDirectories).Should().BeEmpty();
        again.ExitCode.Should().Be(0, again.Out + again.Error);
        Figure(again, "stored").Should().Be(Count - kept.Length, "only what was missing was asked for");
        again.Json["missing"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task Archive_that_comes_back_is_asked_again_in_the_same_run_for_what_is_missing()
    {
        const int Count = 40;
        SmallSeries series = SmallSeries.In(place["sent"], Count, side: 128);
        using DcmQueryArchive archive = await DcmQueryArchive.StartAsync(listenPort: 104, Cancel);
        await archive.AddAsync(series.Files, Cancel);

        // Only the connection is cut.
        using CuttingProxy proxy = new(archive.Port, countsToServer: false, limit: 500_000, () => { });

        CommandLineRun run = await CommandLineRun.Of(
            Cancel, "retrieve", place["in"], "--from", $"{DcmQueryArchive.Title}@127.0.0.1:{proxy.Port.ToString(CultureInfo.InvariantCulture)}", "--study", QueriedObjects.Study, "--json");

        run.ExitCode.Should().Be(0, run.Out + run.Error);
        proxy.HasCut.Should().BeTrue();
        Figure(run, "stored").Should().Be(Count);
        run.Error.Should().Contain("Trying again");
    }

    [Fact]
    public async Task Compressed_object_comes_as_the_archive_keeps_it()
    {
        string file = place["rle.dcm"];
        DicomDataset slice = SmallSeries.Slice(77).AddOrUpdate(DicomTag.StudyInstanceUID, "2.25.771").AddOrUpdate(DicomTag.SeriesInstanceUID, "2.25.772");
        new DicomFile(slice).Clone(DicomTransferSyntax.RLELossless).Save(file);
        using Archive archive = await Archive.StartForRetrievalAsync(new JsonObject { ["us"] = new JsonArray("CONTOURFLOW", "127.0.0.1", 104) }, Cancel);
        await archive.AddAsync(file, Cancel);

        CommandLineRun run = await CommandLineRun.Of(
            Cancel, "retrieve", place["in"], "--from", $"{Archive.Title}@127.0.0.1:{archive.DicomPort.ToString(CultureInfo.InvariantCulture)}", "--study", "2.25.771", "--json");

        run.ExitCode.Should().Be(0, run.Out + run.Error);
        string received = Directory.GetFiles(place["in"], "*.dcm", SearchOption.AllDirectories).Should().ContainSingle().Subject;
        DicomFileMetaInformation meta = DicomFile.Open(received).FileMetaInfo;
        meta.TransferSyntax.Should().Be(DicomTransferSyntax.RLELossless);
        meta.GetString(DicomTag.SendingApplicationEntityTitle).Should().Be(Archive.Title);
        meta.GetString(DicomTag.ReceivingApplicationEntityTitle).Should().Be("CONTOURFLOW");
        SmallSeries.DataSetOf(received).Should().Equal(SmallSeries.DataSetOf(file));
    }

    [Fact]
    public async Task What_comes_by_get_is_never_in_the_systems_temporary_folder_and_what_a_killed_run_left_goes()
    {
        string[] address = await archives.AddressAsync("dcmtk", Cancel);
        string temporary = Directory.CreateDirectory(place["tmp"]).FullName;
        string working = Directory.CreateDirectory(place["in/.intake"]).FullName;
        string leftover = Path.Combine(working, "contourflow-0123456789ABCDEF.part");
        File.WriteAllText(leftover, "of a run that was killed");
        var there = new ConcurrentQueue<string>();
        var here = new ConcurrentQueue<string>();
        using FileSystemWatcher system = Watch(temporary, there);
        using FileSystemWatcher ours = Watch(working, here);

        ProgramRun run = await Task.Run(
            () => ProgramRun.Of(
                "env",
                [$"TMPDIR={temporary}", "dotnet", ProgramRun.Assembly, "retrieve", place["in"], .. address, "--study", QueriedObjects.Study, "--series", QueriedObjects.Mr, "--by", "get", "--json"]),
            Cancel);

        run.ExitCode.Should().Be(0, run.Error);
        ShouldHold(QueriedObjects.Mr);
        File.Exists(leftover).Should().BeFalse();

        // Messages of the watched folders come in their order: these are the last ones.
        foreach ((string folder, ConcurrentQueue<string> seen) in new[] { (temporary, there), (working, here) })
        {
            File.WriteAllText(Path.Combine(folder, "last.part"), "");
            while (!seen.Contains("last.part", StringComparer.Ordinal))
                await Task.Delay(10, Cancel);
        }

        there.Should().Equal("last.part");
        here.Count(name => name.StartsWith("contourflow-", StringComparison.Ordinal)).Should().Be(4, "that is where the four objects were on their way");
    }

    private static FileSystemWatcher Watch(string folder, ConcurrentQueue<string> made)
    {
        var watcher = new FileSystemWatcher(folder, "*.part");
        watcher.Created += (_, change) => made.Enqueue(change.Name!);
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private Task<CommandLineRun> RetrieveAsync(string kind, string by, params string[] args) => archives.RunAsync(
        kind, "retrieve", [.. args, "--by", by, .. by == "move" ? ["--listen", archives.ListenPort.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>()]);

    private string PathOf(string series, string uid) => place[$"in/{QueriedObjects.Study}/{series}/{uid}.dcm"];

    private void ShouldHold(params string[] series)
    {
        foreach (string one in series)
        {
            foreach (string uid in QueriedObjects.Of(one))
                SmallSeries.DataSetOf(PathOf(one, uid)).Should().Equal(SmallSeries.DataSetOf(archives.Objects.Files[uid]), uid);
        }
    }

    private static int NumberOf(string path) => int.Parse(Path.GetFileNameWithoutExtension(path).Split('.')[^1], CultureInfo.InvariantCulture);

    private static int Figure(CommandLineRun run, string name) => run.Json[name]!.GetValue<int>();
}
