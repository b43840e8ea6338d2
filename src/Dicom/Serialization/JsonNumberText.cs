using System.Globalization;
using System.Numerics;

namespace ContourFlow.Dicom.Serialization;

/// <summary>Numbers of DICOM's text (DS, IS) as JSON numbers, digit by digit, so that none is rounded.</summary>
internal static class JsonNumberText
{
    /// <summary>The JSON number with the same digits; <c>null</c> when the text is no number. JSON has no plus sign in front, no zeros in front, and a digit on both sides of the point.</summary>
    public static string? Of(string text, bool whole)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim(' ');
        bool negative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
            rest = rest[1..];
        int end = rest.IndexOfAny('e', 'E');
        ReadOnlySpan<char> exponent = end < 0 ? default : rest[(end + 1)..];
        ReadOnlySpan<char> digits = end < 0 ? rest : rest[..end];
        int point = digits.IndexOf('.');
        ReadOnlySpan<char> integer = point < 0 ? digits : digits[..point];
        ReadOnlySpan<char> fraction = point < 0 ? default : digits[(point + 1)..];
        if (!Digits(integer) || !Digits(fraction) || integer.Length + fraction.Length == 0 || (whole && (point >= 0 || end >= 0)))
            return null;
        if (end >= 0 && (exponent is ['-' or '+', ..] ? exponent[1..] : exponent) is var power && (power.Length == 0 || !Digits(power)))
            return null;
        integer = integer.TrimStart('0');
        return $"{(negative ? "-" : "")}{(integer.Length == 0 ? "0" : integer)}{(fraction.Length == 0 ? "" : ".")}{fraction}{(end < 0 ? "" : "E")}{exponent}";
    }

    /// <summary>Whether a reader's double holds a JSON number: not endless, and not zero in the place of something small.</summary>
    public static bool IsInRange(string number)
    {
        double value = double.Parse(number, CultureInfo.InvariantCulture);
        int end = number.IndexOf('E', StringComparison.Ordinal);
        return double.IsFinite(value) && (value != 0 || !number.AsSpan(0, end < 0 ? number.Length : end).ContainsAnyInRange('1', '9'));
    }

    /// <summary>The whole number of a JSON number or string, within the range of its type.</summary>
    public static bool TryWhole<T>(string text, out T value)
        where T : struct, IBinaryInteger<T>
    {
        if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            return true;

        // "1.0" and "1e3" are whole numbers of JSON too.
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) || number != decimal.Truncate(number))
            return false;
        try
        {
            value = T.CreateChecked(number);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>A floating point number of a JSON number or string; the words for what JSON has no number for are read in any of the usual spellings.</summary>
    public static bool TryReal<T>(string text, out T value)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        switch (text.ToUpperInvariant())
        {
            case "NAN":
                value = T.NaN;
                return true;
            case "INFINITY" or "INF" or "+INF" or "+INFINITY":
                value = T.PositiveInfinity;
                return true;
            case "-INFINITY" or "-INF":
                value = T.NegativeInfinity;
                return true;
            default:
                // A number beyond the range is an error, not an infinity.
                return T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && T.IsFinite(value);
        }
    }

    private static bool Digits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
