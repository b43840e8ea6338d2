using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Sending;

/// <summary>What the sender says, events 5400 to 5449: titles, UIDs, statuses.</summary>
internal static partial class SendLog
{
    [LoggerMessage(5400, LogLevel.Debug, "{SopInstanceUid} sent to {Ae}, status {Status:X4}")]
    public static partial void Sent(this ILogger log, string sopInstanceUid, string ae, ushort status);

    [LoggerMessage(5401, LogLevel.Warning, "{SopInstanceUid} is not taken by {Ae}: status {Status:X4}, {Meaning}")]
    public static partial void NotTaken(this ILogger log, string sopInstanceUid, string ae, ushort status, string meaning);

    [LoggerMessage(5402, LogLevel.Information, "{Ae} answers the request for commitment, transaction {TransactionUid}: status {Status:X4}")]
    public static partial void CommitmentAnswered(this ILogger log, string ae, string transactionUid, ushort status);

    [LoggerMessage(5403, LogLevel.Warning, "{SopInstanceUid} is not committed by {Ae}: reason {Reason:X4}; it is sent again")]
    public static partial void NotCommitted(this ILogger log, string sopInstanceUid, string ae, ushort reason);

    [LoggerMessage(5404, LogLevel.Warning, "A report of {Ae} on storage commitment cannot be used: {Sentence}")]
    public static partial void ReportUnusable(this ILogger log, string ae, string sentence);

    [LoggerMessage(5405, LogLevel.Warning, "{Ae} is not there or not ready: {Sentence} Trying again in {Seconds} s")]
    public static partial void Retrying(this ILogger log, string ae, string sentence, double seconds);

    [LoggerMessage(5406, LogLevel.Warning, "{Ae} cannot be asked what it has: it answers C-FIND with status {Status:X4}, {Meaning}. Where it has neither storage commitment nor C-FIND, --proof none takes its answer to C-STORE for enough")]
    public static partial void QueryFailed(this ILogger log, string ae, ushort status, string meaning);

    [LoggerMessage(5407, LogLevel.Information, "{Ae} has no storage commitment, or no report came in time; it is asked by C-FIND")]
    public static partial void ProvingByQuery(this ILogger log, string ae);

    [LoggerMessage(5408, LogLevel.Warning, "{SopInstanceUid} cannot be sent to {Ae}: {Sentence}")]
    public static partial void CannotBeSent(this ILogger log, string sopInstanceUid, string ae, string sentence);

    [LoggerMessage(5409, LogLevel.Warning, "{Ae} has an object of the UID {SopInstanceUid} already (status 0111) and keeps it: {Sentence}")]
    public static partial void IsThereAlready(this ILogger log, string sopInstanceUid, string ae, string sentence);

    [LoggerMessage(5430, LogLevel.Warning, "{Lines} lines of the record of what was sent to {Ae} cannot be read and are passed over: what they told is sent, or asked for, again")]
    public static partial void LedgerDamaged(this ILogger log, string ae, int lines);
}
