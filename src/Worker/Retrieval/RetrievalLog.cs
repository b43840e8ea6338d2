using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Retrieval;

/// <summary>What a retrieval says, events 5500 to 5549: titles, UIDs, statuses and numbers.</summary>
internal static partial class RetrievalLog
{
    [LoggerMessage(5500, LogLevel.Information, "{Archive} has {Objects} objects in {Series} series; {Missing} of them are not here")]
    public static partial void Listed(this ILogger log, string archive, int objects, int series, int missing);

    [LoggerMessage(5501, LogLevel.Debug, "{Way} of series {SeriesInstanceUid}: {Remaining} remaining, {Completed} completed, {Failed} failed, {Warnings} warnings")]
    public static partial void Progress(this ILogger log, string way, string seriesInstanceUid, int remaining, int completed, int failed, int warnings);

    [LoggerMessage(5502, LogLevel.Warning, "{SopInstanceUid} is not taken: {Refusal}. {Sentence}")]
    public static partial void ObjectRefused(this ILogger log, string sopInstanceUid, IntakeRefusal refusal, string sentence);

    [LoggerMessage(5503, LogLevel.Warning, "{Archive} is not there or was lost: {Sentence} Trying again in {Seconds} s")]
    public static partial void Retrying(this ILogger log, string archive, string sentence, double seconds);

    [LoggerMessage(5504, LogLevel.Information, "{Archive} does not offer C-GET; it is asked by C-MOVE")]
    public static partial void MovingInstead(this ILogger log, string archive);
}
