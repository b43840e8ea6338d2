using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Messaging;

/// <summary>What the queue says, events 5600 to 5649: names of queues, kinds of messages and faults.</summary>
internal static partial class MessagingLog
{
    [LoggerMessage(5600, LogLevel.Warning, "{Count} messages cannot be sent ({Kind}); they stay in the registry and are tried again")]
    public static partial void NotSent(this ILogger log, int count, string kind);

    [LoggerMessage(5601, LogLevel.Information, "Messages can be sent again")]
    public static partial void SentAgain(this ILogger log);

    [LoggerMessage(5602, LogLevel.Error, "A message of type {Type} is not known to this version of the program: a newer one has to send it")]
    public static partial void UnknownType(this ILogger log, string type);

    [LoggerMessage(5603, LogLevel.Warning, "The registry cannot be reached ({Kind}); it is tried again in {Seconds} s")]
    public static partial void RegistryAway(this ILogger log, string kind, double seconds);

    [LoggerMessage(5604, LogLevel.Information, "{Message} is delivered again in {Seconds} s: {Kind}, redelivery {Count}")]
    public static partial void Redelivering(this ILogger log, string message, double seconds, string kind, int count);

    [LoggerMessage(5605, LogLevel.Information, "Asked for anew: {Revisions} revisions, {Scores} doses, {Deliveries} deliveries")]
    public static partial void Reconciled(this ILogger log, int revisions, int scores, int deliveries);

    [LoggerMessage(5606, LogLevel.Information, "{Count} cases had waited longer than they are kept and are closed")]
    public static partial void Expired(this ILogger log, int count);

    [LoggerMessage(5607, LogLevel.Information, "{Count} files of cases that are long over were deleted from the object store")]
    public static partial void Released(this ILogger log, int count);

    [LoggerMessage(5608, LogLevel.Warning, "The claim was lost to another process: the work ends here")]
    public static partial void ClaimLost(this ILogger log);

    [LoggerMessage(5609, LogLevel.Warning, "The claim cannot be renewed ({Kind}); it is tried again")]
    public static partial void ClaimNotRenewed(this ILogger log, string kind);

    [LoggerMessage(5610, LogLevel.Information, "Queue {Queue} and those around it are declared")]
    public static partial void Declared(this ILogger log, string queue);

    [LoggerMessage(5611, LogLevel.Error, "A round of the {Part} failed by a fault of the program: {Kind}; the next is in {Seconds} s{NewLine}{Place}")]
    public static partial void RoundFailed(this ILogger log, string part, string kind, double seconds, string newLine, string place);
}
