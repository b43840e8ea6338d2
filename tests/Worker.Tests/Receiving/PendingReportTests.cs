using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Receiving;
using ContourFlow.Worker.Tests.DicomWeb;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Worker.Tests.Receiving;

/// <summary>On which associations reports of storage commitment go out that wait for their peer to call.</summary>
public sealed class PendingReportTests : IDisposable
{
    private static readonly SopReference Slice = new("1.2.840.10008.5.1.4.1.1.2", "2.25.1");

    private readonly TemporaryFolder place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task Archive_that_calls_to_report_to_us_is_sent_no_report_of_ours_on_that_association()
    {
        var intake = new MemoryIntake();
        var reports = new JsonFolder<CommitmentReport>(place["reports"], CommitmentJson.Default.CommitmentReport);
        await using var commitments = new CommitmentProvider(intake, place["pending"], [], null, NullLogger.Instance, TimeProvider.System);
        commitments.Take(new CommitmentRequest("2.25.9", "ARCHIVE", "US", [Slice]));
        var options = new ReceiverOptions { Titles = ["US"], Address = "127.0.0.1", Port = 0 };
        await using Receiver receiver = await Receiver.StartAsync(options, intake, commitments, reports, NullLoggerFactory.Instance, Cancel);
        int came = 0;
        IDicomClient archive = DicomClientFactory.Create("127.0.0.1", receiver.Port, false, "ARCHIVE", "US");
        archive.ClientOptions.AssociationLingerTimeoutInMs = 200;
        archive.OnNEventReportRequest = report =>
        {
            Interlocked.Increment(ref came);
            return Task.FromResult(new DicomNEventReportResponse(report, DicomStatus.Success));
        };
        await archive.AddRequestAsync(new DicomNEventReportRequest(DicomUID.StorageCommitmentPushModel, DicomUID.StorageCommitmentPushModelInstance, CommitmentMessages.AllCommitted)
        {
            Dataset = CommitmentMessages.Write(new CommitmentReport("2.25.8", [Slice], [])),
            PresentationContext = DicomPresentationContext.GetScpRolePresentationContext(DicomUID.StorageCommitmentPushModel, DicomTransferSyntax.ImplicitVRLittleEndian),
        });

        await archive.SendAsync(Cancel);

        came.Should().Be(0);
        reports.Find("2.25.8").Should().NotBeNull();
        commitments.Pending.Should().ContainSingle();
    }
}
