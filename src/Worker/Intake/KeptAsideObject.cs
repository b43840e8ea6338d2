namespace ContourFlow.Worker.Intake;

/// <summary>An object that came under the SOP Instance UID of another with other content.</summary>
/// <param name="SopInstanceUid">The UID of both.</param>
/// <param name="Path">Where it is kept, absolute.</param>
internal sealed record KeptAsideObject(string SopInstanceUid, string Path);
