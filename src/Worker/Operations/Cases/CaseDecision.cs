namespace ContourFlow.Worker.Operations.Cases;

/// <summary>What a person can decide about a case.</summary>
internal enum CaseDecision
{
    /// <summary>Process it once more.</summary>
    Retry,

    /// <summary>Publish its results although it is held.</summary>
    Release,

    /// <summary>Publish it after review.</summary>
    Accept,

    /// <summary>Do not publish it.</summary>
    Reject,

    /// <summary>Process it by another protocol.</summary>
    Rerun,
}
