using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Intake;

/// <summary>What the folder of received objects logs: events 5100 to 5199. UIDs, numbers and paths of ours, never what is in an object.</summary>
internal static partial class IntakeLog
{
    [LoggerMessage(5100, LogLevel.Information, "The folder of received objects {Folder} is open: {Objects} objects, {Conflicts} kept aside, durable by {Durability}")]
    public static partial void Opened(ILogger logger, string folder, int objects, int conflicts, string durability);

    [LoggerMessage(5101, LogLevel.Warning, "Object {SopInstanceUid} was written again from the journal: the last run ended before its file was flushed")]
    public static partial void Recovered(ILogger logger, string sopInstanceUid);

    [LoggerMessage(5102, LogLevel.Warning, "The last record of journal segment {Segment} (at byte {Position}) is torn and dropped: its object was not acknowledged")]
    public static partial void TornRecord(ILogger logger, string segment, long position);

    [LoggerMessage(5103, LogLevel.Information, "{Count} half received objects of the last run were removed")]
    public static partial void LeftoversRemoved(ILogger logger, int count);

    [LoggerMessage(5104, LogLevel.Warning, "Object {SopInstanceUid} came again with other content: it is kept aside as {File}, the first one is untouched")]
    public static partial void KeptAside(ILogger logger, string sopInstanceUid, string file);

    [LoggerMessage(5105, LogLevel.Warning, "No journal can be kept ({Reason}): objects are flushed one by one, which is slower, until it can")]
    public static partial void JournalUnavailable(ILogger logger, string reason);

    [LoggerMessage(5106, LogLevel.Error, "Files could not be flushed ({Reason}): journal segment {Segment} keeps their content for the next start. Look after the disk, then restart")]
    public static partial void CheckpointFailed(ILogger logger, string segment, string reason);

    [LoggerMessage(5107, LogLevel.Warning, "The journal refused an object ({Reason}): it is flushed instead")]
    public static partial void JournalWriteFailed(ILogger logger, string reason);

    [LoggerMessage(5108, LogLevel.Warning, "The disk of {Folder} is fuller than its watermark: {Free} bytes are free, {Wanted} are to be left free. New objects are refused")]
    public static partial void BelowWatermark(ILogger logger, string folder, long free, long wanted);

    [LoggerMessage(5109, LogLevel.Information, "The folder of received objects {Folder} is closed; everything in it is on the disk")]
    public static partial void Closed(ILogger logger, string folder);

    [LoggerMessage(5115, LogLevel.Error, "The folder {Folder} was removed and is another receiver's now. Nothing more is taken here")]
    public static partial void Removed(ILogger logger, string folder);
}
