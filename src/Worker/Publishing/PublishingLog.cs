using ContourFlow.Contracts;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Publishing;

/// <summary>What publishing says, events 5700 to 5749: cases by their ids, destinations, reason codes, kinds of faults.</summary>
internal static partial class PublishingLog
{
    [LoggerMessage(5700, LogLevel.Information, "Case {CaseId}, revision {Revision}: {Count} objects go to {Destination}, after {Attempts} attempts")]
    public static partial void Begun(this ILogger log, CaseId caseId, int revision, int count, string destination, int attempts);

    [LoggerMessage(5701, LogLevel.Information, "Case {CaseId}, revision {Revision}: {Destination} has shown that it has the results")]
    public static partial void Published(this ILogger log, CaseId caseId, int revision, string destination);

    [LoggerMessage(5702, LogLevel.Warning, "Case {CaseId}, revision {Revision}: {Destination} does not have all results yet, next attempt in {Seconds} s: {Sentence}")]
    public static partial void Postponed(this ILogger log, CaseId caseId, int revision, string destination, double seconds, string sentence);

    [LoggerMessage(5703, LogLevel.Error, "Case {CaseId}, revision {Revision}: {Destination} refuses the results, {ReasonCode}: {Sentence}")]
    public static partial void Refused(this ILogger log, CaseId caseId, int revision, string destination, string reasonCode, string sentence);

    [LoggerMessage(5704, LogLevel.Debug, "Case {CaseId}, revision {Revision}: nothing is to be sent to {Destination} now")]
    public static partial void NothingToDo(this ILogger log, CaseId caseId, int revision, string destination);

    [LoggerMessage(5705, LogLevel.Error, "Case {CaseId}, revision {Revision}: a fault of the program while publishing at {Destination}, {Kind}{NewLine}{Place}")]
    public static partial void Fault(this ILogger log, CaseId caseId, int revision, string destination, string kind, string newLine, string place);

    [LoggerMessage(5706, LogLevel.Error, "Messages for {Destination} cannot be used: this process' configuration has no such destination")]
    public static partial void UnknownDestination(this ILogger log, string destination);

    [LoggerMessage(5707, LogLevel.Warning, "{Count} deliveries wait for {Destination}, which the configuration does not have: nobody brings them there. Enter it in Destinations under that name again; its address may be another")]
    public static partial void DestinationGone(this ILogger log, int count, string destination);

    [LoggerMessage(5708, LogLevel.Warning, "Whether results wait for destinations that the configuration does not have could not be seen, it is tried again: {Fault}")]
    public static partial void DestinationsUnknown(this ILogger log, string fault);

    [LoggerMessage(5709, LogLevel.Warning, "{Destination} does not answer C-ECHO: {Fault}")]
    public static partial void DestinationAway(this ILogger log, string destination, string fault);

    [LoggerMessage(5710, LogLevel.Information, "{Destination} answers C-ECHO again")]
    public static partial void DestinationBack(this ILogger log, string destination);
}
