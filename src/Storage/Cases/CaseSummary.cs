using ContourFlow.Contracts;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Storage.Cases;

/// <summary>A case as a list shows it.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="CtSeriesInstanceUid">Series Instance UID of its planning CT.</param>
/// <param name="StudyInstanceUid">Study of the planning CT; empty while no object of it has come.</param>
/// <param name="PatientKey">Whose it is, as a key that tells nothing of the patient; empty while no object of the CT or of a structure set has come.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Revision">Its newest revision; 0 before the first.</param>
/// <param name="Version">Raised by every change: a decision about an older one is refused.</param>
/// <param name="Protocol">Name of its protocol.</param>
/// <param name="ReasonCode">Why it is held or rejected; null otherwise.</param>
/// <param name="Reason">The sentence to that; null otherwise.</param>
/// <param name="WaitingFor">What it waits for, a sentence each; empty when it does not wait. Beside a held case or one to be reviewed: what a newer set of its objects lacks.</param>
/// <param name="CreatedAt">When its first object came.</param>
/// <param name="LastObjectAt">When its newest object came.</param>
/// <param name="StateSince">Since when it is in its state.</param>
public sealed record CaseSummary(
    CaseId CaseId,
    string CtSeriesInstanceUid,
    string StudyInstanceUid,
    string PatientKey,
    CaseState State,
    int Revision,
    long Version,
    string Protocol,
    string? ReasonCode,
    string? Reason,
    IReadOnlyList<string> WaitingFor,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastObjectAt,
    DateTimeOffset StateSince)
{
    /// <summary>Whose it is; null where no object has said so, where they are not kept any more, and where intake looks at the case, which must not know. Patient data.</summary>
    public PatientLabel? Patient { get; init; }

    /// <summary>Where its doses stand; null where no scoring of it counts, and where intake looks at the case, which has nothing to do with doses.</summary>
    public DoseStanding? Dose { get; init; }
}
