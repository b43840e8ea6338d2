using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace ContourFlow.Dicom;

/// <summary>Reads and writes the numbers of DS (PS3.5 6.2), without a string for each.</summary>
internal static class DecimalText
{
    /// <summary>The longest text of a DS value.</summary>
    public const int MaximumLength = 16;

    private static readonly SearchValues<byte> s_characters = SearchValues.Create("0123456789+-eE."u8);

    // Exact in a double, all of them.
    private static readonly double[] s_powersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    private static readonly uint[] s_fractions = Fractions();

    /// <summary>Reads values between backslashes. False when one is not a finite number; <paramref name="values"/> is then of no use.</summary>
    /// <remarks>The result is the double that is nearest to the decimal text, as double.Parse gives it.</remarks>
    public static bool TryParseAll(ReadOnlySpan<byte> text, Span<double> values)
    {
        int position = 0;
        for (int count = 0; count < values.Length; count++)
        {
            if (!TryParsePlain(text, ref position, out values[count]))
            {
                int length = text[position..].IndexOf((byte)'\\');
                ReadOnlySpan<byte> one = length < 0 ? text[position..] : text.Slice(position, length);
                if (!TryParse(one, out values[count]))
                    return false;
                position += one.Length;
            }

            // Behind each value but the last stands a backslash.
            if (position == text.Length)
                return count == values.Length - 1;
            position++;
        }

        return false;
    }

    /// <summary>Reads one value, spaces around it allowed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        text = text.Trim(" \0"u8);
        int position = 0;
        return (TryParsePlain(text, ref position, out value) && position == text.Length) || ParseOther(text, out value);
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
        double scaled = Math.Round(value * s_powersOfTen[decimals]);
        if (decimals == 2 && Math.Abs(scaled) < 1e9 && target.Length >= 16)
            return FormatHundredths((int)scaled, target);
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

    // Contours. The numbers of digits follow no pattern that a processor could foresee, so that nothing here branches on
    // them: all places are written, and as many are kept as count.
    private static int FormatHundredths(int hundredths, Span<byte> target)
    {
        target[0] = (byte)'-';
        int length = (int)((uint)hundredths >> 31);
        uint rest = (uint)Math.Abs(hundredths);
        uint whole = rest / 100;
        uint fraction = rest - (whole * 100);
        int digits = 1 + One(whole >= 10) + One(whole >= 100) + One(whole >= 1000) + One(whole >= 10_000) + One(whole >= 100_000) + One(whole >= 1_000_000);
        BinaryPrimitives.WriteUInt64LittleEndian(target[length..], EightDigits(whole) >> (8 * (8 - digits)));
        length += digits;
        uint text = s_fractions[fraction];
        BinaryPrimitives.WriteUInt32LittleEndian(target[length..], text);
        return length + (int)(text >> 24);
    }

    private static int One(bool condition) => condition ? 1 : 0;

    // The eight digits of a number in the order of text, as the bytes of a little-endian word: halves, quarters, digits,
    // each taken apart side by side by a multiplication that divides exactly in its range.
    private static ulong EightDigits(uint number)
    {
        ulong high = number / 10_000;
        ulong halves = high | ((number - (high * 10_000)) << 32);
        ulong hundreds = ((halves * 10_486) >> 20) & 0x0000_007F_0000_007F;
        ulong quarters = hundreds | ((halves - (hundreds * 100)) << 16);
        ulong tens = ((quarters * 103) >> 10) & 0x000F_000F_000F_000F;
        return (tens | ((quarters - (tens * 10)) << 8)) | 0x3030_3030_3030_3030;
    }

    // A point and the digits of each hundred without zeros at the end; the number of characters in the highest byte.
    private static uint[] Fractions()
    {
        var fractions = new uint[100];
        for (uint i = 0; i < 100; i++)
        {
            uint length = i == 0 ? 0u : i % 10 == 0 ? 2u : 3u;
            fractions[i] = '.' | (('0' + (i / 10)) << 8) | (('0' + (i % 10)) << 16) | (length << 24);
        }

        return fractions;
    }

    // The usual case in one pass: a sign, at most 19 digits that make a number below 2^53, a point; then a backslash or the
    // end. Both that number and the power of ten are exact, so one division rounds once, to the nearest double.
    // Leaves the position alone where it does not apply.
    private static bool TryParsePlain(ReadOnlySpan<byte> text, ref int position, out double value)
    {
        int i = position;
        bool negative = i < text.Length && text[i] == '-';
        if (negative)
            i++;
        ulong mantissa = 0;
        int start = i;
        int point = -1;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)text[i] - '0';
            if (digit <= 9)
                mantissa = (mantissa * 10) + digit;
            else if (text[i] == '.' && point < 0)
                point = i;
            else
                break;
        }

        int digits = i - start - (point < 0 ? 0 : 1);
        value = 0;
        if (digits is < 1 or > 19 || mantissa >= 1UL << 53 || (i < text.Length && text[i] != '\\'))
            return false;
        value = point < 0 || point == i - 1 ? mantissa : mantissa / s_powersOfTen[i - 1 - point];
        if (negative)
            value = -value;
        position = i;
        return true;
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
