using System.Globalization;
using System.Text.RegularExpressions;

namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>Figures and bounds as a protocol writes them.</summary>
internal static partial class DoseText
{
    /// <summary>A figure such as D98%, D0.03cc, Dmean or V27Gy[cc]; null when it is none.</summary>
    public static DoseMetric? Metric(string text)
    {
        switch (text)
        {
            case "Dmean":
                return new(DoseMetricKind.Mean, 0, text);
            case "Dmax":
                return new(DoseMetricKind.DoseToPercent, 0, text);
            case "Dmin":
                return new(DoseMetricKind.DoseToPercent, 100, text);
        }

        if (text.Length > 32) return null;
        if (DosePattern().Match(text) is { Success: true } dose)
            return new(dose.Groups["unit"].Value == "%" ? DoseMetricKind.DoseToPercent : DoseMetricKind.DoseToCc, Number(dose), text);
        return VolumePattern().Match(text) is { Success: true } volume
            ? new(volume.Groups["unit"].Value == "%" ? DoseMetricKind.PercentAtDose : DoseMetricKind.CcAtDose, Number(volume), text)
            : null;
    }

    /// <summary>Bounds such as "at most 51 Gy" or "42 to 48 Gy" in the figure's unit; null when they are none.</summary>
    public static DoseBounds? Bounds(string text, string unit)
    {
        if (BoundsPattern().Match(text) is not { Success: true } match || match.Groups["unit"].Value != unit) return null;
        var value = Number(match);
        if (match.Groups["upper"] is { Success: true } upper) return new(value, double.Parse(upper.Value, NumberStyles.Float, CultureInfo.InvariantCulture), text);
        return match.Groups["word"].Value == "least" ? new(value, null, text) : new(null, value, text);
    }

    private static double Number(Match match) => double.Parse(match.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^D(?<number>[0-9]{1,4}(\.[0-9]{1,4})?)(?<unit>%|cc)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DosePattern();

    [GeneratedRegex(@"^V(?<number>[0-9]{1,4}(\.[0-9]{1,4})?)Gy\[(?<unit>%|cc)\]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VolumePattern();

    [GeneratedRegex(
        @"^(at (?<word>least|most) (?<number>[0-9]{1,4}(\.[0-9]{1,4})?)|(?<number>[0-9]{1,4}(\.[0-9]{1,4})?) to (?<upper>[0-9]{1,4}(\.[0-9]{1,4})?)) (?<unit>Gy|%|cc)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex BoundsPattern();
}
