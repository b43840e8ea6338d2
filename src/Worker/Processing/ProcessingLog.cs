using ContourFlow.Contracts;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Processing;

/// <summary>What the processing of cases says, events 5650 to 5699: cases by their ids, reason codes, kinds of faults.</summary>
internal static partial class ProcessingLog
{
    [LoggerMessage(5650, LogLevel.Information, "Case {CaseId}, revision {Revision}: begun, attempt {Attempt}, {Inputs} inputs, protocol {Protocol}")]
    public static partial void Begun(this ILogger log, CaseId caseId, int revision, int attempt, int inputs, string protocol);

    [LoggerMessage(5651, LogLevel.Debug, "Case {CaseId}, revision {Revision}: nothing to be done ({Outcome})")]
    public static partial void NothingToDo(this ILogger log, CaseId caseId, int revision, string outcome);

    [LoggerMessage(5652, LogLevel.Information, "Case {CaseId}, revision {Revision}: processed in {Seconds:0.0} s, {Objects} objects")]
    public static partial void Processed(this ILogger log, CaseId caseId, int revision, double seconds, int objects);

    [LoggerMessage(5653, LogLevel.Warning, "Case {CaseId}, revision {Revision}: held, {ReasonCode}")]
    public static partial void Held(this ILogger log, CaseId caseId, int revision, string reasonCode);

    [LoggerMessage(5654, LogLevel.Information, "Case {CaseId}, revision {Revision}: another process was first, or a newer revision took its place; this result is not needed")]
    public static partial void InVain(this ILogger log, CaseId caseId, int revision);

    [LoggerMessage(5655, LogLevel.Information, "Case {CaseId}, revision {Revision}: handed back, because this process stops")]
    public static partial void HandedBack(this ILogger log, CaseId caseId, int revision);

    [LoggerMessage(5656, LogLevel.Warning, "Case {CaseId}, revision {Revision}: put off for {Seconds} s ({Kind})")]
    public static partial void PutOff(this ILogger log, CaseId caseId, int revision, double seconds, string kind);

    [LoggerMessage(5657, LogLevel.Error, "Case {CaseId}, revision {Revision}: a fault of the program, {Kind}{NewLine}{Place}")]
    public static partial void Fault(this ILogger log, CaseId caseId, int revision, string kind, string newLine, string place);

    [LoggerMessage(5658, LogLevel.Warning, "The scratch folder cannot be emptied ({Kind})")]
    public static partial void LeftoversStay(this ILogger log, string kind);
}
