using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Sending;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Worker.Tests.Sending;

/// <summary>A file that is to be sent and is not there any more. No archive is asked: that is found before.</summary>
public sealed class UnreadableFileTests : IDisposable
{
    private static readonly RemoteAe Pacs = new("PACS", "127.0.0.1", 1);

    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    // Once taken for the archive's refusal, which held the case.
    [Fact]
    public async Task Copy_that_the_program_made_is_a_fault_that_passes_and_the_object_waits()
    {
        using SendLedger ledger = SendLedger.Open(place.Path, Pacs);

        Func<Task> sent = () => SendAsync(ledger, areCopies: true);

        (await sent.Should().ThrowAsync<TransientException>()).And.GetBaseException().Should().BeOfType<FileNotFoundException>();
        ledger.Of(Gone).State.Should().Be(SendState.Waiting);
    }

    [Fact]
    public async Task File_of_a_person_is_refused_and_told()
    {
        using SendLedger ledger = SendLedger.Open(place.Path, Pacs);

        await SendAsync(ledger, areCopies: false);

        ledger.Of(Gone).State.Should().Be(SendState.Refused);
    }

    private OutgoingObject Gone => new(place["gone.dcm"], "1.2.840.10008.5.1.4.1.1.481.3", "2.25.1", "2.25.2", "2.25.3", "aa");

    private Task SendAsync(SendLedger ledger, bool areCopies) => new Sender(
        new Destination(Pacs, "CONTOURFLOW", null, TimeSpan.FromSeconds(1), NullLogger.Instance),
        ledger,
        new FolderReports(place["reports"], NullLogger.Instance),
        new SendOptions { Proof = Proof.None, MaximumAttempts = 1, RetryFor = TimeSpan.Zero, FilesAreCopies = areCopies },
        NullLogger.Instance,
        TimeProvider.System).SendAsync(ImmutableArray.Create(Gone), TestContext.Current.CancellationToken);
}
