using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Commitment;

/// <summary>What storage commitment says, events 5250 to 5299: titles, UIDs and numbers.</summary>
internal static partial class CommitmentLog
{
    [LoggerMessage(5250, LogLevel.Information, "{Ae} asks for commitment, transaction {TransactionUid}, {Count} objects")]
    public static partial void CommitmentAsked(this ILogger log, string ae, string transactionUid, int count);

    [LoggerMessage(5251, LogLevel.Information, "{Ae} has taken the report on transaction {TransactionUid}: {Committed} committed, {Failed} not")]
    public static partial void CommitmentReported(this ILogger log, string ae, string transactionUid, int committed, int failed);

    [LoggerMessage(5252, LogLevel.Warning, "{Ae} refuses the report on transaction {TransactionUid}: status {Status:X4}")]
    public static partial void CommitmentReportRefused(this ILogger log, string ae, string transactionUid, ushort status);

    [LoggerMessage(5253, LogLevel.Warning, "{Ae} cannot be told of transaction {TransactionUid} yet ({Kind}); it will be tried again")]
    public static partial void CommitmentReportDelayed(this ILogger log, string ae, string transactionUid, string kind);

    [LoggerMessage(5254, LogLevel.Information, "{Ae} reports on transaction {TransactionUid}: {Committed} committed, {Failed} not")]
    public static partial void CommitmentReceived(this ILogger log, string ae, string transactionUid, int committed, int failed);

    [LoggerMessage(5255, LogLevel.Warning, "{Ae} sent a message of storage commitment that cannot be used: {Sentence}")]
    public static partial void CommitmentMessageRefused(this ILogger log, string ae, string sentence);

    [LoggerMessage(5256, LogLevel.Error, "The record {File} is damaged ({Kind}) and passed over; it is kept as {Aside}")]
    public static partial void RecordDamaged(this ILogger log, string file, string kind, string aside);

    [LoggerMessage(5257, LogLevel.Error, "The record {File} cannot be read ({Kind}) and is passed over")]
    public static partial void RecordUnreadable(this ILogger log, string file, string kind);

    [LoggerMessage(5258, LogLevel.Warning, "Reports that wait for {Ae} could not be sent ({Kind}); they go out when it calls again")]
    public static partial void WaitingReportsDelayed(this ILogger log, string ae, string kind);

    [LoggerMessage(5259, LogLevel.Warning, "{Ae} reports on transaction {TransactionUid}, which was not asked for here; the report is not kept")]
    public static partial void CommitmentNotAsked(this ILogger log, string ae, string transactionUid);
}
