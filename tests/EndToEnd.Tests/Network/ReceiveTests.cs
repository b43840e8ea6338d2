using System.Globalization;
using System.Text.Json.Nodes;

namespace ContourFlow.EndToEnd.Tests.Network;

/// <summary>`contourflow receive` with DCMTK's senders.</summary>
public sealed class ReceiveTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => place.Dispose();

    private static ProgramRun StoreScu(ServerProcess receiver, params IEnumerable<string> more) =>
        ProgramRun.Of(Tool.Find("storescu", "dcmtk"), ["-v", "-aet", "MODALITY", "-aec", "CF", "127.0.0.1", receiver.Port.ToString(CultureInfo.InvariantCulture), .. more]);

    private static ProgramRun EchoScu(ServerProcess receiver, params IEnumerable<string> more) =>
        ProgramRun.Of(Tool.Find("echoscu", "dcmtk"), ["-v", "-aet", "MODALITY", "-aec", "CF", .. more, "127.0.0.1", receiver.Port.ToString(CultureInfo.InvariantCulture)]);

    private static string[] Received(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.dcm", SearchOption.AllDirectories).Where(path => !path.Contains("/.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Objects_of_storescu_lie_in_the_folder_as_they_were_sent()
    {
        SmallSeries series = SmallSeries.In(place["sent"], 12);
        using ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel);

        ProgramRun sent = StoreScu(receiver, series.Files);
        var end = await receiver.StopAsync();

        sent.ExitCode.Should().Be(0, sent.Error);
        end.ExitCode.Should().Be(0, end.Error);
        end.Out.Should().Contain("12 objects stored");
        string[] received = Received(place["in"]);
        received.Should().HaveCount(12);
        foreach (string file in received)
        {
            string path = Path.GetRelativePath(place["in"], file);
            path.Should().StartWith("2.25.4712/2.25.4713/");
            int number = int.Parse(Path.GetFileNameWithoutExtension(path).Split('.')[^1], CultureInfo.InvariantCulture);
            SmallSeries.DataSetOf(file).Should().Equal(SmallSeries.DataSetOf(series.Files[number - 1]), "what was sent is what is kept");
        }

        DicomFileMetaInformation meta = DicomFile.Open(received[0]).FileMetaInfo;
        meta.GetString(DicomTag.SendingApplicationEntityTitle).Should().Be("MODALITY");
        meta.GetString(DicomTag.ReceivingApplicationEntityTitle).Should().Be("CF");
        Directory.EnumerateFiles(place["in"], "*.part", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task Objects_sent_twice_are_kept_once_and_other_content_is_kept_aside()
    {
        SmallSeries series = SmallSeries.In(place["sent"], 3);
        SmallSeries changed = SmallSeries.In(place["changed"], 1, shift: 7);
        using ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel);

        StoreScu(receiver, series.Files).ExitCode.Should().Be(0);
        StoreScu(receiver, series.Files).ExitCode.Should().Be(0);
        StoreScu(receiver, changed.Files).ExitCode.Should().Be(0, "it is kept: its sender need not hold it any longer");
        StoreScu(receiver, changed.Files).ExitCode.Should().Be(0);
        var end = await receiver.StopAsync();

        end.Out.Should().Contain("3 objects stored, 3 here already, 2 kept aside");
        SmallSeries.DataSetOf(Received(place["in"]).Single(path => path.EndsWith($"{SmallSeries.Uid(1)}.dcm", StringComparison.Ordinal)))
            .Should().Equal(SmallSeries.DataSetOf(series.Files[0]), "the first one stays");
        string aside = Directory.EnumerateFiles(place["in/.conflicts"], "*.dcm").Should().ContainSingle().Subject;
        SmallSeries.DataSetOf(aside).Should().Equal(SmallSeries.DataSetOf(changed.Files[0]));
        end.Error.Should().Contain(SmallSeries.Uid(1)).And.NotContain(SmallSeries.Secret);
    }

    [Fact]
    public async Task Whoever_is_not_expected_is_turned_away_with_the_reason()
    {
        using ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel, "--allow", "MODALITY@127.0.0.1", "--allow", "OTHER@10.0.0.1");

        EchoScu(receiver).ExitCode.Should().Be(0);
        EchoScu(receiver, "-aec", "WRONG").Error.Should().Contain("Called AE Title Not Recognized");
        EchoScu(receiver, "-aet", "STRANGER").Error.Should().Contain("Calling AE Title Not Recognized");
        EchoScu(receiver, "-aet", "OTHER").Error.Should().Contain("Calling AE Title Not Recognized", "it is known from another address only");
        EchoScu(receiver).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Disk_below_its_watermark_refuses_associations_as_congested()
    {
        // No disk has an exbibyte to keep free.
        using ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel, "--keep-free-mib", "1000000000000");
        SmallSeries series = SmallSeries.In(place["sent"], 1);

        ProgramRun sent = StoreScu(receiver, series.Files);

        sent.ExitCode.Should().NotBe(0);
        sent.Error.Should().Contain("Temporary Congestion");
    }

    [Fact]
    public async Task Full_disk_is_answered_and_leaves_nothing_torn()
    {
        using SmallDisk disk = SmallDisk.Make(place["disk"], "size=6m");
        SmallSeries series = SmallSeries.In(place["sent"], 12, side: 700);
        using ServerProcess receiver = await ServerProcess.ReceiverAsync(Path.Combine(disk.Path, "in"), Cancel, "--keep-free-mib", "0");

        // -nh: goes on after a refusal.
        ProgramRun sent = StoreScu(receiver, ["-nh", .. series.Files]);
        var end = await receiver.StopAsync();

        sent.Error.Should().Contain("OutOfResources");
        int stored = Received(Path.Combine(disk.Path, "in")).Length;
        stored.Should().BeInRange(1, 11);
        end.Out.Should().Contain($"{stored} objects stored").And.Contain($"{12 - stored} refused");
        foreach (string file in Received(Path.Combine(disk.Path, "in")))
            DicomFile.Open(file).Dataset.GetValues<ushort>(DicomTag.PixelData).Should().HaveCount(700 * 700);
    }

    [Fact]
    public async Task Spool_that_becomes_read_only_is_answered_and_serves_again_when_it_is_not()
    {
        SmallSeries series = SmallSeries.In(place["sent"], 2);
        using ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel);

        // A disk cannot be made read-only while the receiver has files open on it; its folder of what is under way can be hidden by one that is.
        ProgramRun refused;
        using (SmallDisk.Make(place["in/.intake"], "size=100k,ro"))
            refused = StoreScu(receiver, series.Files);
        ProgramRun taken = StoreScu(receiver, series.Files);

        refused.ExitCode.Should().NotBe(0);
        refused.Error.Should().Contain("OutOfResources");
        taken.ExitCode.Should().Be(0, taken.Error);
        Received(place["in"]).Should().HaveCount(2);
    }

    [Fact]
    public void Folder_on_a_read_only_disk_is_said_at_the_start()
    {
        using SmallDisk disk = SmallDisk.Make(place["disk"], "size=100k,ro");

        ProgramRun run = ProgramRun.ContourFlow("receive", Path.Combine(disk.Path, "in"), "--port", "0", "--json");

        run.ExitCode.Should().Be(6, run.Error);
        run.ErrorCode.Should().Be("output-not-writable");
    }

    [Fact]
    public async Task Receiver_killed_at_any_moment_loses_nothing_that_it_answered()
    {
        SmallSeries series = SmallSeries.In(place["sent"], 60, side: 256);
        var random = new Random(20260);
        for (int round = 0; round < 4; round++)
        {
            ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel);
            using var sender = ProgramRun.Start("env", ["TCP_NODELAY=1", Tool.Find("storescu", "dcmtk"), "-v", "-aec", "CF", "127.0.0.1", receiver.Port.ToString(CultureInfo.InvariantCulture), .. series.Files]);
            await Task.Delay(random.Next(10, 250), Cancel);
            receiver.Kill();
            receiver.Dispose();
            ProgramRun sent = ProgramRun.Finish(sender);
            int answered = (sent.Out + sent.Error).Split('\n').Count(line => line.Contains("Received Store Response (Success)", StringComparison.Ordinal));

            // What lies there is whole, without a restart mending it, and at least what was answered.
            Received(place["in"]).Should().HaveCountGreaterThanOrEqualTo(answered);
            foreach (string file in Received(place["in"]))
                SmallSeries.DataSetOf(file).Should().Equal(SmallSeries.DataSetOf(series.Files[int.Parse(Path.GetFileNameWithoutExtension(file).Split('.')[^1], CultureInfo.InvariantCulture) - 1]));
        }

        using ServerProcess last = await ServerProcess.ReceiverAsync(place["in"], Cancel);
        StoreScu(last, series.Files).ExitCode.Should().Be(0);
        Received(place["in"]).Should().HaveCount(60);
        Directory.EnumerateFiles(place["in"], "*.part", SearchOption.AllDirectories).Should().BeEmpty();
        Directory.Exists(place["in/.conflicts"]).Should().BeFalse();
    }

    [Fact]
    public async Task Large_object_streams_through_little_memory()
    {
        // 200 MB here; bench has 500.
        string path = place["large.dcm"];
        new DicomFile(SmallSeries.Slice(1)).Save(path);
        using (FileStream file = new(path, FileMode.Append))
        {
            // A private element behind the pixels: (7FE1,0010) would be its creator; this one is read over by its length.
            Span<byte> header = [0xE1, 0x7F, 0x01, 0x10, (byte)'O', (byte)'B', 0, 0, 0, 0, 0, 0];
            BitConverter.TryWriteBytes(header[8..], 200_000_000);
            file.Write(header);
            byte[] block = new byte[1_000_000];
            for (int i = 0; i < 200; i++)
                file.Write(block);
        }

        using ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel);
        ProgramRun sent = ProgramRun.ContourFlow("send", path, "--to", $"CF@127.0.0.1:{receiver.Port}", "--proof", "none", "--state", place["state"]);

        sent.ExitCode.Should().Be(0, sent.Error);
        receiver.PeakMiB.Should().BeLessThan(100);
        new FileInfo(Received(place["in"]).Single()).Length.Should().BeGreaterThan(200_000_000);
    }

    [Fact]
    public async Task More_associations_than_are_allowed_are_told_so_and_the_others_go_on()
    {
        using ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel, "--max-associations", "20");
        int accepted = 0;
        int rejected = 0;
        using var release = new CancellationTokenSource();

        // Each client keeps its association for as long as the test wants, by lingering.
        Task[] clients = [.. Enumerable.Range(0, 200).Select(async _ =>
        {
            IDicomClient client = DicomClientFactory.Create("127.0.0.1", receiver.Port, false, "MODALITY", "CF");
            client.ClientOptions.AssociationLingerTimeoutInMs = 600_000;
            client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
            await client.AddRequestAsync(new DicomCEchoRequest { OnResponseReceived = (_, _) => Interlocked.Increment(ref accepted) });
            try
            {
                await client.SendAsync(release.Token);
            }
            catch (DicomAssociationRejectedException fault) when (fault.RejectReason == DicomRejectReason.LocalLimitExceeded)
            {
                Interlocked.Increment(ref rejected);
            }
            catch (OperationCanceledException)
            {
                // Released: the test is over.
            }
        })];
        await receiver.UntilAsync(() => Volatile.Read(ref accepted) + Volatile.Read(ref rejected) == 200, Cancel);
        await release.CancelAsync();
        await Task.WhenAll(clients);

        accepted.Should().Be(20);
        rejected.Should().Be(180);
        await receiver.UntilAsync(() => EchoScu(receiver).ExitCode == 0, Cancel);
    }

    [Fact]
    public async Task Web_browser_at_the_port_is_turned_away_and_nobody_else_notices()
    {
        using ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel);
        using var http = new HttpClient();

        var act = () => http.GetAsync(new Uri($"http://127.0.0.1:{receiver.Port}/"), Cancel);

        await act.Should().ThrowAsync<HttpRequestException>();
        EchoScu(receiver).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Client_with_a_certificate_of_the_authority_is_served_and_no_other()
    {
        var certificates = new Certificates(place["tls"]);
        var (serverCertificate, serverKey) = certificates.Of("receiver");
        var (clientCertificate, clientKey) = certificates.Of("modality");
        var strangers = new Certificates(place["strangers"]);
        var (strangerCertificate, strangerKey) = strangers.Of("stranger");
        SmallSeries series = SmallSeries.In(place["sent"], 2);
        using ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel, "--tls-cert", serverCertificate, "--tls-key", serverKey, "--tls-ca", certificates.Authority);

        StoreScu(receiver, ["+tls", clientKey, clientCertificate, "+cf", certificates.Authority, .. series.Files]).ExitCode.Should().Be(0);
        EchoScu(receiver, "+tls", strangerKey, strangerCertificate, "+cf", certificates.Authority).ExitCode.Should().NotBe(0);
        EchoScu(receiver, "+tla", "+cf", certificates.Authority).ExitCode.Should().NotBe(0, "it shows no certificate");
        EchoScu(receiver).ExitCode.Should().NotBe(0, "it does not speak TLS");
        EchoScu(receiver, "+tls", clientKey, clientCertificate, "+cf", certificates.Authority).ExitCode.Should().Be(0);

        Received(place["in"]).Should().HaveCount(2);
    }

    [Fact]
    public async Task Objects_come_in_by_the_web_too()
    {
        SmallSeries series = SmallSeries.In(place["sent"], 2);
        using ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel, "--web-port", "0");
        await receiver.UntilAsync(() => receiver.Said.Contains("STOW-RS at ", StringComparison.Ordinal), Cancel);
        string root = receiver.Said.Split('\n').First(line => line.Contains("STOW-RS at ", StringComparison.Ordinal)).Split("STOW-RS at ")[1].Trim();
        using var http = new HttpClient();
        // PS3.18 section 10.5: multipart/related of application/dicom.
        using var content = new MultipartContent("related", "part-of-a-study");
        content.Headers.ContentType!.Parameters.Add(new("type", "\"application/dicom\""));
        foreach (string file in series.Files)
        {
            var part = new ByteArrayContent(await File.ReadAllBytesAsync(file, Cancel));
            part.Headers.ContentType = new("application/dicom");
            content.Add(part);
        }

        using HttpResponseMessage answer = await http.PostAsync(new Uri($"{root}dicom-web/studies"), content, Cancel);

        ((int)answer.StatusCode).Should().Be(200, await answer.Content.ReadAsStringAsync(Cancel));
        Received(place["in"]).Should().HaveCount(2);
    }

    [Fact]
    public async Task Nothing_of_a_patient_is_told_however_much_is_told()
    {
        SmallSeries series = SmallSeries.In(place["sent"], 2);
        SmallSeries changed = SmallSeries.In(place["changed"], 1, shift: 7);
        using ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel, "--verbose", "--max-object-mib", "1");
        StoreScu(receiver, series.Files);
        StoreScu(receiver, changed.Files);
        StoreScu(receiver, SmallSeries.In(place["large"], 3, side: 800).Files.Skip(2));
        var end = await receiver.StopAsync();

        end.Error.Should().Contain("warning 52").And.NotContain(SmallSeries.Secret).And.NotContain("19010203");
        end.Out.Should().NotContain(SmallSeries.Secret);
    }

    [Fact]
    public async Task Orthanc_is_told_by_storage_commitment_that_its_objects_are_here()
    {
        SmallSeries series = SmallSeries.In(place["sent"], 4);
        int archivePort = ServerProcess.FreePort();
        using ServerProcess receiver = await ServerProcess.ReceiverAsync(place["in"], Cancel, "--peer", $"{Archive.Title}@127.0.0.1:{archivePort}");
        using Archive archive = await Archive.StartAsync(
            archivePort, new JsonObject { ["contourflow"] = new JsonObject { ["AET"] = "CF", ["Host"] = "127.0.0.1", ["Port"] = receiver.Port, ["AllowStorageCommitment"] = true, ["Manufacturer"] = "Generic" } }, Cancel);
        string[] ids = await Task.WhenAll(series.Files.Select(file => archive.AddAsync(file, Cancel)));

        JsonNode job = await archive.PostAsync("modalities/contourflow/store", new JsonObject
        {
            ["Resources"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]),
            ["StorageCommitment"] = true,
            ["Synchronous"] = true,
        }, Cancel);

        Received(place["in"]).Should().HaveCount(4);
        string transaction = job["StorageCommitmentTransactionUID"]!.GetValue<string>();
        JsonNode report = await archive.UntilAsync($"storage-commitment/{transaction}", answer => answer["Status"]!.GetValue<string>() != "Pending", Cancel);
        report["Status"]!.GetValue<string>().Should().Be("Success");
        report["Success"]!.AsArray().Should().HaveCount(4);
        await receiver.UntilAsync(() => !Directory.EnumerateFiles(place["in/.intake/commitments"], "*.json").Any(), Cancel);
    }
}
