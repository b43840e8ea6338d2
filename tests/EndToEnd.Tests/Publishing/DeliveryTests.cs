using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ContourFlow.Contouring.Faults;
using ContourFlow.EndToEnd.Tests.Network;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Publishing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Receiving;
using ContourFlow.Worker.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.EndToEnd.Tests.Publishing;

/// <summary>Deliveries to Orthanc, to DCMTK's archives, and to archives that misbehave; over the registry.</summary>
public sealed class DeliveryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orthanc_reports_to_the_gateway_and_the_publisher_finds_the_report_in_the_registry()
    {
        int gatewayPort = ServerProcess.FreePort();
        using Archive orthanc = await Archive.StartAsync(ServerProcess.FreePort(), new JsonObject
        {
            ["contourflow"] = new JsonObject { ["AET"] = "CF", ["Host"] = "127.0.0.1", ["Port"] = gatewayPort, ["AllowStorageCommitment"] = true, ["AllowNAction"] = true, ["Manufacturer"] = "Generic" },
        }, Cancel);
        DestinationSection destination = PublishingPlace.To($"{Archive.Title}@127.0.0.1:{orthanc.DicomPort}", Proof.Commitment);
        await using PublishingPlace place = await PublishingPlace.WithAsync(One(destination), Cancel);
        await using Receiver gateway = await place.GatewayAsync(Cancel, gatewayPort);

        await place.PublishAsync("archive", Cancel);

        (await orthanc.InstancesAsync(Cancel)).Should().BeEquivalentTo(place.SopInstanceUids);
        CaseDetails after = await place.DetailsAsync(Cancel);
        (after.Summary.State, after.Deliveries[0].State).Should().Be((CaseState.Published, DeliveryState.Published));
        var sent = await place.Publisher.GetRequiredService<IPublishingRegistry>().SentAsync("archive", [.. place.SopInstanceUids], Cancel);
        sent.Select(item => item.State).Should().Equal("Committed", "Committed");
        (await ReportsAsync(place)).Should().BeFalse("a report that was read is let go of");

        await place.PublishAsync("archive", Cancel);
        (await place.DetailsAsync(Cancel)).Should().BeEquivalentTo(after, "the same command again changes nothing");
    }

    [Fact]
    public async Task Report_that_comes_after_the_attempt_is_found_by_the_next_which_sends_nothing_again()
    {
        using var archive = new ForgetfulArchive { Reports = false };
        await using PublishingPlace place = await PublishingPlace.WithAsync(One(PublishingPlace.To($"LATE@127.0.0.1:{archive.Port}", Proof.Commitment) with { ReportWait = TimeSpan.FromMilliseconds(300) }), Cancel);
        await using Receiver gateway = await place.GatewayAsync(Cancel);

        await place.PublishAsync("archive", Cancel);
        Delivery waiting = await place.DeliveryAsync("archive", Cancel);
        await ReportAsync(archive, gateway);
        await place.PublishAsync("archive", Cancel);

        (waiting.State, waiting.Attempts).Should().Be((DeliveryState.Pending, 1));
        waiting.Fault.Should().Contain("has not reported");
        (await place.DeliveryAsync("archive", Cancel)).State.Should().Be(DeliveryState.Published);
        archive.Came.Values.Should().AllBeEquivalentTo(1);
        archive.Asked.Should().ContainSingle("the report was there before it was asked again");
    }

    [Fact]
    public async Task Report_on_a_transaction_that_nobody_asked_for_is_not_kept()
    {
        using var archive = new ForgetfulArchive { Reports = false };
        await using PublishingPlace place = await PublishingPlace.WithAsync(One(PublishingPlace.To($"LATE@127.0.0.1:{archive.Port}", Proof.Commitment)), Cancel);
        await using Receiver gateway = await place.GatewayAsync(Cancel);
        archive.Asked.Enqueue(new DicomDataset { { DicomTag.TransactionUID, "2.25.77" }, new DicomSequence(DicomTag.ReferencedSOPSequence, [new DicomDataset { { DicomTag.ReferencedSOPClassUID, DicomUID.CTImageStorage }, { DicomTag.ReferencedSOPInstanceUID, "2.25.78" } }]) });

        await ReportAsync(archive, gateway);

        (await place.Publisher.GetRequiredService<IPublishingRegistry>().FindReportAsync("2.25.77", Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task Archive_without_commitment_and_query_is_believed_where_the_configuration_says_so()
    {
        using var there = new TemporaryFolder();
        int port = ServerProcess.FreePort();
        using ServerProcess archive = await ServerProcess.OtherAsync(Tool.Find("storescp", "dcmtk"), port, ["-aet", "SCP", "-od", there.Path, port.ToString(CultureInfo.InvariantCulture)], Cancel);
        DestinationSection believed = PublishingPlace.To($"SCP@127.0.0.1:{port}", Proof.None);
        await using PublishingPlace place = await PublishingPlace.WithAsync(new Dictionary<string, DestinationSection>(StringComparer.Ordinal) { ["believed"] = believed, ["doubted"] = believed with { Proof = Proof.Any } }, Cancel);

        await place.PublishAsync("believed", Cancel);
        await place.PublishAsync("doubted", Cancel);

        Directory.GetFiles(there.Path).Should().HaveCount(2);
        (await place.DeliveryAsync("believed", Cancel)).State.Should().Be(DeliveryState.Published);
        Delivery doubted = await place.DeliveryAsync("doubted", Cancel);
        doubted.State.Should().Be(DeliveryState.Pending);
        doubted.Fault.Should().Contain("Proof none");
    }

    [Fact]
    public async Task Archive_that_is_down_postpones_ever_longer_and_has_everything_once_it_is_back()
    {
        using DcmQueryArchive archive = await DcmQueryArchive.StartAsync(ServerProcess.FreePort(), Cancel);
        archive.Stop();
        await using PublishingPlace place = await PublishingPlace.WithAsync(One(PublishingPlace.To(archive.Address, Proof.Query)), Cancel);
        var pauses = new List<TimeSpan>();
        for (int attempt = 1; attempt <= 5; attempt++)
        {
            DateTimeOffset before = TimeProvider.System.GetUtcNow();
            await place.PublishAsync("archive", Cancel);
            Delivery failed = await place.DeliveryAsync("archive", Cancel);
            (failed.State, failed.Attempts).Should().Be((DeliveryState.Pending, attempt));
            pauses.Add(failed.NextAttemptAt - before);
        }

        await archive.StartAgainAsync(Cancel);
        await place.PublishAsync("archive", Cancel);

        // The fourth pause is 8 ms after the first of 1 ms; the fifth would be 16 ms, and 8 ms are the longest.
        pauses[3].Should().BeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(8));
        (await place.DeliveryAsync("archive", Cancel)).State.Should().Be(DeliveryState.Published);
        (await place.DetailsAsync(Cancel)).Ledger.Count(line => line.Event == LedgerEvents.Published).Should().Be(1);
    }

    [Fact]
    public async Task Archive_that_refuses_holds_the_case_leaves_other_destinations_alone_and_a_retry_sends_again()
    {
        using var refusing = new ForgetfulArchive { Answers = new DicomStatus("A900", DicomState.Failure, "") };
        using var taking = new ForgetfulArchive();
        await using PublishingPlace place = await PublishingPlace.WithAsync(
            new Dictionary<string, DestinationSection>(StringComparer.Ordinal)
            {
                ["refusing"] = PublishingPlace.To($"NO@127.0.0.1:{refusing.Port}", Proof.Commitment),
                ["taking"] = PublishingPlace.To($"YES@127.0.0.1:{taking.Port}", Proof.Commitment),
            },
            Cancel);

        await place.PublishAsync("refusing", Cancel);
        await place.PublishAsync("taking", Cancel);
        CaseDetails held = await place.DetailsAsync(Cancel);
        refusing.Answers = null;
        DecisionOutcome decided = await place.Publisher.GetRequiredService<ICaseDecisions>().RetryAsync(new Decision(place.CaseId, null, "physicist", "The archive was mended."), Cancel);
        await place.PublishAsync("refusing", Cancel);

        (held.Summary.State, held.Summary.ReasonCode).Should().Be((CaseState.Held, ReasonCodes.DestinationRefused));
        held.Summary.Reason.Should().Contain("A900").And.Contain("refusing");
        held.Deliveries.Single(delivery => delivery.Destination == "taking").State.Should().Be(DeliveryState.Published);
        decided.Should().Be(DecisionOutcome.Taken);
        (await place.DetailsAsync(Cancel)).Summary.State.Should().Be(CaseState.Published);
        taking.Came.Values.Should().AllBeEquivalentTo(1);
    }

    [Fact]
    public async Task Archive_that_accepts_and_never_answers_costs_one_timeout_and_is_postponed()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        DestinationSection destination = PublishingPlace.To($"SILENT@127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", Proof.Any) with { ResponseTimeout = TimeSpan.FromSeconds(1) };
        await using PublishingPlace place = await PublishingPlace.WithAsync(One(destination), Cancel);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task<int> calls = CallsAsync(silent, end.Token);
        long began = TimeProvider.System.GetTimestamp();

        await place.PublishAsync("archive", Cancel);
        await end.CancelAsync();

        TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(new DestinationSection { Remote = destination.Remote }.ResponseTimeout, "the configured time counts, and not the usual one");
        (await calls).Should().Be(1, "each call costs its time");
        (await place.DeliveryAsync("archive", Cancel)).State.Should().Be(DeliveryState.Pending);
    }

    [Fact]
    public async Task Archive_that_is_cut_off_in_the_middle_gets_what_it_lacks_and_nothing_twice_that_it_answered()
    {
        using var archive = new ForgetfulArchive();
        using var proxy = new CuttingProxy(archive.Port, countsToServer: false, limit: 450, onLimit: () => { });
        await using PublishingPlace place = await PublishingPlace.WithAsync(One(PublishingPlace.To($"CUT@127.0.0.1:{proxy.Port}", Proof.Commitment)), Cancel);

        for (int attempt = 0; attempt < 3 && (await place.DeliveryAsync("archive", Cancel)).State == DeliveryState.Pending; attempt++)
            await place.PublishAsync("archive", Cancel);

        Delivery delivery = await place.DeliveryAsync("archive", Cancel);
        delivery.State.Should().Be(DeliveryState.Published);
        delivery.Attempts.Should().Be(1);
        archive.Has.Keys.Should().BeEquivalentTo(place.SopInstanceUids);
    }

    [Fact]
    public async Task Command_on_two_publishers_at_once_sends_once_and_is_one_line_of_the_ledger()
    {
        using var archive = new ForgetfulArchive();
        await using PublishingPlace place = await PublishingPlace.WithAsync(One(PublishingPlace.To($"ARCHIVE@127.0.0.1:{archive.Port}", Proof.Commitment)), Cancel);
        IServiceProvider another = await place.AnotherAsync(Cancel);

        await Task.WhenAll(place.PublishAsync("archive", Cancel), place.PublishAsync("archive", Cancel, another));

        archive.Came.Values.Should().AllBeEquivalentTo(1);
        CaseDetails details = await place.DetailsAsync(Cancel);
        details.Ledger.Count(line => line.Event == LedgerEvents.Published).Should().Be(1);
        details.Deliveries.Should().ContainSingle().Which.State.Should().Be(DeliveryState.Published);
    }

    [Fact]
    public async Task Damaged_result_is_not_sent_and_holds_the_case()
    {
        using var archive = new ForgetfulArchive();
        await using PublishingPlace place = await PublishingPlace.WithAsync(One(PublishingPlace.To($"ARCHIVE@127.0.0.1:{archive.Port}", Proof.Commitment)), Cancel);
        await place.LoseResultAsync(Cancel);

        await place.PublishAsync("archive", Cancel);

        CaseSummary summary = (await place.DetailsAsync(Cancel)).Summary;
        (summary.State, summary.ReasonCode).Should().Be((CaseState.Held, ReasonCodes.ResultDamaged));
        archive.Came.Should().BeEmpty();
    }

    [Fact]
    public async Task Publisher_that_is_stopped_leaves_the_delivery_due_at_once()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using PublishingPlace place = await PublishingPlace.WithAsync(One(PublishingPlace.To($"SILENT@127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", Proof.Any)), Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task publishing = place.PublishAsync("archive", stop.Token);
        using TcpClient calling = await silent.AcceptTcpClientAsync(Cancel);

        await stop.CancelAsync();
        await publishing;

        Delivery delivery = await place.DeliveryAsync("archive", Cancel);
        delivery.State.Should().Be(DeliveryState.Pending);
        delivery.NextAttemptAt.Should().BeOnOrBefore(TimeProvider.System.GetUtcNow());
    }

    // Takes every call and says nothing, and gives how many there were.
    private static async Task<int> CallsAsync(TcpListener silent, CancellationToken end)
    {
        var calls = new List<TcpClient>();
        try
        {
            while (true)
                calls.Add(await silent.AcceptTcpClientAsync(end));
        }
        catch (OperationCanceledException)
        {
            return calls.Count;
        }
        finally
        {
            calls.ForEach(call => call.Dispose());
        }
    }

    private static Dictionary<string, DestinationSection> One(DestinationSection destination) => new(StringComparer.Ordinal) { ["archive"] = destination };

    private static async Task<bool> ReportsAsync(PublishingPlace place)
    {
        var registry = place.Publisher.GetRequiredService<IPublishingRegistry>();
        foreach (SentObject sent in await registry.SentAsync("archive", [.. place.SopInstanceUids], Cancel))
        {
            if (await registry.FindReportAsync(sent.TransactionUid!, Cancel) is not null)
                return true;
        }

        return false;
    }

    // Hours later, on an association of its own.
    private static async Task ReportAsync(ForgetfulArchive archive, Receiver gateway)
    {
        archive.Asked.TryPeek(out DicomDataset? asked).Should().BeTrue();
        IDicomClient client = DicomClientFactory.Create("127.0.0.1", gateway.Port, false, "LATE", "CF");
        client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
        DicomNEventReportRequest report = archive.ReportOn(asked!);
        report.PresentationContext = DicomPresentationContext.GetScpRolePresentationContext(DicomUID.StorageCommitmentPushModel, DicomTransferSyntax.ImplicitVRLittleEndian);
        DicomStatus? answer = null;
        report.OnResponseReceived = (_, response) => answer = response.Status;
        await client.AddRequestAsync(report);
        await client.SendAsync(Cancel);
        answer.Should().Be(DicomStatus.Success);
    }
}
