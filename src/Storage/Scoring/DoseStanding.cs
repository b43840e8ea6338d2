namespace ContourFlow.Storage.Scoring;

/// <summary>Where the doses of a case stand, for a list of cases. What was superseded does not count.</summary>
/// <param name="Revision">The revision whose structures the newest scoring is on: an older one than the case's newest where nothing has been derived since, or that was rejected.</param>
/// <param name="State">How far the newest scoring is.</param>
/// <param name="Verdict">The newest scoring's verdict; null before there is one.</param>
/// <param name="Doses">How many scorings count: several where doses of several plans are there.</param>
/// <param name="Violated">How many of these have the verdict <see cref="ViolatedVerdict"/>, the newest among them.</param>
public sealed record DoseStanding(int Revision, DoseScoreState State, string? Verdict, int Doses, int Violated)
{
    /// <summary>The word of a case whose newest scoring is to be done, or that a worker is at.</summary>
    public const string Waiting = "waiting";

    /// <summary>The word of a case whose newest scoring cannot be done.</summary>
    public const string Refused = "refused";

    /// <summary>The word of a case without a scoring that counts.</summary>
    public const string None = "none";

    /// <summary>The verdict of a scorecard with a bound that must not be missed and is.</summary>
    public const string ViolatedVerdict = "violated";

    /// <summary>The newest scoring in a word: its verdict, <see cref="Waiting"/> or <see cref="Refused"/>.</summary>
    public string Word => WordOf(State, Verdict);

    /// <summary>A scoring in a word.</summary>
    /// <exception cref="ArgumentException">It is superseded, and does not count.</exception>
    internal static string WordOf(DoseScoreState state, string? verdict) => state switch
    {
        DoseScoreState.Queued or DoseScoreState.Scoring => Waiting,
        DoseScoreState.Refused => Refused,
        DoseScoreState.Scored => verdict ?? throw new ArgumentException("A scored dose has a verdict.", nameof(verdict)),
        _ => throw new ArgumentException("A superseded scoring says nothing of a case.", nameof(state)),
    };
}
