using System.Globalization;

namespace ContourFlow.Worker.Operations.Cases;

/// <summary>Times as tables and JSON write them: UTC, so that answers of several machines can be compared.</summary>
internal static class CaseTimes
{
    /// <summary>To the second, for tables whose heading says UTC.</summary>
    public static string Table(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    /// <summary>ISO 8601 to the millisecond.</summary>
    public static string? Json(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>How long ago, in the largest unit that leaves more than one of it: 47 s, 12 min, 5 h, 3 d.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, age.TotalSeconds):0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0} d"),
    };
}
