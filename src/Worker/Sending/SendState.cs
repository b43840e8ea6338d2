namespace ContourFlow.Worker.Sending;

/// <summary>How far an object is on its way into an archive.</summary>
internal enum SendState
{
    /// <summary>Not there: to be sent.</summary>
    Waiting,

    /// <summary>The archive has answered success; it has not yet said that it keeps it.</summary>
    Sent,

    /// <summary>The archive was asked to commit it and has not reported.</summary>
    CommitmentAsked,

    /// <summary>The archive keeps it for good: it has said so by a report of storage commitment.</summary>
    Committed,

    /// <summary>The archive has it: it was found there by its SOP Instance UID.</summary>
    Found,

    /// <summary>The archive does not take it, or it cannot be read or changed into what the archive takes (then without a status).</summary>
    Refused,
}
