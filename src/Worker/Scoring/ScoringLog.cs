using ContourFlow.Contracts;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Scoring;

/// <summary>What the scoring of doses says, events 5960 to 5989: cases by their ids, doses by the beginning of their keys, reason codes, kinds of faults.</summary>
internal static partial class ScoringLog
{
    [LoggerMessage(5960, LogLevel.Information, "Case {CaseId}, dose {Dose}: scoring on revision {Revision} begun, attempt {Attempt}, {Inputs} inputs, protocol {Protocol}")]
    public static partial void Begun(this ILogger log, CaseId caseId, string dose, int revision, int attempt, int inputs, string protocol);

    [LoggerMessage(5961, LogLevel.Debug, "Case {CaseId}, dose {Dose}: nothing to be done ({Outcome})")]
    public static partial void NothingToDo(this ILogger log, CaseId caseId, string dose, string outcome);

    [LoggerMessage(5962, LogLevel.Information, "Case {CaseId}, dose {Dose}: scored in {Seconds:0.0} s, {Verdict}")]
    public static partial void Scored(this ILogger log, CaseId caseId, string dose, double seconds, string verdict);

    [LoggerMessage(5963, LogLevel.Warning, "Case {CaseId}, dose {Dose}: refused, {ReasonCode}")]
    public static partial void Refused(this ILogger log, CaseId caseId, string dose, string reasonCode);

    [LoggerMessage(5964, LogLevel.Information, "Case {CaseId}, dose {Dose}: another process was first, or newer structures or a newer dose took its place; this scorecard is not needed")]
    public static partial void InVain(this ILogger log, CaseId caseId, string dose);

    [LoggerMessage(5965, LogLevel.Information, "Case {CaseId}, dose {Dose}: handed back, because this process stops")]
    public static partial void HandedBack(this ILogger log, CaseId caseId, string dose);

    [LoggerMessage(5966, LogLevel.Warning, "Case {CaseId}, dose {Dose}: put off for {Seconds} s ({Kind})")]
    public static partial void PutOff(this ILogger log, CaseId caseId, string dose, double seconds, string kind);

    [LoggerMessage(5967, LogLevel.Error, "Case {CaseId}, dose {Dose}: a fault of the program, {Kind}{NewLine}{Place}")]
    public static partial void Fault(this ILogger log, CaseId caseId, string dose, string kind, string newLine, string place);

    [LoggerMessage(5970, LogLevel.Information, "Case {CaseId}: {Count} doses are to be scored on revision {Revision}")]
    public static partial void Wanted(this ILogger log, CaseId caseId, int count, int revision);

    [LoggerMessage(5971, LogLevel.Error, "The doses of case {CaseId} cannot be looked at: {Kind}{NewLine}{Place}")]
    public static partial void LookFailed(this ILogger log, CaseId caseId, string kind, string newLine, string place);

    [LoggerMessage(5972, LogLevel.Warning, "Doses cannot be looked at now ({Kind}); it is tried again")]
    public static partial void LookDelayed(this ILogger log, string kind);

    [LoggerMessage(5973, LogLevel.Error, "Protocol {Protocol} of case {CaseId} cannot be used, so that its doses wait: {Sentence}")]
    public static partial void ProtocolUnusable(this ILogger log, CaseId caseId, string protocol, string sentence);

    [LoggerMessage(5974, LogLevel.Error, "Looking at doses failed ({Kind}); it goes on{NewLine}{Place}")]
    public static partial void LookingFailed(this ILogger log, string kind, string newLine, string place);
}
