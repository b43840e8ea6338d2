using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ContourFlow.Worker.Tests;

namespace ContourFlow.EndToEnd.Tests.Network;

/// <summary>`contourflow send` with Orthanc, DCMTK's receivers, and archives that misbehave.</summary>
public sealed class SendTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => place.Dispose();

    // Where a report comes it is waited for, however busy the machine is.
    private ProgramRun Send(string to, params string[] more) =>
        ProgramRun.ContourFlow(["send", place["out"], "--to", to, "--aet", "CF", "--state", place["state"], "--json", .. more, .. more.Contains("--report-seconds", StringComparer.Ordinal) ? Array.Empty<string>() : ["--report-seconds", "300"]]);

    private static Dictionary<string, int> States(ProgramRun run) =>
        run.Json["objects"]!.AsArray().CountBy(item => item!["state"]!.GetValue<string>()).ToDictionary(StringComparer.Ordinal);

    private static JsonObject Us(int port) => new()
    {
        ["contourflow"] = new JsonObject { ["AET"] = "CF", ["Host"] = "127.0.0.1", ["Port"] = port, ["AllowStorageCommitment"] = true, ["AllowNAction"] = true, ["Manufacturer"] = "Generic" },
    };

    [Fact]
    public async Task Orthanc_commits_what_it_was_sent_and_the_next_run_sends_nothing()
    {
        SmallSeries.In(place["out"], 6);
        int listen = ServerProcess.FreePort();
        using Archive archive = await Archive.StartAsync(ServerProcess.FreePort(), Us(listen), Cancel);
        string to = $"{Archive.Title}@127.0.0.1:{archive.DicomPort}";

        ProgramRun first = Send(to, "--listen", listen.ToString(CultureInfo.InvariantCulture));
        archive.Stop();
        ProgramRun second = Send(to, "--retry-seconds", "0");

        first.ExitCode.Should().Be(0, first.Error);
        States(first).Should().Equal(new Dictionary<string, int>(StringComparer.Ordinal) { ["committed"] = 6 });
        second.ExitCode.Should().Be(0, "all that was to be done is done: nobody is called");
        (first.Out + first.Error).Should().NotContain(SmallSeries.Secret);
    }

    [Fact]
    public async Task Archive_restarted_in_the_middle_has_everything_in_the_end()
    {
        SmallSeries.In(place["out"], 120, side: 128);
        int listen = ServerProcess.FreePort();
        using Archive archive = await Archive.StartAsync(ServerProcess.FreePort(), Us(listen), Cancel);

        Task<ProgramRun> sending = Task.Run(() => Send($"{Archive.Title}@127.0.0.1:{archive.DicomPort}", "--listen", listen.ToString(CultureInfo.InvariantCulture), "--retry-seconds", "300"), Cancel);
        await archive.UntilAsync("statistics", answer => answer["CountInstances"]!.GetValue<int>() > 10, Cancel);
        archive.Stop();
        await archive.StartAgainAsync(Cancel);
        ProgramRun run = await sending;

        run.ExitCode.Should().Be(0, run.Error);
        States(run).Should().Equal(new Dictionary<string, int>(StringComparer.Ordinal) { ["committed"] = 120 });
        string[] there = await archive.InstancesAsync(Cancel);
        there.Should().BeEquivalentTo(Enumerable.Range(1, 120).Select(SmallSeries.Uid));
    }

    [Fact]
    public async Task Archive_that_takes_implicit_little_endian_only_gets_it()
    {
        SmallSeries series = SmallSeries.In(place["out"], 2);
        Directory.CreateDirectory(place["there"]);
        int port = ServerProcess.FreePort();
        using ServerProcess archive = await ServerProcess.OtherAsync(Tool.Find("storescp", "dcmtk"), port, ["-aet", "SCP", "+xi", "-od", place["there"], port.ToString(CultureInfo.InvariantCulture)], Cancel);

        ProgramRun run = Send($"SCP@127.0.0.1:{port}", "--proof", "none");

        run.ExitCode.Should().Be(0, run.Error);
        string[] files = Directory.GetFiles(place["there"]);
        files.Should().HaveCount(2);
        foreach (string file in files)
        {
            DicomFile there = DicomFile.Open(file);
            there.FileMetaInfo.TransferSyntax.Should().Be(DicomTransferSyntax.ImplicitVRLittleEndian);
            DicomFile here = series.Files.Select(path => DicomFile.Open(path)).Single(other => other.Dataset.GetString(DicomTag.SOPInstanceUID) == there.Dataset.GetString(DicomTag.SOPInstanceUID));
            there.Dataset.GetValues<ushort>(DicomTag.PixelData).Should().Equal(here.Dataset.GetValues<ushort>(DicomTag.PixelData));
            there.Dataset.Count().Should().Be(here.Dataset.Count());
        }
    }

    [Fact]
    public async Task Archive_with_tls_is_known_by_its_authority()
    {
        SmallSeries.In(place["out"], 1);
        Directory.CreateDirectory(place["there"]);
        var certificates = new Certificates(place["tls"]);
        var (archiveCertificate, archiveKey) = certificates.Of("archive");
        var (ourCertificate, ourKey) = certificates.Of("ours");
        int port = ServerProcess.FreePort();
        using ServerProcess archive = await ServerProcess.OtherAsync(
            Tool.Find("storescp", "dcmtk"), port, ["+tls", archiveKey, archiveCertificate, "+cf", certificates.Authority, "--fork", "-od", place["there"], port.ToString(CultureInfo.InvariantCulture)], Cancel);

        ProgramRun stranger = Send($"SCP@127.0.0.1:{port}", "--proof", "none", "--retry-seconds", "0", "--tls", "--tls-ca", new Certificates(place["others"]).Authority);
        ProgramRun plain = Send($"SCP@127.0.0.1:{port}", "--proof", "none", "--retry-seconds", "0", "--response-seconds", "2");
        ProgramRun known = Send($"SCP@127.0.0.1:{port}", "--proof", "none", "--tls-cert", ourCertificate, "--tls-key", ourKey, "--tls-ca", certificates.Authority);

        stranger.ExitCode.Should().Be(9, stranger.Error);
        stranger.Error.Should().Contain("TLS");
        plain.ExitCode.Should().Be(9, plain.Error);
        known.ExitCode.Should().Be(0, known.Error);
        Directory.GetFiles(place["there"]).Should().ContainSingle();
    }

    [Fact]
    public void Two_of_ten_that_are_not_committed_are_sent_again_and_nothing_else()
    {
        SmallSeries.In(place["out"], 10);
        using var archive = new ForgetfulArchive();
        archive.Forgets[SmallSeries.Uid(3)] = true;
        archive.Forgets[SmallSeries.Uid(8)] = true;

        ProgramRun run = Send($"ANY@127.0.0.1:{archive.Port}");

        run.ExitCode.Should().Be(0, run.Error);
        States(run).Should().Equal(new Dictionary<string, int>(StringComparer.Ordinal) { ["committed"] = 10 });
        archive.Came.Where(pair => pair.Value == 2).Select(pair => pair.Key).Should().BeEquivalentTo(SmallSeries.Uid(3), SmallSeries.Uid(8));
        archive.Came.Values.Max().Should().Be(2);
        archive.Asked.Select(asked => asked.GetSequence(DicomTag.ReferencedSOPSequence).Items.Count).Should().Equal(10, 2);
    }

    [Fact]
    public async Task Report_that_comes_hours_later_is_taken_by_the_receiver_and_found_by_the_next_run()
    {
        SmallSeries.In(place["out"], 3);
        using var archive = new ForgetfulArchive { Reports = false };
        string to = $"ANY@127.0.0.1:{archive.Port}";

        ProgramRun first = Send(to, "--proof", "commitment", "--report-seconds", "0", "--reports", place["reports"]);
        first.ExitCode.Should().Be(11, first.Error);
        States(first).Should().ContainKey("commitment-asked");

        using (ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel, "--reports", place["reports"]))
        {
            IDicomClient client = DicomClientFactory.Create("127.0.0.1", receiver.Port, false, "ANY", "CF");
            client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
            DicomNEventReportRequest report = archive.ReportOn(archive.Asked.Single());
            report.PresentationContext = DicomPresentationContext.GetScpRolePresentationContext(DicomUID.StorageCommitmentPushModel, DicomTransferSyntax.ImplicitVRLittleEndian);
            await client.AddRequestAsync(report);
            await client.SendAsync(Cancel);
        }

        ProgramRun second = Send(to, "--proof", "commitment", "--report-seconds", "0", "--reports", place["reports"]);
        second.ExitCode.Should().Be(0, second.Error);
        States(second).Should().Equal(new Dictionary<string, int>(StringComparer.Ordinal) { ["committed"] = 3 });
        archive.Came.Values.Should().OnlyContain(count => count == 1);
    }

    [Fact]
    public void Report_that_was_lost_is_asked_for_once_more_by_the_next_run()
    {
        SmallSeries.In(place["out"], 3);
        using var archive = new ForgetfulArchive { Reports = false };
        string to = $"ANY@127.0.0.1:{archive.Port}";
        ProgramRun first = Send(to, "--proof", "commitment", "--report-seconds", "0");
        first.ExitCode.Should().Be(11, first.Error);
        States(first).Should().ContainKey("commitment-asked");
        archive.Reports = true;

        ProgramRun second = Send(to, "--proof", "commitment");

        second.ExitCode.Should().Be(0, second.Error);
        States(second).Should().Equal(new Dictionary<string, int>(StringComparer.Ordinal) { ["committed"] = 3 });
        archive.Asked.Should().HaveCount(2);
        archive.Came.Values.Should().OnlyContain(count => count == 1, "nothing is sent again for want of a report");
    }

    [Fact]
    public void Run_that_wants_no_proof_is_done_with_what_an_earlier_one_asked_to_be_committed()
    {
        SmallSeries.In(place["out"], 2);
        using var archive = new ForgetfulArchive { Reports = false };
        string to = $"ANY@127.0.0.1:{archive.Port}";
        Send(to, "--proof", "commitment", "--report-seconds", "0").ExitCode.Should().Be(11);

        ProgramRun second = Send(to, "--proof", "none");

        second.ExitCode.Should().Be(0, second.Error);
        archive.Came.Values.Should().OnlyContain(count => count == 1);
    }

    [Fact]
    public void Object_that_the_archive_refuses_is_told_and_not_tried_again()
    {
        SmallSeries.In(place["out"], 2);
        using var archive = new ForgetfulArchive { Answers = new DicomStatus("A900", DicomState.Failure, "") };

        ProgramRun run = Send($"ANY@127.0.0.1:{archive.Port}");

        run.ExitCode.Should().Be(10, run.Error);
        run.ErrorCode.Should().Be("objects-refused");
        run.Json["objects"]![0]!["status"]!.GetValue<string>().Should().Be("A900");
        archive.Came.Values.Should().OnlyContain(count => count == 1);
    }

    [Theory]
    [InlineData("any", "committed")]
    [InlineData("none", "sent")]
    public void Object_that_the_archive_has_already_is_proven_and_that_its_content_is_not_known_is_said(string proof, string state)
    {
        SmallSeries.In(place["out"], 1);
        using var archive = new ForgetfulArchive { Answers = DicomStatus.DuplicateSOPInstance };
        archive.Has[SmallSeries.Uid(1)] = true;

        ProgramRun run = Send($"ANY@127.0.0.1:{archive.Port}", "--proof", proof);

        run.ExitCode.Should().Be(0, run.Error);
        run.Json["objects"]![0]!["state"]!.GetValue<string>().Should().Be(state);
        run.Json["objects"]![0]!["status"]!.GetValue<string>().Should().Be("0111");
        run.Error.Should().Contain(SmallSeries.Uid(1)).And.Contain("cannot be seen");
    }

    [Fact]
    public void Archive_that_keeps_the_former_content_of_a_changed_file_has_not_the_new_one()
    {
        SmallSeries.In(place["out"], 1);
        using var archive = new ForgetfulArchive();
        string to = $"ANY@127.0.0.1:{archive.Port}";
        Send(to).ExitCode.Should().Be(0);
        SmallSeries.In(place["out"], 1, shift: 5);
        archive.Answers = DicomStatus.DuplicateSOPInstance;

        ProgramRun changed = Send(to);
        ProgramRun again = Send(to);

        changed.ExitCode.Should().Be(10, changed.Error);
        changed.Error.Should().Contain("other content");
        again.ExitCode.Should().Be(10, "it is not forgotten what went there");
    }

    [Fact]
    public void Object_that_was_refused_is_taken_in_a_later_run_once_the_archive_is_mended()
    {
        SmallSeries.In(place["out"], 2);

        // 0122H, SOP class not supported: what an archive answers until somebody registers the class there.
        using var archive = new ForgetfulArchive { Answers = new DicomStatus("0122", DicomState.Failure, "") };
        string to = $"ANY@127.0.0.1:{archive.Port}";
        Send(to).ExitCode.Should().Be(10);
        archive.Answers = null;

        ProgramRun second = Send(to);

        second.ExitCode.Should().Be(0, second.Error);
        States(second).Should().Equal(new Dictionary<string, int>(StringComparer.Ordinal) { ["committed"] = 2 });
    }

    [Fact]
    public void Object_that_cannot_be_changed_into_what_the_archive_takes_keeps_no_other_away()
    {
        SmallSeries.In(place["out"], 3);
        string broken = place["out/0002.dcm"];
        DicomDataset slice = SmallSeries.Slice(2);
        slice.Remove(DicomTag.PixelData);
        var compressed = new DicomDataset(DicomTransferSyntax.RLELossless);
        compressed.Add(slice);

        // A basic offset table and a frame that is no RLE (PS3.5 annex G): the archive takes uncompressed images only.
        var pixels = new DicomOtherByteFragment(DicomTag.PixelData);
        pixels.Fragments.Add(new MemoryByteBuffer([1, 2, 3, 4]));
        compressed.Add(pixels);
        new DicomFile(compressed).Save(broken);
        using var archive = new ForgetfulArchive();

        ProgramRun run = Send($"ANY@127.0.0.1:{archive.Port}");

        run.ExitCode.Should().Be(10, run.Error);
        States(run).Should().Equal(new Dictionary<string, int>(StringComparer.Ordinal) { ["committed"] = 2, ["refused"] = 1 });
        run.Error.Should().Contain(SmallSeries.Uid(2));
        archive.Came.Keys.Should().BeEquivalentTo(SmallSeries.Uid(1), SmallSeries.Uid(3));
    }

    [Fact]
    public void Archive_without_room_is_tried_again_until_it_has_some()
    {
        SmallSeries.In(place["out"], 2);
        using var archive = new ForgetfulArchive { TimesWithoutRoom = 3 };

        ProgramRun run = Send($"ANY@127.0.0.1:{archive.Port}");

        run.ExitCode.Should().Be(0, run.Error);
        archive.Came.Values.Sum().Should().Be(5);
    }

    [Fact]
    public async Task Stopped_run_says_what_was_answered_and_the_next_one_goes_on()
    {
        SmallSeries.In(place["out"], 3);
        using var archive = new ForgetfulArchive { Reports = false };
        string[] command = ["send", place["out"], "--to", $"ANY@127.0.0.1:{archive.Port}", "--state", place["state"], "--proof", "commitment", "--report-seconds", "600", "--json"];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task<CommandLineRun> running = CommandLineRun.Of(stop.Token, command);

        // It waits for a report that does not come.
        while (archive.Asked.IsEmpty)
            await Task.Delay(10, Cancel);
        await stop.CancelAsync();
        CommandLineRun stopped = await running;
        archive.Reports = true;
        CommandLineRun again = await CommandLineRun.Of(Cancel, command);

        stopped.ExitCode.Should().Be(130, stopped.Error);
        stopped.Json["error"]!["sentence"]!.GetValue<string>().Should().Contain("3 of 3 objects").And.Contain("the same command again").And.NotContain("nothing was written");
        stopped.Json["objects"]!.AsArray().Should().HaveCount(3);
        again.ExitCode.Should().Be(0, again.Error);
        archive.Came.Values.Should().OnlyContain(count => count == 1);
    }

    [Fact]
    public void Destination_that_accepts_and_never_answers_ends_in_time_and_is_said_so()
    {
        SmallSeries.In(place["out"], 1);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        ProgramRun run = Send($"ANY@127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--retry-seconds", "0", "--response-seconds", "1");

        run.ExitCode.Should().Be(9, run.Error);
        run.ErrorCode.Should().Be("peer-unavailable");
        States(run).Should().ContainKey("waiting");
    }

    [Fact]
    public void Changed_file_of_a_sent_instance_is_sent_again()
    {
        SmallSeries.In(place["out"], 1);
        using var archive = new ForgetfulArchive();
        string to = $"ANY@127.0.0.1:{archive.Port}";
        Send(to).ExitCode.Should().Be(0);
        SmallSeries.In(place["out"], 1, shift: 5);

        ProgramRun second = Send(to);

        // Commitment names the UID, and some archives keep the first content of one and answer success to the second.
        second.ExitCode.Should().Be(11, second.Error);
        second.Json["error"]!["sentence"]!.GetValue<string>().Should().Contain("other content was sent before");
        States(second).Should().ContainKey("sent");
        archive.Came.Values.Single().Should().Be(2);
    }

    [Fact]
    public void What_the_archive_has_lost_since_is_found_out_where_it_is_asked_again()
    {
        SmallSeries.In(place["out"], 3);
        using var archive = new ForgetfulArchive();
        string to = $"ANY@127.0.0.1:{archive.Port}";
        Send(to).ExitCode.Should().Be(0);
        archive.Has.TryRemove(SmallSeries.Uid(2), out _);

        Send(to).ExitCode.Should().Be(0, "what was proven is believed");
        archive.Has.Should().HaveCount(2);
        Send(to, "--again").ExitCode.Should().Be(0);

        archive.Has.Should().HaveCount(3);
        archive.Came[SmallSeries.Uid(2)].Should().Be(2);
        archive.Came[SmallSeries.Uid(1)].Should().Be(1);
    }

    [Fact]
    public void Full_disk_of_the_record_is_said_and_no_fault_of_the_program()
    {
        using SmallDisk disk = SmallDisk.Make(place["disk"], "size=16k");
        SmallSeries.In(place["out"], 120);
        using var archive = new ForgetfulArchive();

        ProgramRun run = ProgramRun.ContourFlow("send", place["out"], "--to", $"ANY@127.0.0.1:{archive.Port}", "--state", disk.Path, "--proof", "none", "--json");

        run.ExitCode.Should().Be(6, run.Error);
        run.ErrorCode.Should().Be("output-not-writable");
    }

    [Fact]
    public void Files_that_are_no_dicom_are_left_out_and_said()
    {
        SmallSeries.In(place["out"], 1);
        File.WriteAllText(place["out/notes.txt"], "mine");
        using var archive = new ForgetfulArchive();

        ProgramRun run = Send($"ANY@127.0.0.1:{archive.Port}");

        run.ExitCode.Should().Be(0, run.Error);
        run.Json["leftOut"]!.AsArray().Single()!["file"]!.GetValue<string>().Should().Be("notes.txt");
    }

    [Fact]
    public void File_that_was_named_and_is_no_object_is_not_passed_over()
    {
        SmallSeries.In(place["out"], 1);
        File.WriteAllText(place["plan.dcm"], "not a plan");
        using var archive = new ForgetfulArchive();

        ProgramRun run = Send($"ANY@127.0.0.1:{archive.Port}", place["plan.dcm"]);

        run.ExitCode.Should().Be(10, run.Error);
        run.ErrorCode.Should().Be("files-left-out");
        run.Error.Should().Contain("plan.dcm");
        States(run).Should().Equal(new Dictionary<string, int>(StringComparer.Ordinal) { ["committed"] = 1 });
    }
}
