namespace ContourFlow.Worker.Sending;

/// <summary>How a request for commitment was met.</summary>
internal enum CommitmentOutcome
{
    /// <summary>Nothing needed to be asked.</summary>
    NothingToAsk,

    /// <summary>The archive has taken it, and will report.</summary>
    Asked,

    /// <summary>The archive has no storage commitment.</summary>
    NotProvided,
}
