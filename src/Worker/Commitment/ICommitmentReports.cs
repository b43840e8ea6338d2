namespace ContourFlow.Worker.Commitment;

/// <summary>
/// Reports on our own requests for commitment: laid down by whoever receives them, which may be another process, hours later, and taken
/// by who asked.
/// </summary>
internal interface ICommitmentReports
{
    /// <summary>The report on a transaction; null where none has come.</summary>
    CommitmentReport? Find(string transactionUid);

    /// <summary>Keeps a report; durable when it returns.</summary>
    /// <returns>False: we asked for no such transaction, and it is not kept.</returns>
    bool Keep(CommitmentReport report);

    /// <summary>Lets go of the report on a transaction, if there is one.</summary>
    void Remove(string transactionUid);
}
