using System.Globalization;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>Numbers as Decimal String (DS): at most 16 characters, no exponent, no digit more than is meant.</summary>
internal static class WrittenCoordinate
{
    /// <summary>Contour coordinates are written in steps of 0.01 mm (specification 6).</summary>
    public const int StepsPerMillimetre = 100;

    /// <summary>Longest text of a Decimal String.</summary>
    public const int MaximumLength = 16;

    /// <summary>A coordinate as a whole number of steps; halves away from zero.</summary>
    public static long Steps(double millimetres) => (long)Math.Round(millimetres * StepsPerMillimetre, MidpointRounding.AwayFromZero);

    /// <summary>The coordinate of a number of steps, mm: the number nearest to its text.</summary>
    public static double Millimetres(long steps) => steps / (double)StepsPerMillimetre;

    /// <summary>Appends the text of a number of steps: 12.5, -0.07, 3.</summary>
    public static void AppendSteps(List<byte> text, long steps)
    {
        if (steps < 0) text.Add((byte)'-');
        var (whole, rest) = Math.DivRem(Math.Abs(steps), StepsPerMillimetre);
        Span<byte> digits = stackalloc byte[20];
        whole.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        foreach (var digit in digits[..length]) text.Add(digit);
        if (rest == 0) return;
        text.Add((byte)'.');
        text.Add((byte)('0' + (rest / 10)));
        if (rest % 10 != 0) text.Add((byte)('0' + (rest % 10)));
    }

    /// <summary>
    /// A number as a Decimal String that reads back as the same double where sixteen characters allow it, and as the
    /// nearest one that fits otherwise.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A number that is not finite or does not fit without an exponent.</exception>
    public static string Text(double value)
    {
        if (!double.IsFinite(value) || Math.Abs(value) >= 1e14)
            throw new ArgumentOutOfRangeException(nameof(value), value, "Such a number has no place in a Decimal String.");
        for (var decimals = 0; decimals <= 14; decimals++)
        {
            var text = value.ToString("F" + decimals, CultureInfo.InvariantCulture);
            if (text.Length > MaximumLength) break;
            if (double.Parse(text, CultureInfo.InvariantCulture) == value) return text is "-0" ? "0" : text;
        }

        // The sign, the digits before the point and the point itself leave room for so many after it.
        var whole = Math.Truncate(value).ToString("F0", CultureInfo.InvariantCulture).Length;
        var rounded = value.ToString("F" + Math.Max(0, MaximumLength - whole - 1), CultureInfo.InvariantCulture);
        if (rounded.Contains('.', StringComparison.Ordinal)) rounded = rounded.TrimEnd('0').TrimEnd('.');
        return rounded is "-0" ? "0" : rounded;
    }

    /// <summary>
    /// The z of an image as the image writes it, where that text is a Decimal String that reads as the plane's
    /// position; otherwise the position's own text.
    /// </summary>
    public static string OfPlane(string imageText, double position) =>
        imageText.Length is > 0 and <= MaximumLength
            && !imageText.Contains('e', StringComparison.OrdinalIgnoreCase)
            && double.TryParse(imageText, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value == position
            ? imageText
            : Text(position);
}
