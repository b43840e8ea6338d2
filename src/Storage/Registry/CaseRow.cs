using ContourFlow.Storage.Cases;

namespace ContourFlow.Storage.Registry;

/// <summary>A case. Whoever changes anything of a case locks its row first: all that happens to one case happens one after the other.</summary>
internal sealed class CaseRow
{
    /// <summary>The case, as <see cref="Contracts.CaseId"/> writes it.</summary>
    public required string CaseId { get; init; }

    public required string CtSeriesUid { get; init; }

    /// <summary>Empty while no object of the CT has come.</summary>
    public string StudyUid { get; set; } = "";

    public string PatientKey { get; set; } = "";

    /// <summary>Who gave the Patient ID, by the CT's own word; empty where it does not say, or has not come.</summary>
    public string IssuerKey { get; set; } = "";

    public CaseState State { get; set; }

    /// <summary>The newest revision; 0 before the first.</summary>
    public int Revision { get; set; }

    /// <summary>Raised by every change of this row; what <see cref="RegistryWork"/> does by itself.</summary>
    public long Version { get; set; }

    /// <summary>When it was changed last; set with <see cref="Version"/>, and never earlier than it was before.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    public required string Protocol { get; set; }

    public string? ReasonCode { get; set; }

    public string? Reason { get; set; }

    /// <summary>JSON: sentences. Not empty when the last look found the case incomplete.</summary>
    public string WaitingFor { get; set; } = RowJson.Nothing;

    /// <summary>JSON: SOP Instance UIDs of images of the CT's series that state another patient than the first that came of it; the first of them.</summary>
    public string Strays { get; set; } = RowJson.Nothing;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastObjectAt { get; set; }

    public DateTimeOffset StateSince { get; set; }

    /// <summary>When it is to be looked at; null: not before something comes.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>When <see cref="DueAt"/> was set: a clock that has gone back since is seen by it.</summary>
    public DateTimeOffset? DueSetAt { get; set; }

    /// <summary>Until when somebody looks at it.</summary>
    public DateTimeOffset? TakenUntil { get; set; }

    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>How often the archive was asked since the newest object came.</summary>
    public int Asked { get; set; }

    /// <summary>Hash of the newest revision's inputs.</summary>
    public string? NewestInputsHash { get; set; }

    /// <summary>How many lines the ledger has of it.</summary>
    public long LedgerLines { get; set; }

    /// <summary>Hash of the last of these lines; empty before the first.</summary>
    public string LedgerHash { get; set; } = "";

    /// <summary>Shows the state of the newest revision, or that there is none.</summary>
    public void Enter(CaseState state, DateTimeOffset now, string? reasonCode = null, string? reason = null)
    {
        if (State != state)
            StateSince = now;
        (State, ReasonCode, Reason) = (state, reasonCode, reason);
    }

    /// <summary>
    /// Shows a new state of the newest revision. A case that waits for something again goes on saying so, unless a
    /// person has to act; one that was closed while it waited shows what becomes of its newest revision all the same.
    /// </summary>
    public void Follow(RevisionRow revision, DateTimeOffset now)
    {
        if (revision.Revision != Revision)
            return;
        if (State != CaseState.Waiting || revision.State is CaseState.Held or CaseState.AwaitingReview)
            Enter(revision.State, now, revision.ReasonCode, revision.Reason);
    }

    /// <summary>Has it looked at, whoever is at it now.</summary>
    public void LookAt(DateTimeOffset? due, DateTimeOffset now) =>
        (DueAt, DueSetAt, TakenUntil, TakenAt) = (due, due is null ? null : now, null, null);

    /// <summary>As others see it.</summary>
    /// <param name="patient">Whose it is, where that is asked for and known.</param>
    public CaseSummary ToSummary(PatientLabel? patient = null) => new(
        Contracts.CaseId.Parse(CaseId), CtSeriesUid, StudyUid, PatientKey, State, Revision, Version, Protocol, ReasonCode, Reason,
        RowJson.Read<string[]>(WaitingFor), CreatedAt, LastObjectAt, StateSince)
    {
        Patient = patient,
    };
}
