using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Intake;
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
        var reports = new FolderReports(place["reports"], NullLogger.Instance);
        await using var commitments = new CommitmentProvider(intake, place["pending"], [], null, NullLogger.Instance, TimeProvider.System);
        commitments.Take(new CommitmentRequest("2.25.9", "ARCHIVE", "US", [Slice]));
        var options = new ReceiverOptions { Titles = ["US"], Address = "127.0.0.1", Port = 0 };
        await using Receiver receiver = await Receiver.StartAsync(options, intake, commitments, reports, NullLoggerFactory.Instance, Cancel);
        int came = 0;
        IDicomClient archive = DicomClientFactory.Create("127.0.0.1", receiver.Port, false, "ARCHIVE", "US");
        archive.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
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

    [Fact]
    public async Task Waiting_reports_go_out_one_after_the_other_and_so_many_on_an_association()
    {
        var intake = new MemoryIntake();
        await using var commitments = new CommitmentProvider(intake, place["pending"], [], null, NullLogger.Instance, TimeProvider.System);
        for (int i = 0; i < 25; i++)
            commitments.Take(new CommitmentRequest($"2.25.9.{i}", "SENDER", "US", [Slice]));
        var options = new ReceiverOptions { Titles = ["US"], Address = "127.0.0.1", Port = 0 };
        await using Receiver receiver = await Receiver.StartAsync(options, intake, commitments, null, NullLoggerFactory.Instance, Cancel);

        (await CallAsync(receiver, () => commitments.Pending.Count <= 5)).Should().Be(20);
        commitments.Pending.Should().HaveCount(5);
        (await CallAsync(receiver, () => commitments.Pending.Count == 0)).Should().Be(5);

        commitments.Pending.Should().BeEmpty();
    }

    [Fact]
    public async Task Report_waits_for_the_answer_to_the_one_before()
    {
        var intake = new CountedIntake();
        await using var commitments = new CommitmentProvider(intake, place["pending"], [], null, NullLogger.Instance, TimeProvider.System);
        for (int i = 0; i < 3; i++)
            commitments.Take(new CommitmentRequest($"2.25.9.{i}", "SENDER", "US", [Slice]));
        var options = new ReceiverOptions { Titles = ["US"], Address = "127.0.0.1", Port = 0 };
        await using Receiver receiver = await Receiver.StartAsync(options, intake, commitments, null, NullLoggerFactory.Instance, Cancel);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        Task<int> call = CallAsync(receiver, () => commitments.Pending.Count == 0, async () =>
        {
            came.TrySetResult();
            await answer.Task;
        });
        await came.Task.WaitAsync(TimeSpan.FromSeconds(120), Cancel);

        // What a report says is looked up just before it is sent: the time that two others would need is given, and more.
        await Task.Delay(500, Cancel);
        intake.Asked.Should().Be(1);
        answer.SetResult();
        (await call).Should().Be(3);
    }

    // Calls as who has asked for commitment, and says how many reports came until so many were settled, and shortly after.
    private static async Task<int> CallAsync(Receiver receiver, Func<bool> areSettled, Func<Task>? wait = null)
    {
        int came = 0;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        enough.CancelAfter(TimeSpan.FromSeconds(120));
        IDicomClient client = DicomClientFactory.Create("127.0.0.1", receiver.Port, false, "SENDER", "US");
        client.ClientOptions.AssociationLingerTimeoutInMs = 120_000;
        client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
        client.AdditionalPresentationContexts.Add(new DicomPresentationContext(3, DicomUID.StorageCommitmentPushModel));
        client.AdditionalPresentationContexts[0].AddTransferSyntax(DicomTransferSyntax.ImplicitVRLittleEndian);
        client.OnNEventReportRequest = async report =>
        {
            if (wait is not null)
                await wait();
            Interlocked.Increment(ref came);
            return new DicomNEventReportResponse(report, DicomStatus.Success);
        };
        await client.AddRequestAsync(new DicomCEchoRequest());
        Task calling = client.SendAsync(enough.Token);
        while (!areSettled() && !calling.IsCompleted)
            await Task.Delay(10, Cancel);

        // Then it stays for a while: one report too many would come in it.
        enough.CancelAfter(TimeSpan.FromSeconds(1));
        await FluentActions.Awaiting(() => calling).Should().ThrowAsync<OperationCanceledException>();
        return came;
    }

    private sealed class CountedIntake : IIntake
    {
        private int asked;

        public int Asked => Volatile.Read(ref asked);

        public bool HasRoom => true;

        public IncomingObject Begin(ArrivingObject arriving) => throw new NotSupportedException();

        public ValueTask<bool> HoldsAsync(string sopClassUid, string sopInstanceUid, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref asked);
            return new(true);
        }
    }
}
