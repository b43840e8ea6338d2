using System.Globalization;

namespace ContourFlow.Contouring.Checks;

/// <summary>How figures become severities and text, the same way in every check.</summary>
internal static class Verdicts
{
    /// <summary>The specification's table of checks.</summary>
    public const string Specification = "geometry specification, section 5";

    /// <summary>Failure above the one limit, warning above the other, else information.</summary>
    public static Severity Above(double figure, double warn, double fail) =>
        figure > fail ? Severity.Failure : figure > warn ? Severity.Warning : Severity.Information;

    /// <summary>Cubic centimetres of a volume in mm³.</summary>
    public static double Cc(double cubicMillimetres) => cubicMillimetres / 1000;

    /// <summary>A number with up to so many decimals, no trailing zeros, the same in every culture.</summary>
    public static string Number(double value, int decimals = 2)
    {
        var text = value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }
}
