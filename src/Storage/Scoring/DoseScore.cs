using ContourFlow.Contracts;
using ContourFlow.Storage.Processing;

namespace ContourFlow.Storage.Scoring;

/// <summary>How far the scoring of a dose is.</summary>
public enum DoseScoreState
{
    /// <summary>To be done.</summary>
    Queued,

    /// <summary>A worker is at it.</summary>
    Scoring,

    /// <summary>Done: there is a scorecard.</summary>
    Scored,

    /// <summary>Cannot be done as it is; the reason says why. Nothing else of the case waits for it.</summary>
    Refused,

    /// <summary>Newer structures, or a newer dose of the plan, took its place.</summary>
    Superseded,
}

/// <summary>A dose on the structures of a revision, and what came of it.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision whose structures it is scored on.</param>
/// <param name="Key">Names what is scored, 64 lower-case hexadecimal digits: SHA-256 over the contents of structure set, doses and plan, and the protocol's hash.</param>
/// <param name="State">How far it is.</param>
/// <param name="Inputs">The RT Dose objects (one, or those of a plan's beams) and the RT Plan where it has come, in the order of their SOP Instance UIDs.</param>
/// <param name="Verdict">The scorecard's verdict; null before there is one.</param>
/// <param name="ReasonCode">Why it cannot be done; null otherwise.</param>
/// <param name="Reason">The reason in a sentence; null otherwise.</param>
/// <param name="AskedAt">When it was first wanted.</param>
/// <param name="ScoredAt">When it ended; null before.</param>
/// <param name="Files">dose.json, dose.csv and dose.html once it is scored.</param>
public sealed record DoseScore(
    CaseId CaseId,
    int Revision,
    string Key,
    DoseScoreState State,
    IReadOnlyList<StoredObject> Inputs,
    string? Verdict,
    string? ReasonCode,
    string? Reason,
    DateTimeOffset AskedAt,
    DateTimeOffset? ScoredAt,
    IReadOnlyList<ResultFile> Files);

/// <summary>What the registry knows of doses, for those who look.</summary>
public interface IDoseScoreQueries
{
    /// <summary>Every dose of a case, the newest revision first, in it the newest dose first; none where there is no such case.</summary>
    Task<IReadOnlyList<DoseScore>> OfCaseAsync(CaseId caseId, CancellationToken cancellationToken);

    /// <summary>One dose; null where there is none.</summary>
    Task<DoseScore?> FindAsync(CaseId caseId, string key, CancellationToken cancellationToken);
}
