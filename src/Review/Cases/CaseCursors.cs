using System.Globalization;
using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Review.Cases;

/// <summary>Where a page of the worklist ended, as a text: the time of the last case's newest object in ticks, and the case.</summary>
internal static class CaseCursors
{
    private const char Between = '-';

    /// <summary>The text of a cursor.</summary>
    public static string? Of(CaseCursor? cursor) =>
        cursor is null ? null : string.Create(CultureInfo.InvariantCulture, $"{cursor.LastObjectAt.UtcTicks}{Between}{cursor.CaseId}");

    /// <summary>Reads it; null where it is none.</summary>
    public static CaseCursor? Read(string text) =>
        text.Split(Between) is [var at, { Length: 32 } id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
        && CaseId.TryParse(id, CultureInfo.InvariantCulture, out CaseId caseId)
            ? new CaseCursor(new DateTimeOffset(ticks, TimeSpan.Zero), caseId)
            : null;
}
