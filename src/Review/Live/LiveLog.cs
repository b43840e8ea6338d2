using Microsoft.Extensions.Logging;

namespace ContourFlow.Review.Live;

/// <summary>What following the registry says. Events 5920 to 5929.</summary>
internal static partial class LiveLog
{
    [LoggerMessage(5920, LogLevel.Warning, "Changes of cases cannot be followed, pages show them later: {Fault}")]
    public static partial void ChangesAway(this ILogger log, string fault);

    [LoggerMessage(5921, LogLevel.Debug, "A page did not take what changed and was let go; it asks again")]
    public static partial void ListenerLetGo(this ILogger log);
}
