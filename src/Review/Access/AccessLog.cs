using Microsoft.Extensions.Logging;

namespace ContourFlow.Review.Access;

/// <summary>Who comes and goes. Events 5900 to 5909: names of those who work here, never tokens, never a patient's data.</summary>
internal static partial class AccessLog
{
    /// <summary>Category of its lines.</summary>
    public const string Category = "ContourFlow.Review.Access";

    [LoggerMessage(5900, LogLevel.Information, "{Who} signed in as {Role}")]
    public static partial void SignedIn(this ILogger log, string who, string role);

    [LoggerMessage(5901, LogLevel.Information, "{Who} signed out")]
    public static partial void SignedOut(this ILogger log, string who);

    [LoggerMessage(5902, LogLevel.Warning, "A sign-in was refused: {Why}")]
    public static partial void SignInRefused(this ILogger log, string why);

    [LoggerMessage(5903, LogLevel.Warning, "A request was refused: {Why}")]
    public static partial void RequestRefused(this ILogger log, string why);
}
