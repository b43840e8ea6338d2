using System.Text;

namespace ContourFlow.Dicom;

/// <summary>The tables of the registered character sets, each made when it is first needed.</summary>
internal static class CodeTables
{
    /// <summary>ISO 8859-1 to -9, -15 and TIS-620: upper half of a code page.</summary>
    public static CodeTable Upper(int page)
    {
        Encoding encoding = Page(page);
        return CodeTable.Single(encoding.GetString, page switch
        {
            // ISO 8859-7:2003, and 8859-8:1999, where Windows has the marks of an older edition or none.
            28597 => [(0xA1, '\u2018'), (0xA2, '\u2019'), (0xA4, '\u20AC'), (0xA5, '\u20AF'), (0xAA, '\u037A')],
            28598 => [(0xAF, '\u00AF'), (0xFD, '\u200E'), (0xFE, '\u200F')],
            _ => [],
        });
    }

    /// <summary>Katakana of half width, the upper half of JIS X 0201.</summary>
    public static CodeTable Katakana() =>
        CodeTable.Single(b => b[0] is >= 0xA1 and <= 0xDF ? ((char)(0xFF61 + b[0] - 0xA1)).ToString() : "?");

    /// <summary>JIS X 0208: rows 1 to 8 and 16 to 84; the makers' rows beside them (NEC, IBM) are read.</summary>
    public static CodeTable JisX0208()
    {
        Encoding encoding = Page(20932);
        return CodeTable.Double((a, b) => JisText(encoding, (a, b) == (0x21, 0x26), (byte)(a | 0x80), (byte)(b | 0x80)), row => row is <= 8 or (>= 16 and <= 84));
    }

    /// <summary>JIS X 0212: rows 2 to 11 and 16 to 77. Code page 20932 tells it from JIS X 0208 by the second byte's upper bit.</summary>
    public static CodeTable JisX0212()
    {
        Encoding encoding = Page(20932);
        return CodeTable.Double((a, b) => JisText(encoding, false, (byte)(a | 0x80), b), row => row is <= 77, (0x2237, '~'), (0x2271, '\u2116'));
    }

    /// <summary>KS X 1001. Code page 949 is used, because 51949 has a wrong syllable (B4D3) and invents characters for what it does not know.</summary>
    public static CodeTable KsX1001()
    {
        Encoding encoding = Page(949);

        // The filler announces a syllable of four codes, which DICOM's readers do not know.
        return CodeTable.Double((a, b) => encoding.GetString([(byte)(a | 0x80), (byte)(b | 0x80)]), _ => true, (0x2454, '\0'));
    }

    /// <summary>GB 2312.</summary>
    public static CodeTable Gb2312()
    {
        Encoding encoding = Page(20936);
        return CodeTable.Double((a, b) => encoding.GetString([(byte)(a | 0x80), (byte)(b | 0x80)]), _ => true, (0x212C, '\u2016'));
    }

    /// <summary>A code page of .NET's; what it cannot encode is an exception, what it cannot decode is U+FFFD.</summary>
    public static Encoding Page(int page) => page switch
    {
        28591 => Encoding.Latin1,
        20127 => Encoding.ASCII,
        _ => CodePagesEncodingProvider.Instance.GetEncoding(page, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD"))
            ?? throw new NotSupportedException($"This .NET has no code page {page}."),
    };

    // Code page 20932 gives a middle dot for what it does not know.
    private static string JisText(Encoding encoding, bool isMiddleDot, byte first, byte second)
    {
        string text = encoding.GetString([first, second]);
        return text == "\u30FB" && !isMiddleDot ? "?" : text;
    }
}
