namespace ContourFlow.Worker.Commitment;

/// <summary>An object by its class and instance.</summary>
/// <param name="SopClassUid">Its SOP Class UID.</param>
/// <param name="SopInstanceUid">Its SOP Instance UID.</param>
internal sealed record SopReference(string SopClassUid, string SopInstanceUid);
