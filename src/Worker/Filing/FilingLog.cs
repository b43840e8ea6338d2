using ContourFlow.Storage.Filing;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Filing;

/// <summary>What filing says, events 5500 to 5549: UIDs, numbers and paths of ours, never what is in an object.</summary>
internal static partial class FilingLog
{
    [LoggerMessage(5500, LogLevel.Information, "Filing: {Count} objects lie in the spool")]
    public static partial void Begun(this ILogger log, int count);

    [LoggerMessage(5501, LogLevel.Debug, "{Count} objects filed in {Milliseconds} ms")]
    public static partial void Filed(this ILogger log, int count, double milliseconds);

    [LoggerMessage(5502, LogLevel.Warning, "Object {SopInstanceUid} came with other content than the one that is filed: {Outcome}. Cases are made of the first one")]
    public static partial void OtherContent(this ILogger log, string sopInstanceUid, FilingOutcome outcome);

    [LoggerMessage(5503, LogLevel.Warning, "The spool's file {File} cannot be read as DICOM ({Fault}): it is moved to {Folder}. Have its sender send it again")]
    public static partial void Unreadable(this ILogger log, string file, string fault, string folder);

    [LoggerMessage(5504, LogLevel.Warning, "Objects cannot be filed now ({Sentence}); {Count} wait in the spool, the next attempt is in {Seconds} s")]
    public static partial void Delayed(this ILogger log, string sentence, int count, double seconds);

    [LoggerMessage(5505, LogLevel.Information, "Objects are filed again; {Count} wait in the spool")]
    public static partial void Resumed(this ILogger log, int count);

    [LoggerMessage(5506, LogLevel.Error, "The spool's file {File} cannot be filed for a fault of the program: it is moved to {Folder}")]
    public static partial void NotFiled(this ILogger log, string file, string folder, Exception fault);

    [LoggerMessage(5507, LogLevel.Warning, "The object store takes no files: {Sentence}")]
    public static partial void StoreFault(this ILogger log, string sentence);

    [LoggerMessage(5508, LogLevel.Error, "A batch of {Count} objects was not filed; they are tried one by one")]
    public static partial void BatchFailed(this ILogger log, int count, Exception fault);

    [LoggerMessage(5520, LogLevel.Information, "Watching {Folder}: files are taken once they have not changed for {Seconds} s")]
    public static partial void Watching(this ILogger log, string folder, double seconds);

    [LoggerMessage(5521, LogLevel.Warning, "A file of the watched folder is not taken ({Refusal}) and moved to {Target}. {Sentence}")]
    public static partial void FileRefused(this ILogger log, string refusal, string target, string sentence);

    [LoggerMessage(5522, LogLevel.Warning, "The watched folder {Folder} cannot be read now: {Sentence}")]
    public static partial void NotWatched(this ILogger log, string folder, string sentence);

    [LoggerMessage(5523, LogLevel.Debug, "Object {SopInstanceUid} of the watched folder was taken")]
    public static partial void FileTaken(this ILogger log, string sopInstanceUid);
}
