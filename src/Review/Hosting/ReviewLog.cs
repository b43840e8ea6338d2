using Microsoft.Extensions.Logging;

namespace ContourFlow.Review.Hosting;

/// <summary>What the page's server says of itself. Events 5910 to 5919: UIDs, keys and sentences without patient data.</summary>
internal static partial class ReviewLog
{
    [LoggerMessage(5910, LogLevel.Warning, "The page has to do without registry or object store: {Fault}")]
    public static partial void StoreAway(this ILogger log, string fault);

    [LoggerMessage(5911, LogLevel.Warning, "A stored file is missing or damaged: {Key}")]
    public static partial void FileGone(this ILogger log, string key);

    [LoggerMessage(5912, LogLevel.Error, "{Method} {Route} failed by a fault of the program")]
    public static partial void Bug(this ILogger log, string method, string route, Exception fault);
}
