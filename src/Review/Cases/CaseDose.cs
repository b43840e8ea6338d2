using ContourFlow.Contouring.Dose;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Review.Cases;

/// <summary>Where the doses of a case stand, as the worklist shows it. What was superseded does not count.</summary>
/// <param name="Word">What the newest scoring says: optimal, mandatory, indeterminate, not-evaluable, violated, refused or waiting.</param>
/// <param name="Revision">The revision whose structures that one is on.</param>
/// <param name="Doses">How many scorings count.</param>
/// <param name="Violated">How many of these say violated, the newest among them.</param>
internal sealed record CaseDose(string Word, int Revision, int Doses, int Violated)
{
    private static readonly string[] s_words =
    [
        DoseWords.Violated, DoseWords.NotEvaluable, DoseWords.Indeterminate, DoseWords.Mandatory, DoseWords.Optimal, DoseStanding.Refused, DoseStanding.Waiting, DoseStanding.None,
    ];

    /// <summary>The words that cases can be chosen by, for a sentence.</summary>
    public static string AllWords => string.Join(", ", s_words);

    /// <summary>The standing of a case.</summary>
    public static CaseDose? Of(DoseStanding? standing) => standing is null ? null : new(standing.Word, standing.Revision, standing.Doses, standing.Violated);

    /// <summary>Reads words with commas between; null where one of them is none.</summary>
    public static IReadOnlyList<string>? Read(string words)
    {
        string[] read = words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return read.All(word => s_words.Contains(word, StringComparer.Ordinal)) ? read : null;
    }
}
