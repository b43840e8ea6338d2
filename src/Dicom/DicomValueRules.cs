using System.Globalization;

namespace ContourFlow.Dicom;

/// <summary>The rules of PS3.5 6.2 for one value of text.</summary>
internal static class DicomValueRules
{
    /// <summary>What is wrong with the value, as the end of a sentence without the value in it; <c>null</c> when nothing is.</summary>
    public static string? FaultOf(DicomVR vr, string value) => vr.Code switch
    {
        "AE" => TooLong(value, 16) ?? Unless(!value.Contains('\\', StringComparison.Ordinal) && !HasControl(value, text: false), "have no control characters and no backslash")
            ?? Unless(value.Length == 0 || value.Trim().Length > 0, "not be all spaces"),
        "AS" => Unless(value.Length == 0 || (value.Length == 4 && value.AsSpan(0, 3).IndexOfAnyExceptInRange('0', '9') < 0 && value[3] is 'D' or 'W' or 'M' or 'Y'), "be three digits and D, W, M or Y"),
        "CS" => TooLong(value, 16) ?? Unless(value.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is ' ' or '_'), "have capital letters, digits, spaces and underscores only"),
        "DA" => Unless(IsRangeOf(value, IsDate), "be a date as yyyymmdd"),
        "DS" => TooLong(value, 16) ?? Unless(value.Length == 0 || IsDecimal(value.Trim(' ')), "be a decimal number"),
        "DT" => TooLong(value, 54) ?? Unless(IsDateTime(value), "be a date and time as yyyymmddhhmmss.ffffff&zzxx"),
        "IS" => TooLong(value, 12) ?? Unless(value.Length == 0 || int.TryParse(value.Trim(' '), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _), "be a whole number of 32 bits"),
        "LO" => TooLong(value, 64) ?? ShortText(value),
        "SH" => TooLong(value, 16) ?? ShortText(value),
        "UC" => ShortText(value),
        "LT" => TooLong(value, 10240) ?? LongText(value),
        "ST" => TooLong(value, 1024) ?? LongText(value),
        "UT" => LongText(value),
        "UR" => Unless(!value.StartsWith(' ') && !value.Contains('\\', StringComparison.Ordinal) && !HasControl(value, text: false), "be a URI without a space before it, and no backslash"),
        "PN" => PersonName(value),
        "TM" => Unless(IsRangeOf(value, IsTime), "be a time as hhmmss.ffffff"),
        "UI" => Unless(value.Length == 0 || DicomUID.IsValidUid(value), "be at most 64 digits and dots, its components without leading zeros"),
        _ => null,
    };

    private static string? Unless(bool rule, string text) => rule ? null : "must " + text;

    private static string? TooLong(string value, int maximum) => Length(value) > maximum ? $"is longer than {maximum} characters" : null;

    // Characters, not code units: one outside the basic plane is one character.
    private static int Length(string value)
    {
        int length = value.Length;
        foreach (char c in value)
        {
            if (char.IsLowSurrogate(c))
                length--;
        }

        return length;
    }

    private static string? ShortText(string value) =>
        Unless(!value.Contains('\\', StringComparison.Ordinal) && !HasControl(value, text: false), "have no control characters and no backslash");

    private static string? LongText(string value) => Unless(!HasControl(value, text: true), "have no control characters but line ends and tabs");

    private static bool HasControl(string value, bool text)
    {
        foreach (char c in value)
        {
            if ((c < ' ' || c == '\u007f') && c != '\u001b' && !(text && c is '\t' or '\n' or '\f' or '\r'))
                return true;
        }

        return false;
    }

    private static string? PersonName(string value)
    {
        string[] groups = value.Split('=');
        if (groups.Length > 3)
            return "has more than three component groups";
        foreach (string group in groups)
        {
            if (Length(group) > 64)
                return "has a component group longer than 64 characters";
            if (group.AsSpan().Count('^') > 4)
                return "has more than five components in a group";
        }

        return ShortText(value);
    }

    private static bool IsRangeOf(string value, Func<string, bool> one)
    {
        if (value.Length == 0)
            return true;
        string[] ends = value.Trim(' ').Split('-');
        return ends.Length switch
        {
            1 => one(ends[0]),
            2 => (ends[0].Length > 0 || ends[1].Length > 0) && (ends[0].Length == 0 || one(ends[0])) && (ends[1].Length == 0 || one(ends[1])),
            _ => false,
        };
    }

    private static bool IsDate(string value) => DateTime.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsTime(string value)
    {
        string[] parts = value.Split('.');
        string clock = parts[0];
        if (clock.Length is not (2 or 4 or 6) || clock.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)
            return false;
        bool fraction = parts.Length == 1
            || (parts.Length == 2 && clock.Length == 6 && parts[1].Length is >= 1 and <= 6 && parts[1].AsSpan().IndexOfAnyExceptInRange('0', '9') < 0);
        return fraction && InRange(clock, 0, 23) && (clock.Length < 4 || InRange(clock, 2, 59)) && (clock.Length < 6 || InRange(clock, 4, 60));
    }

    private static bool IsDateTime(string value)
    {
        if (value.Length == 0)
            return true;

        // A hyphen is a zone west of Greenwich when four digits end the text behind it, else the middle of a range.
        if (value.StartsWith('-') || value.EndsWith('-'))
            return IsMoment(value.Trim('-'));
        for (int i = 4; i < value.Length - 3; i++)
        {
            if (value[i] == '-' && IsMoment(value[..i]) && IsMoment(value[(i + 1)..]) && value.Length - i > 5)
                return true;
        }

        return IsMoment(value);
    }

    private static bool IsMoment(string value)
    {
        int zone = value.IndexOfAny(['+', '-']);
        if (zone >= 0)
        {
            if (value.Length - zone != 5 || value.AsSpan(zone + 1).IndexOfAnyExceptInRange('0', '9') >= 0)
                return false;
            value = value[..zone];
        }

        string[] parts = value.Split('.');
        string digits = parts[0];
        if (digits.Length is not (4 or 6 or 8 or 10 or 12 or 14) || digits.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)
            return false;
        if (parts.Length > 2 || (parts.Length == 2 && (digits.Length != 14 || parts[1].Length is < 1 or > 6 || parts[1].AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)))
            return false;
        if (digits.Length >= 8 && !IsDate(digits[..8]))
            return false;
        return (digits.Length != 6 || InRange(digits, 4, 12)) && (digits.Length <= 8 || IsTime(digits[8..]));
    }

    private static bool InRange(string digits, int start, int maximum) =>
        int.Parse(digits.AsSpan(start, 2), NumberStyles.None, CultureInfo.InvariantCulture) <= maximum;

    private static bool IsDecimal(string value)
    {
        int i = 0;
        if (i < value.Length && value[i] is '+' or '-')
            i++;
        int digits = 0;
        bool point = false;
        for (; i < value.Length && (char.IsAsciiDigit(value[i]) || (value[i] == '.' && !point)); i++)
        {
            point |= value[i] == '.';
            digits += value[i] == '.' ? 0 : 1;
        }

        if (digits == 0)
            return false;
        if (i == value.Length)
            return true;
        if (value[i] is not ('e' or 'E'))
            return false;
        i++;
        if (i < value.Length && value[i] is '+' or '-')
            i++;
        return i < value.Length && value.AsSpan(i).IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
