using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Commitment;

/// <summary>Reports as files of a folder that receiver and sender share. What was asked for is in the senders' ledgers: every report is kept.</summary>
/// <param name="folder">The folder.</param>
/// <param name="log">Tells of reports that cannot be read.</param>
internal sealed class FolderReports(string folder, ILogger log) : ICommitmentReports
{
    private readonly JsonFolder<CommitmentReport> files = new(folder, CommitmentJson.Default.CommitmentReport, log);

    /// <inheritdoc/>
    public CommitmentReport? Find(string transactionUid) => files.Find(transactionUid);

    /// <inheritdoc/>
    /// <exception cref="IOException">The disk refuses.</exception>
    public bool Keep(CommitmentReport report)
    {
        files.Write(report.TransactionUid, report);
        return true;
    }

    /// <inheritdoc/>
    public void Remove(string transactionUid) => files.Remove(transactionUid);
}
