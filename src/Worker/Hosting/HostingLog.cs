using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Hosting;

/// <summary>What a process of the service says of itself. Events 5800 to 5849.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(5800, LogLevel.Information, "{Roles} {Version} as '{Process}': registry {Registry}, objects in {Objects}, queue {Queue}.")]
    public static partial void Starting(this ILogger log, string roles, string version, string process, string registry, string objects, string queue);

    [LoggerMessage(5801, LogLevel.Information, "Stopping: what is under way is finished or handed back.")]
    public static partial void Stopping(this ILogger log);

    [LoggerMessage(5802, LogLevel.Information, "Stopped.")]
    public static partial void Stopped(this ILogger log);

    [LoggerMessage(5803, LogLevel.Warning, "The registry cannot be used yet, it is tried again: {Fault}")]
    public static partial void RegistryAway(this ILogger log, string fault);

    [LoggerMessage(5804, LogLevel.Information, "Health and metrics at {Address}.")]
    public static partial void Operations(this ILogger log, string address);

    [LoggerMessage(5805, LogLevel.Information, "Review page at {Address}.")]
    public static partial void Review(this ILogger log, string address);

    [LoggerMessage(5806, LogLevel.Error, "There is no review page, everything else runs. Free its port or folder (Review:Port, Review:Folder) and start again: {Fault}")]
    public static partial void NoReview(this ILogger log, string fault);
}
