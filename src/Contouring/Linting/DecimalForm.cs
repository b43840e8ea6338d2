using System.Globalization;

namespace ContourFlow.Contouring.Linting;

/// <summary>The form of a Decimal String (PS3.5 6.2), whatever its length.</summary>
internal static class DecimalForm
{
    /// <summary>Digits with at most one point, a sign before them, an exponent behind.</summary>
    public static bool IsDecimal(string value)
    {
        var at = 0;
        if (at < value.Length && value[at] is '+' or '-') at++;
        int digits = 0, points = 0;
        for (; at < value.Length && (char.IsAsciiDigit(value[at]) || value[at] == '.'); at++)
        {
            if (value[at] == '.') points++;
            else digits++;
        }

        if (digits == 0 || points > 1) return false;
        if (at == value.Length) return true;
        if (value[at] is not ('e' or 'E')) return false;
        at++;
        if (at < value.Length && value[at] is '+' or '-') at++;
        return at < value.Length && value.AsSpan(at).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary>Its value; infinite beyond the range of doubles.</summary>
    /// <param name="value">A text that <see cref="IsDecimal"/> is true for.</param>
    public static double Value(string value) => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
}
