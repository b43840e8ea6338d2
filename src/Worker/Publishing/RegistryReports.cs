using System.Text.Json;
using ContourFlow.Storage.Publishing;
using ContourFlow.Worker.Commitment;

namespace ContourFlow.Worker.Publishing;

/// <summary>Reports of storage commitment in the registry: the gateway takes them, at the port that archives know, and a publisher reads them.</summary>
internal sealed class RegistryReports(IPublishingRegistry registry) : ICommitmentReports
{
    /// <inheritdoc/>
    /// <exception cref="Storage.Objects.StoreUnavailableException">The registry cannot be reached.</exception>
    public CommitmentReport? Find(string transactionUid) =>
        Wait(() => registry.FindReportAsync(transactionUid, CancellationToken.None)) is { } report
            ? JsonSerializer.Deserialize(report.Content, CommitmentJson.Default.CommitmentReport)
            : null;

    /// <inheritdoc/>
    /// <exception cref="Storage.Objects.StoreUnavailableException">The registry cannot be reached: the report must not be answered with success.</exception>
    public bool Keep(CommitmentReport report)
    {
        var kept = new ReportedCommitment(report.TransactionUid, JsonSerializer.Serialize(report, CommitmentJson.Default.CommitmentReport));
        return Wait(async () =>
        {
            // The transaction was taken down before the request went out, so what is not known here was never ours.
            if (!await registry.HasAskedAsync(report.TransactionUid, CancellationToken.None))
                return false;
            await registry.ReportAsync(kept, CancellationToken.None);
            return true;
        });
    }

    /// <inheritdoc/>
    /// <exception cref="Storage.Objects.StoreUnavailableException">The registry cannot be reached.</exception>
    public void Remove(string transactionUid) => Wait(async () =>
    {
        await registry.RemoveReportAsync(transactionUid, CancellationToken.None);
        return true;
    });

    // An association has a thread to which everything awaited on it comes back: it must be awaited elsewhere while that thread waits.
    private static T Wait<T>(Func<Task<T>> ask) => Task.Run(ask).GetAwaiter().GetResult();
}
