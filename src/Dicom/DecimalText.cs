using System.Buffers;
using System.Globalization;

namespace ContourFlow.Dicom;

/// <summary>Reads and writes the numbers of DS (PS3.5 6.2), without a string for each.</summary>
internal static class DecimalText
{
    /// <summary>The longest text of a DS value.</summary>
    public const int MaximumLength = 16;

    private static readonly SearchValues<byte> s_characters = SearchValues.Create("0123456789+-eE."u8);

    private static ReadOnlySpan<double> PowersOfTen =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Reads values between backslashes. False when one is not a finite number; <paramref name="values"/> is then of no use.</summary>
    /// <remarks>The result is the double that is nearest to the decimal text, as double.Parse gives it.</remarks>
    public static bool TryParseAll(ReadOnlySpan<byte> text, Span<double> values)
    {
        int count = 0;
        while (true)
        {
            int end = text.IndexOf((byte)'\\');
            if (count == values.Length || !TryParse(end < 0 ? text : text[..end], out values[count++]))
                return false;
            if (end < 0)
                return count == values.Length;
            text = text[(end + 1)..];
        }
    }

    /// <summary>Reads one value, spaces around it allowed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        int i = 0;
        int end = text.Length;
        while (i < end && text[i] == ' ')
            i++;
        while (end > i && text[end - 1] is (byte)' ' or 0)
            end--;
        text = text[i..end];
        i = 0;
        bool negative = false;
        if (i < text.Length && text[i] is (byte)'-' or (byte)'+')
            negative = text[i++] == '-';
        ulong mantissa = 0;
        int digits = 0;
        int scale = 0;
        bool point = false;
        for (; i < text.Length; i++)
        {
            int c = text[i] - '0';
            if ((uint)c <= 9)
            {
                mantissa = (mantissa * 10) + (uint)c;
                digits++;
                if (point)
                    scale++;
            }
            else if (text[i] == '.' && !point)
            {
                point = true;
            }
            else
            {
                break;
            }
        }

        // Both numbers are exact below 2^53 and up to 10^22, so one division rounds once, to the nearest double.
        if (i == text.Length && digits is > 0 and <= 19 && mantissa < 1UL << 53)
        {
            double magnitude = scale == 0 ? mantissa : mantissa / PowersOfTen[scale];
            value = negative ? -magnitude : magnitude;
            return true;
        }

        return ParseOther(text, out value);
    }

    /// <summary>The most accurate text of at most 16 characters; without an exponent where one without is as accurate.</summary>
    public static string Shortest(double value)
    {
        string exact = value.ToString("E16", CultureInfo.InvariantCulture);
        string round = value.ToString("R", CultureInfo.InvariantCulture);
        int precision = round.Split('E')[0].Count(char.IsAsciiDigit);
        return Fit(p => value.ToString("E" + (p - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), Math.Min(precision, exact.Length));
    }

    /// <summary>The most accurate text of at most 16 characters; without an exponent where one without is as accurate.</summary>
    public static string Shortest(decimal value)
    {
        string plain = value.ToString(CultureInfo.InvariantCulture);
        return plain.Length <= MaximumLength
            ? plain
            : Fit(p => value.ToString("E" + (p - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), 29);
    }

    /// <summary>Writes a value with a fixed number of decimals, zeros at the end left out.</summary>
    /// <returns>Number of bytes; zero when the value is not finite or does not fit into 16 bytes.</returns>
    public static int Format(double value, int decimals, Span<byte> target)
    {
        double scaled = Math.Round(value * PowersOfTen[decimals], MidpointRounding.ToEven);
        if (!(Math.Abs(scaled) < 1e15))
            return 0;
        long whole = (long)scaled;
        bool negative = whole < 0;
        ulong rest = (ulong)Math.Abs(whole);
        int places = decimals;
        while (places > 0 && rest % 10 == 0)
        {
            rest /= 10;
            places--;
        }

        Span<byte> digits = stackalloc byte[24];
        int start = digits.Length;
        for (int i = 0; i < places; i++)
        {
            digits[--start] = (byte)('0' + (rest % 10));
            rest /= 10;
        }

        if (places > 0)
            digits[--start] = (byte)'.';
        do
        {
            digits[--start] = (byte)('0' + (rest % 10));
            rest /= 10;
        }
        while (rest > 0);

        if (negative)
            digits[--start] = (byte)'-';
        int length = digits.Length - start;
        if (length > MaximumLength)
            return 0;
        digits[start..].CopyTo(target);
        return length;
    }

    private static bool ParseOther(ReadOnlySpan<byte> text, out double value)
    {
        // Utf8Parser would take words for infinity; only the characters of DS are let through.
        if (text.IndexOfAnyExcept(s_characters) >= 0)
        {
            value = 0;
            return false;
        }

        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    // Takes one digit less until a text fits. The number is rounded anew from its exact value each time.
    private static string Fit(Func<int, string> scientific, int precision)
    {
        for (int p = precision; p > 0; p--)
        {
            string text = scientific(p);
            int e = text.IndexOf('E', StringComparison.Ordinal);
            bool negative = text[0] == '-';
            string digits = text[(negative ? 1 : 0)..e].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
            int exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            if (digits.Length == 0)
                return "0";
            string sign = negative ? "-" : "";
            string plain = sign + Plain(digits, exponent);
            if (plain.Length <= MaximumLength)
                return plain;
            string withExponent = $"{sign}{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}E{exponent}";
            if (withExponent.Length <= MaximumLength)
                return withExponent;
        }

        throw new ArgumentException("The number has no text of 16 characters.", nameof(scientific));
    }

    private static string Plain(string digits, int exponent)
    {
        if (Math.Abs(exponent) > 30)
            return new string('0', MaximumLength + 1);
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        if (digits.Length <= exponent + 1)
            return digits + new string('0', exponent + 1 - digits.Length);
        return digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }
}
