using System.Text;

namespace ContourFlow.Dicom;

/// <summary>
/// One coded character set that a defined term of Specific Character Set names (PS3.3 tables C.12-2 to C.12-5), with
/// the escape sequence that calls it into G0 or G1 under ISO 2022.
/// </summary>
internal sealed class CodeSet
{
    public static readonly CodeSet Ascii = new("ISO_IR 6", "ISO 2022 IR 6", "(B", CodeTables.Page(20127), null);

    /// <summary>JIS X 0201: katakana of half width in G1, roman letters in G0, where a yen sign and an overline are read as the backslash and the tilde that DICOM means.</summary>
    public static readonly CodeSet JisX0201 = new("ISO_IR 13", "ISO 2022 IR 13", ")I", CodeTables.Page(932), CodeTables.Katakana);
    public static readonly CodeSet JisX0208 = Double("ISO 2022 IR 87", "$B", inG1: false, 51932, CodeTables.JisX0208);
    public static readonly CodeSet Utf8 = Alone("ISO_IR 192", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false));
    public static readonly CodeSet Gb18030 = Alone("GB18030", CodeTables.Page(54936));
    public static readonly CodeSet Gbk = Alone("GBK", CodeTables.Page(936));

    public static readonly CodeSet[] All =
    [
        Ascii,
        Single("100", "-A", 28591),
        Single("101", "-B", 28592),
        Single("109", "-C", 28593),
        Single("110", "-D", 28594),
        Single("144", "-L", 28595),
        Single("127", "-G", 28596),
        Single("126", "-F", 28597),
        Single("138", "-H", 28598),
        Single("148", "-M", 28599),
        Single("203", "-b", 28605),
        Single("166", "-T", 874),
        JisX0201,
        JisX0208,
        Double("ISO 2022 IR 159", "$(D", inG1: false, 20932, CodeTables.JisX0212),
        Double("ISO 2022 IR 149", "$)C", inG1: true, 51949, CodeTables.KsX1001),
        Double("ISO 2022 IR 58", "$)A", inG1: true, 20936, CodeTables.Gb2312),
        Utf8,
        Gb18030,
        Gbk,
    ];

    private readonly Lazy<CodeTable>? _table;
    private readonly Encoding? _strict;

    private CodeSet(string term, string extendedTerm, string escape, Encoding encoding, Func<CodeTable>? table)
    {
        Term = term;
        ExtendedTerm = extendedTerm;
        Escape = escape.Length == 0 ? [] : Encoding.ASCII.GetBytes("\u001b" + escape);
        InG1 = escape is not ("$B" or "$(D");
        Encoding = encoding;
        _table = table is null ? null : new(table);
        if (escape.Length > 0)
            return;
        StandsAlone = true;
        _strict = (Encoding)encoding.Clone();
        _strict.EncoderFallback = EncoderFallback.ExceptionFallback;
    }

    /// <summary>The defined term without code extensions; empty where there is none.</summary>
    public string Term { get; }

    /// <summary>The defined term with code extensions.</summary>
    public string ExtendedTerm { get; }

    /// <summary>The escape sequence that calls it, ESC included; empty for one that stands alone.</summary>
    public byte[] Escape { get; }

    /// <summary>Whether a character takes two bytes.</summary>
    public bool IsDouble { get; private init; }

    /// <summary>Whether its bytes have the upper bit set.</summary>
    public bool InG1 { get; }

    /// <summary>Whether it takes the whole value, without code extensions.</summary>
    public bool StandsAlone { get; }

    /// <summary>The encoding of .NET that is nearest to it.</summary>
    public Encoding Encoding { get; }

    /// <summary>The bytes of a whole text, of a set that stands alone.</summary>
    /// <exception cref="EncoderFallbackException">It does not have a character of the text.</exception>
    public byte[] EncodeAll(string text) => _strict!.GetBytes(text);

    /// <summary>The bytes of one character above 127 as they stand behind the escape sequence; zero when the set does not have it.</summary>
    public int Encode(char c, Span<byte> bytes)
    {
        int count = _table?.Value.Encode(c, bytes) ?? 0;
        if (IsDouble && InG1)
        {
            for (int i = 0; i < count; i++)
                bytes[i] |= 0x80;
        }

        return count;
    }

    /// <summary>The character of two bytes of any upper bits; U+FFFD where there is none.</summary>
    public char Decode(byte first, byte second) => _table!.Value.At(first, second);

    /// <summary>The character of a byte with the upper bit set; U+FFFD where there is none. A byte that no set explains is read as ISO 8859-1.</summary>
    public char Decode(byte value) => _table is null ? (char)value : _table.Value.At(value);

    private static CodeSet Single(string number, string escape, int page) =>
        new($"ISO_IR {number}", $"ISO 2022 IR {number}", escape, CodeTables.Page(page), () => CodeTables.Upper(page));

    private static CodeSet Double(string extended, string escape, bool inG1, int page, Func<CodeTable> table)
    {
        var set = new CodeSet("", extended, escape, CodeTables.Page(page), table) { IsDouble = true };
        return set.InG1 == inG1 ? set : throw new InvalidOperationException($"{extended} is called into the other half.");
    }

    private static CodeSet Alone(string term, Encoding encoding) => new(term, term, "", encoding, null);
}
