using Microsoft.Extensions.Logging;

namespace ContourFlow.Review.Images;

/// <summary>What the preparing of images says. Event ids 5940 to 5949.</summary>
internal static partial class ImagesLog
{
    [LoggerMessage(5940, LogLevel.Information, "Images {Key} prepared in {Seconds:0.0} s")]
    public static partial void Prepared(this ILogger log, string key, double seconds);

    [LoggerMessage(5941, LogLevel.Warning, "Images {Key} cannot be prepared: {Reason}")]
    public static partial void NotPrepared(this ILogger log, string key, string reason);

    [LoggerMessage(5942, LogLevel.Error, "Images {Key}: a fault of the program ({Kind}){NewLine}{Trace}")]
    public static partial void Fault(this ILogger log, string key, string kind, string newLine, string trace);

    [LoggerMessage(5943, LogLevel.Information, "Images {Name} removed to make room, {Bytes} bytes")]
    public static partial void Removed(this ILogger log, string name, long bytes);

    [LoggerMessage(5944, LogLevel.Warning, "Images {Name} cannot be removed: {Kind}")]
    public static partial void NotRemoved(this ILogger log, string name, string kind);

    [LoggerMessage(5945, LogLevel.Debug, "Images of case {CaseId} revision {Revision} are not prepared ahead: {Kind}")]
    public static partial void NotAhead(this ILogger log, Contracts.CaseId caseId, int revision, string kind);
}
