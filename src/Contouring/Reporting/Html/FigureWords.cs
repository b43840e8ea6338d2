namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>Figures as the page prints them.</summary>
internal static class FigureWords
{
    /// <summary>"−32.50 to 12.50", Inferior to Superior.</summary>
    public static string Range(ReportFigures figures) => figures is { LowestZ: { } lowest, HighestZ: { } highest }
        ? $"{ReportNumber.Text(lowest, 2)} to {ReportNumber.Text(highest, 2)}"
        : "–";

    /// <summary>A fingerprint's first digits: enough to compare by eye; report.json has it whole.</summary>
    public static string Short(string hash) => hash.Length > 16 ? hash[..16] + "…" : hash;

    /// <summary>"SpinalCord, z −12.50 mm", or as much of it as is known.</summary>
    public static string Place(string? roiName, double? z) => (roiName, z) switch
    {
        ({ } name, { } height) => $"{name}, z {ReportNumber.Text(height, 2)} mm",
        ({ } name, null) => name,
        (null, { } height) => $"z {ReportNumber.Text(height, 2)} mm",
        _ => string.Empty,
    };
}
