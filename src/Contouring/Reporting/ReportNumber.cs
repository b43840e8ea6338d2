using System.Globalization;

namespace ContourFlow.Contouring.Reporting;

/// <summary>How the report rounds and prints numbers: half away from zero, invariant, never a negative zero.</summary>
internal static class ReportNumber
{
    /// <summary>Cubic centimetres, to 0.001, of cubic millimetres.</summary>
    public static double Cc(double cubicMillimetres) => Rounded(cubicMillimetres / 1000, 3);

    /// <summary>Millimetres to 0.01.</summary>
    public static double Mm(double millimetres) => Rounded(millimetres, 2);

    /// <summary>Millimetres to 0.0001: the spacing of pixels.</summary>
    public static double Fine(double millimetres) => Rounded(millimetres, 4);

    /// <summary>A number for people, with a true minus sign; a dash for what could not be measured.</summary>
    public static string Text(double value, int decimals) => double.IsFinite(value)
        ? Rounded(value, decimals).ToString("F" + decimals, CultureInfo.InvariantCulture).Replace('-', '−')
        : "–";

    private static double Rounded(double value, int decimals)
    {
        var rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero);
        return rounded == 0 ? 0 : rounded;
    }
}
