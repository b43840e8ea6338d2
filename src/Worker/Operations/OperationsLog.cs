using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Operations;

/// <summary>What health, metrics and webhooks say. Events 5750 to 5799: names of queues, hosts, cases and reason codes.</summary>
internal static partial class OperationsLog
{
    [LoggerMessage(5750, LogLevel.Warning, "Figures cannot be read from {Source}, and are left out of the metrics until they can: {Fault}")]
    public static partial void FiguresAway(this ILogger log, string source, string fault);

    [LoggerMessage(5751, LogLevel.Information, "Figures can be read from {Source} again")]
    public static partial void FiguresBack(this ILogger log, string source);

    [LoggerMessage(5752, LogLevel.Warning, "{Dependency}: {Sentence}")]
    public static partial void DependencyAway(this ILogger log, string dependency, string sentence);

    [LoggerMessage(5753, LogLevel.Information, "{Dependency} is well again: {Sentence}")]
    public static partial void DependencyBack(this ILogger log, string dependency, string sentence);

    [LoggerMessage(5760, LogLevel.Debug, "Webhook at {Host} was told of {Event} of case {CaseId} revision {Revision}")]
    public static partial void HookTold(this ILogger log, string host, string @event, string caseId, int revision);

    [LoggerMessage(5761, LogLevel.Warning, "Webhook at {Host} refuses {Event} of case {CaseId} revision {Revision} with status {Status}; it is not told again")]
    public static partial void HookRefuses(this ILogger log, string host, string @event, string caseId, int revision, int status);

    [LoggerMessage(5762, LogLevel.Warning, "Webhook at {Host} could not be told of {Event} of case {CaseId} revision {Revision} for {Age}, which is given up")]
    public static partial void HookGivenUp(this ILogger log, string host, string @event, string caseId, int revision, TimeSpan age);

    [LoggerMessage(5763, LogLevel.Information, "{Event} of case {CaseId} revision {Revision} was for a webhook that the configuration does not have any more; it is not told")]
    public static partial void HookGone(this ILogger log, string @event, string caseId, int revision);
}
