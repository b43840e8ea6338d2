using ContourFlow.Contouring.Dose;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Review.Doses;

/// <summary>A dose on the structures of a revision, and what came of it.</summary>
/// <param name="Revision">The revision whose structures it is scored on.</param>
/// <param name="Key">Names it in addresses: 64 lower-case hexadecimal digits.</param>
/// <param name="State">queued, scoring, scored, refused or superseded.</param>
/// <param name="Verdict">optimal, mandatory, indeterminate, not-evaluable or violated; null before it is scored.</param>
/// <param name="ReasonCode">Why it cannot be scored; null otherwise.</param>
/// <param name="Reason">The reason in a sentence; null otherwise.</param>
/// <param name="DoseSopInstanceUids">The RT Dose objects: one, or those of a plan's beams.</param>
/// <param name="PlanSopInstanceUid">The RT Plan; null where it has not come.</param>
/// <param name="AskedAt">When it was first wanted.</param>
/// <param name="ScoredAt">When it ended; null before.</param>
/// <param name="HasScorecard">Whether there is a scorecard to look at.</param>
internal sealed record DoseAnswer(
    int Revision,
    string Key,
    string State,
    string? Verdict,
    string? ReasonCode,
    string? Reason,
    IReadOnlyList<string> DoseSopInstanceUids,
    string? PlanSopInstanceUid,
    DateTimeOffset AskedAt,
    DateTimeOffset? ScoredAt,
    bool HasScorecard)
{
    /// <summary>The answer of a dose.</summary>
    public static DoseAnswer Of(DoseScore score) => new(
        score.Revision,
        score.Key,
        score.State.ToString().ToLowerInvariant(),
        score.Verdict,
        score.ReasonCode,
        score.Reason,
        [.. score.Inputs.Where(input => input.SopClassUid == DicomUID.RTDoseStorage.UID).Select(input => input.SopInstanceUid)],
        score.Inputs.FirstOrDefault(input => input.SopClassUid == DicomUID.RTPlanStorage.UID)?.SopInstanceUid,
        score.AskedAt,
        score.ScoredAt,
        score.Files.Any(file => file.Name == DoseFiles.Json));
}
