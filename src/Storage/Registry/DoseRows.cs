using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Storage.Registry;

/// <summary>When the doses of a case are to be looked at: whether one of them is to be scored. Beside the case's own row, so that a dose changes nothing of the case.</summary>
internal sealed class DoseLookRow
{
    public required string CaseId { get; init; }

    /// <summary>When; null: not before something comes.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>When <see cref="DueAt"/> was set: a clock that has gone back since is seen by it.</summary>
    public DateTimeOffset? DueSetAt { get; set; }

    /// <summary>Until when somebody looks at them.</summary>
    public DateTimeOffset? TakenUntil { get; set; }

    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>Raised each time that something came: what was seen before does not count any more.</summary>
    public long Version { get; set; }

    /// <summary>Has them looked at, whoever is at it now.</summary>
    public void LookAt(DateTimeOffset due, DateTimeOffset now)
    {
        (DueAt, DueSetAt, TakenUntil, TakenAt) = (due, now, null, null);
        Version++;
    }

    /// <summary>They were looked at.</summary>
    public void Settle() => (DueAt, DueSetAt, TakenUntil, TakenAt) = (null, null, null, null);
}

/// <summary>A dose on the structures of a revision.</summary>
internal sealed class DoseScoreRow
{
    public required string CaseId { get; init; }

    /// <summary>See <see cref="DoseScore.Key"/>.</summary>
    public required string Key { get; init; }

    /// <summary>The revision whose structures it is scored on; a newer one with the same structures takes it over.</summary>
    public required int Revision { get; set; }

    public DoseScoreState State { get; set; }

    /// <summary>JSON: <see cref="StoredObject"/>, by SOP Instance UID.</summary>
    public required string Inputs { get; init; }

    /// <summary>Name of the protocol.</summary>
    public required string ProtocolName { get; init; }

    public string? Verdict { get; set; }

    public string? ReasonCode { get; set; }

    public string? Reason { get; set; }

    public DateTimeOffset AskedAt { get; init; }

    /// <summary>Since when it is to be done.</summary>
    public DateTimeOffset Since { get; set; }

    public DateTimeOffset? ScoredAt { get; set; }

    /// <summary>When a newer one took its place; null while none has.</summary>
    public DateTimeOffset? SupersededAt { get; set; }

    /// <summary>How often a worker has begun it since it was last asked for.</summary>
    public int Attempts { get; set; }

    /// <summary>How often a person has asked for it anew.</summary>
    public int Run { get; set; }

    public string? ClaimedBy { get; set; }

    public DateTimeOffset? ClaimedAt { get; set; }

    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>When a <c>ScoreDose</c> for it was last put into the outbox.</summary>
    public DateTimeOffset IssuedAt { get; set; }

    /// <summary>Whether that message led to a claim: should the claim run out, no other will come.</summary>
    public bool MessageUsed { get; set; }

    /// <summary>Whether it is still to be done.</summary>
    public bool IsOpen => State is DoseScoreState.Queued or DoseScoreState.Scoring;

    /// <summary>Enters a state; a claim ends with it.</summary>
    public void Enter(DoseScoreState state, DateTimeOffset now)
    {
        State = state;
        SupersededAt = state == DoseScoreState.Superseded ? now : null;
        if (state != DoseScoreState.Scoring)
            (ClaimedBy, ClaimedAt, ClaimedUntil) = (null, null, null);
    }

    /// <summary>As others see it.</summary>
    public DoseScore ToScore(IEnumerable<DoseScoreFileRow> files) => new(
        Contracts.CaseId.Parse(CaseId), Revision, Key, State, RowJson.Read<StoredObject[]>(Inputs), Verdict, ReasonCode, Reason, AskedAt, ScoredAt,
        [.. files.Where(file => file.Key == Key).OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => file.ToFile())]);
}

/// <summary>A file that came of a scoring.</summary>
internal sealed class DoseScoreFileRow
{
    public required string CaseId { get; init; }

    public required string Key { get; init; }

    public required string Name { get; init; }

    public required string Sha256 { get; init; }

    public required string StoreKey { get; init; }

    public required long Length { get; init; }

    /// <summary>As others see it.</summary>
    public ResultFile ToFile() => new(Name, Sha256, StoreKey, Length);
}
