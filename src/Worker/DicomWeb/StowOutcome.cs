namespace ContourFlow.Worker.DicomWeb;

/// <summary>What an archive says of an object that was sent to it.</summary>
internal enum StowStatus
{
    /// <summary>The answer names it among what is stored.</summary>
    Stored,

    /// <summary>The answer names it among what is stored, with a warning.</summary>
    StoredWithWarning,

    /// <summary>The answer names it among what failed.</summary>
    Refused,

    /// <summary>The answer does not say: ask the archive for it before sending it again or taking it for stored.</summary>
    Unknown,
}

/// <summary>What became of one object that was sent.</summary>
/// <param name="SopInstanceUid">The object.</param>
/// <param name="Status">What the answer says of it.</param>
/// <param name="Code">Failure Reason (0008,1197) or Warning Reason (0008,1196); null where there is none.</param>
/// <param name="Meaning">What that means, in a few words.</param>
internal sealed record StowOutcome(string SopInstanceUid, StowStatus Status, ushort? Code, string Meaning);
