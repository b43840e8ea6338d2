using System.Globalization;
using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Worker.Operations.Cases;

/// <summary>Where a page ended, as `--after` takes it: the time of the last case's newest object, and the case.</summary>
internal static class CursorText
{
    private const char Between = '_';

    /// <summary>How it is written.</summary>
    public const string Form = "what the page before said: <time>_<case>";

    public static string Of(CaseCursor cursor) =>
        $"{cursor.LastObjectAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}{Between}{cursor.CaseId}";

    /// <summary>Reads it; null where it is none.</summary>
    public static CaseCursor? Read(string text) =>
        text.Split(Between) is [var at, var id]
        && DateTimeOffset.TryParseExact(at, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
        && CaseId.TryParse(id, CultureInfo.InvariantCulture, out CaseId caseId)
            ? new CaseCursor(time.ToUniversalTime(), caseId)
            : null;
}
