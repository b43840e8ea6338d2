namespace ContourFlow.Contouring.Dose;

/// <summary>The files that a scorecard becomes.</summary>
public static class DoseFiles
{
    /// <summary>The scorecard for programs.</summary>
    public const string Json = "dose.json";

    /// <summary>The table for spreadsheets.</summary>
    public const string Csv = "dose.csv";

    /// <summary>The curves for spreadsheets.</summary>
    public const string CurvesCsv = "dvh.csv";

    /// <summary>The printable page.</summary>
    public const string Html = "dose.html";

    /// <summary>Name and bytes of every file. The same scorecard gives the same bytes.</summary>
    public static IReadOnlyList<(string Name, byte[] Content)> Of(DoseScorecard scorecard)
    {
        ArgumentNullException.ThrowIfNull(scorecard);
        return
        [
            (Json, DoseScorecardJson.Write(scorecard)),
            (Csv, DoseCsv.Objectives(scorecard)),
            (CurvesCsv, DoseCsv.Curves(scorecard)),
            (Html, DoseHtml.Write(scorecard)),
        ];
    }
}
