using System.Text;

namespace ContourFlow.Dicom;

/// <summary>
/// One coded character set that a defined term of Specific Character Set names (PS3.3 tables C.12-2 to C.12-5), with
/// the escape sequence that calls it into G0 or G1 under ISO 2022.
/// </summary>
internal sealed class CodeSet
{
    public static readonly CodeSet Ascii = Single("ISO_IR 6", "ISO 2022 IR 6", "", 20127);

    /// <summary>JIS X 0201: roman letters in G0, katakana of half width in G1.</summary>
    public static readonly CodeSet JisX0201 = Single("ISO_IR 13", "ISO 2022 IR 13", ")I", 932);
    public static readonly CodeSet Utf8 = Alone("ISO_IR 192", new UTF8Encoding(false, false));
    public static readonly CodeSet Gb18030 = Alone("GB18030", Page(54936));
    public static readonly CodeSet Gbk = Alone("GBK", Page(936));

    public static readonly CodeSet[] All =
    [
        Ascii,
        Single("ISO_IR 100", "ISO 2022 IR 100", "-A", 28591),
        Single("ISO_IR 101", "ISO 2022 IR 101", "-B", 28592),
        Single("ISO_IR 109", "ISO 2022 IR 109", "-C", 28593),
        Single("ISO_IR 110", "ISO 2022 IR 110", "-D", 28594),
        Single("ISO_IR 144", "ISO 2022 IR 144", "-L", 28595),
        Single("ISO_IR 127", "ISO 2022 IR 127", "-G", 28596),
        Single("ISO_IR 126", "ISO 2022 IR 126", "-F", 28597),
        Single("ISO_IR 138", "ISO 2022 IR 138", "-H", 28598),
        Single("ISO_IR 148", "ISO 2022 IR 148", "-M", 28599),
        Single("ISO_IR 203", "ISO 2022 IR 203", "-b", 28605),
        Single("ISO_IR 166", "ISO 2022 IR 166", "-T", 874),
        JisX0201,
        Double("ISO 2022 IR 87", "$B", false, 51932),
        Double("ISO 2022 IR 159", "$(D", false, 20932),
        Double("ISO 2022 IR 149", "$)C", true, 51949),
        Double("ISO 2022 IR 58", "$)A", true, 936),
        Utf8,
        Gb18030,
        Gbk,
    ];

    private readonly Encoding _strictEncoder;

    private CodeSet(string term, string extendedTerm, string escape, bool isDouble, bool inG1, bool standsAlone, Encoding encoding)
    {
        Term = term;
        ExtendedTerm = extendedTerm;
        Escape = Encoding.ASCII.GetBytes("\u001b" + escape);
        IsDouble = isDouble;
        InG1 = inG1;
        StandsAlone = standsAlone;
        Encoding = encoding;
        _strictEncoder = (Encoding)encoding.Clone();
        _strictEncoder.EncoderFallback = EncoderFallback.ExceptionFallback;
        _strictEncoder.DecoderFallback = DecoderFallback.ExceptionFallback;
    }

    /// <summary>The defined term without code extensions; empty where there is none.</summary>
    public string Term { get; }

    /// <summary>The defined term with code extensions.</summary>
    public string ExtendedTerm { get; }

    /// <summary>The escape sequence that calls it, ESC included.</summary>
    public byte[] Escape { get; }

    /// <summary>Whether a character takes two bytes.</summary>
    public bool IsDouble { get; }

    /// <summary>Whether its bytes have the upper bit set.</summary>
    public bool InG1 { get; }

    /// <summary>Whether it takes the whole value, without code extensions.</summary>
    public bool StandsAlone { get; }

    /// <summary>The encoding of .NET that it is decoded with.</summary>
    public Encoding Encoding { get; }

    /// <summary>The same, with an exception for what cannot be encoded or decoded.</summary>
    public Encoding Strict => _strictEncoder;

    /// <summary>The set of a defined term, read with some tolerance for how it is written; <c>null</c> where there is none.</summary>
    public static CodeSet? Find(string term)
    {
        string key = Normal(term);
        if (key.Length == 0)
            return Ascii;
        foreach (CodeSet set in All)
        {
            if (key == Normal(set.Term) || key == Normal(set.ExtendedTerm))
                return set;
        }

        return null;
    }

    /// <summary>The bytes of one character as they stand behind the escape sequence; zero when the set does not have it.</summary>
    public int Encode(char c, Span<byte> bytes)
    {
        if (this == JisX0201)
        {
            if (c is >= '\uFF61' and <= '\uFF9F')
            {
                bytes[0] = (byte)(c - 0xFF61 + 0xA1);
                return 1;
            }

            return 0;
        }

        if (char.IsSurrogate(c) || (c < 0x80 && (IsDouble || this != Ascii)))
            return 0;
        ReadOnlySpan<char> one = [c];
        Span<byte> raw = stackalloc byte[8];
        int count;
        try
        {
            count = _strictEncoder.GetBytes(one, raw);
        }
        catch (EncoderFallbackException)
        {
            return 0;
        }

        if (count != (IsDouble ? 2 : 1))
            return 0;
        if (IsDouble)
        {
            bool supplementary = Escape is [_, _, (byte)'(', (byte)'D'];
            if (raw[0] < 0xA1 || (supplementary ? raw[1] is < 0x21 or > 0x7E : raw[1] < 0xA1))
                return 0;
        }

        // .NET's best fit would put a similar character in the place of one that the set does not have.
        Span<char> back = stackalloc char[4];
        if (Encoding.GetChars(raw[..count], back) != 1 || back[0] != c)
            return 0;
        for (int i = 0; i < count; i++)
            bytes[i] = IsDouble && !InG1 ? (byte)(raw[i] & 0x7F) : raw[i];
        return count;
    }

    /// <summary>Decodes one character of two bytes of any upper bits.</summary>
    public void DecodeDouble(byte first, byte second, StringBuilder text)
    {
        // Code page 20932 tells JIS X 0212 from JIS X 0208 by the second byte's upper bit.
        bool supplementary = Escape is [_, _, (byte)'(', (byte)'D'];
        ReadOnlySpan<byte> raw = [(byte)(first | 0x80), (byte)(supplementary ? second & 0x7F : second | 0x80)];
        Span<char> chars = stackalloc char[4];
        int count = Encoding.GetChars(raw, chars);
        text.Append(chars[..count]);
    }

    /// <summary>Decodes one byte with the upper bit set.</summary>
    public char DecodeSingle(byte value)
    {
        if (this == JisX0201)
            return value is >= 0xA1 and <= 0xDF ? (char)(0xFF61 + value - 0xA1) : '\uFFFD';
        if (this == Ascii)
            return (char)value;
        ReadOnlySpan<byte> raw = [value];
        Span<char> chars = stackalloc char[2];
        return Encoding.GetChars(raw, chars) == 1 ? chars[0] : '\uFFFD';
    }

    private static string Normal(string term)
    {
        string text = term.Trim(' ', '\0').ToUpperInvariant().Replace('_', ' ').Replace('-', ' ');
        text = text.Replace(" ", "", StringComparison.Ordinal).Replace("ISO2022IR", "ISOIR", StringComparison.Ordinal);
        return text;
    }

    private static Encoding Page(int page) =>
        page == 28591 ? Encoding.Latin1
        : page == 20127 ? Encoding.ASCII
        : CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page);

    private static CodeSet Single(string term, string extended, string escape, int page) =>
        new(term, extended, escape.Length == 0 ? "(B" : escape, isDouble: false, inG1: true, standsAlone: false, Page(page));

    private static CodeSet Double(string extended, string escape, bool inG1, int page) =>
        new("", extended, escape, isDouble: true, inG1, standsAlone: false, Page(page));

    private static CodeSet Alone(string term, Encoding encoding) =>
        new(term, term, "", isDouble: false, inG1: true, standsAlone: true, encoding);
}
