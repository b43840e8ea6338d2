using ContourFlow.Storage.Cases;
using Spectre.Console;

namespace ContourFlow.Worker.Operations.Cases;

/// <summary>What became of a person's decision, as the command says it.</summary>
internal static class CaseDecisionAnswer
{
    /// <summary>The answer to an outcome.</summary>
    /// <param name="kind">What was decided.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="before">The case as it was when the decision was made.</param>
    /// <param name="after">The case now.</param>
    public static Answer Of(CaseDecision kind, DecisionOutcome outcome, CaseSummary before, CaseSummary after) => outcome switch
    {
        DecisionOutcome.Taken => Taken(kind, after),
        DecisionOutcome.NoSuchCase => throw new CaseNotFoundException("no-such-case", $"Case {before.CaseId} is not in the registry any more."),
        DecisionOutcome.Stale => Refused(ExitCode.CaseHasChanged, "stale", after,
            $"Case {after.CaseId} has changed since it was looked at: it is {StateWords.Of(after.State)}, version {after.Version} by now. Look again with 'contourflow cases show', then decide."),
        DecisionOutcome.NothingToRelease => Refused(ExitCode.DecisionRefused, "nothing-to-release", after,
            $"Case {after.CaseId} is held ({after.ReasonCode}) and has no results that could be released. Mend what its reason says, and 'contourflow cases retry'."),
        DecisionOutcome.NotInThisState => Refused(ExitCode.DecisionRefused, "not-in-this-state", after,
            $"Case {after.CaseId} is {StateWords.Of(after.State)}: {TakenIn(kind)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome."),
    };

    /// <summary>The answer to the wish to have refused doses scored once more.</summary>
    /// <param name="after">The case now.</param>
    /// <param name="count">How many doses there are.</param>
    public static Answer OfRescoring(CaseSummary after, int count) => count > 0
        ? new(ExitCode.Done, CaseJson.Of(after), console => console.WriteLine($"Case {after.CaseId}: doses that are scored once more: {count}."))
        : Refused(ExitCode.DecisionRefused, "no-refused-dose", after, $"Case {after.CaseId} has no dose that was refused: 'contourflow cases show' says what became of its doses.");

    private static Answer Taken(CaseDecision kind, CaseSummary after)
    {
        string done = kind switch
        {
            CaseDecision.Retry => "is tried once more",
            CaseDecision.Release => "is released",
            CaseDecision.Accept => "is accepted",
            CaseDecision.Rerun => $"is processed by {after.Protocol} as revision {after.Revision}",
            _ => "is rejected",
        };
        return new(ExitCode.Done, CaseJson.Of(after), console => console.WriteLine($"Case {after.CaseId} {done}; it is {StateWords.Of(after.State)} now."));
    }

    private static string TakenIn(CaseDecision kind) => kind switch
    {
        CaseDecision.Retry => "only a held or rejected case is tried once more, or a queued one that was given up.",
        CaseDecision.Release => "only a held case is released.",
        CaseDecision.Accept => "only a case that awaits review is accepted; a held one is released.",
        CaseDecision.Rerun => "only a case that is held, rejected, published, finished or awaits review, and whose objects are kept, is processed by another protocol.",
        _ => "only a case that awaits review or is held is rejected.",
    };

    private static Answer Refused(int exitCode, string code, CaseSummary after, string sentence) =>
        new(exitCode, CaseJson.Of(after), _ => { })
        {
            Messages = [$"{code}: {sentence}"],
            Problem = new Problem(code, sentence),
        };
}
