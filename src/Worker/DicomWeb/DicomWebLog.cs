using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>What DICOMweb tells the log, events 5300 to 5399: UIDs, codes and counts, never anything of a patient.</summary>
internal static partial class DicomWebLog
{
    [LoggerMessage(5300, LogLevel.Debug, "STOW-RS: object {SopInstanceUid} taken in ({Reception})")]
    public static partial void ObjectTaken(this ILogger log, string sopInstanceUid, Reception reception);

    [LoggerMessage(5301, LogLevel.Warning, "STOW-RS: object {SopInstanceUid} refused with {Reason:X4}H: {Message}")]
    public static partial void ObjectRefused(this ILogger log, string sopInstanceUid, ushort reason, string message);

    [LoggerMessage(5302, LogLevel.Information, "STOW-RS: answered {Status}, {Stored} objects stored, {Failed} not")]
    public static partial void StowAnswered(this ILogger log, int status, int stored, int failed);

    [LoggerMessage(5303, LogLevel.Warning, "STOW-RS: the body broke off behind {Stored} stored objects, answered {Status}: {Message}")]
    public static partial void BodyBroken(this ILogger log, int stored, int status, string message);

    [LoggerMessage(5304, LogLevel.Warning, "STOW-RS: the sender left behind {Stored} stored objects, without an answer")]
    public static partial void SenderLeft(this ILogger log, int stored);

    [LoggerMessage(5305, LogLevel.Warning, "STOW-RS: refused with {Status} before anything was read")]
    public static partial void RequestRefused(this ILogger log, int status);

    [LoggerMessage(5310, LogLevel.Debug, "QIDO-RS: {Count} new matches from offset {Offset}")]
    public static partial void PageFound(this ILogger log, int count, int offset);

    [LoggerMessage(5311, LogLevel.Warning, "QIDO-RS: {Count} matches that do not have the UID asked for were left out: the archive does not match by it")]
    public static partial void MatchesLeftOut(this ILogger log, int count);

    [LoggerMessage(5320, LogLevel.Debug, "WADO-RS: object {SopInstanceUid} taken in ({Reception})")]
    public static partial void ObjectRetrieved(this ILogger log, string sopInstanceUid, Reception reception);

    [LoggerMessage(5321, LogLevel.Warning, "WADO-RS: object {SopInstanceUid} refused ({Refusal}): {Message}")]
    public static partial void RetrievedRefused(this ILogger log, string sopInstanceUid, IntakeRefusal refusal, string message);

    [LoggerMessage(5330, LogLevel.Information, "STOW-RS: {Count} objects sent, {Stored} stored, {Refused} refused, {Unknown} not mentioned in the answer")]
    public static partial void ObjectsSent(this ILogger log, int count, int stored, int refused, int unknown);
}
