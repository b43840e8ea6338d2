using ContourFlow.Contracts;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Filing;

/// <summary>What looking at cases says, events 5550 to 5599: names of cases, UIDs and numbers.</summary>
internal static partial class LookLog
{
    [LoggerMessage(5550, LogLevel.Information, "Case {CaseId} is complete with {Inputs} inputs")]
    public static partial void Complete(this ILogger log, CaseId caseId, int inputs);

    [LoggerMessage(5551, LogLevel.Debug, "Case {CaseId} waits for {Count} things")]
    public static partial void Waits(this ILogger log, CaseId caseId, int count);

    [LoggerMessage(5552, LogLevel.Error, "Case {CaseId} cannot be looked at")]
    public static partial void LookFailed(this ILogger log, CaseId caseId, Exception fault);

    [LoggerMessage(5553, LogLevel.Error, "Protocol {Protocol} of case {CaseId} cannot be used, so that it waits: {Sentence}")]
    public static partial void ProtocolUnusable(this ILogger log, CaseId caseId, string protocol, string sentence);

    [LoggerMessage(5554, LogLevel.Warning, "Cases cannot be looked at now: {Sentence}")]
    public static partial void LookDelayed(this ILogger log, string sentence);

    [LoggerMessage(5555, LogLevel.Error, "Looking at cases failed; it goes on")]
    public static partial void LookingFailed(this ILogger log, Exception fault);

    [LoggerMessage(5560, LogLevel.Information, "The archive was asked about case {CaseId}: it has more of {Series} series than was here; {Retrieved} objects came")]
    public static partial void ArchiveAsked(this ILogger log, CaseId caseId, int series, int retrieved);

    [LoggerMessage(5561, LogLevel.Warning, "The archive could not be asked about case {CaseId} ({Fault}): {Sentence} It is asked again later")]
    public static partial void ArchiveAway(this ILogger log, CaseId caseId, string fault, string sentence);

    [LoggerMessage(5562, LogLevel.Error, "Asking the archive about case {CaseId} failed")]
    public static partial void AskingFailed(this ILogger log, CaseId caseId, Exception fault);
}
