using System.Text;

namespace ContourFlow.Dicom;

/// <summary>
/// Text of one-byte and two-byte character sets that are called by escape sequences of ISO 2022 (PS3.5 6.1.2.5).
/// </summary>
/// <remarks>
/// G0 (bytes below 128) holds ASCII or a Japanese set of two bytes, G1 (bytes above) any other. Both go back to the
/// first term's set before a control character, before a backslash between values, and before <c>^</c> and <c>=</c> in
/// a person name (PS3.5 6.1.2.5.3): the reader does so whether or not the writer says it, and the writer says it.
/// </remarks>
internal sealed class ExtendedText
{
    private readonly CodeSet[] _sets;
    private readonly CodeSet _first;
    private readonly CodeSet _firstRead;

    /// <summary>Takes the sets of the defined terms, in their order.</summary>
    public ExtendedText(CodeSet[] sets)
    {
        // A set of two bytes as the first term, a mistake that occurs, still starts from ASCII; where it lives in G1,
        // some of those writers leave its escape sequence out.
        _sets = sets;
        _first = sets[0].IsDouble ? CodeSet.Ascii : sets[0];
        _firstRead = sets[0].IsDouble && sets[0].InG1 ? sets[0] : _first;
    }

    /// <summary>The text of bytes; what is not a character is U+FFFD.</summary>
    /// <param name="bytes">The whole value.</param>
    /// <param name="vr">Says which characters end a designation.</param>
    /// <param name="explained">Whether a set said of each byte what it means.</param>
    public string Decode(ReadOnlySpan<byte> bytes, DicomVR vr, out bool explained)
    {
        explained = true;
        var text = new StringBuilder(bytes.Length);
        CodeSet? g0 = null; // null: ASCII or the roman letters of JIS X 0201
        CodeSet g1 = _firstRead;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte b = bytes[i];
            CodeSet? half = b >= 0x80 ? g1 : b is >= 0x21 and <= 0x7E ? g0 : null;
            if (b == 0x1B && Called(bytes[i..]) is { } called)
            {
                if (called.Set.InG1 && !called.ToG0)
                    g1 = called.Set;
                else
                    g0 = called.Set.IsDouble ? called.Set : null;
                i += called.Length - 1;
            }
            else if (half is { IsDouble: true })
            {
                text.Append(i + 1 < bytes.Length ? half.Decode(b, bytes[i + 1]) : '\uFFFD');
                i++;
            }
            else if (half is not null)
            {
                explained &= half != CodeSet.Ascii;
                text.Append(half.Decode(b));
            }
            else
            {
                text.Append((char)b);
                explained &= b != 0x1B;
                if (EndsDesignation(b, vr))
                    (g0, g1) = (null, _firstRead);
            }
        }

        return text.ToString();
    }

    /// <summary>The bytes of text; null when the sets do not have one of its characters.</summary>
    public byte[]? Encode(string text, DicomVR vr)
    {
        var result = new List<byte>(text.Length * 2);
        CodeSet? g0 = null;
        CodeSet g1 = _first;
        Span<byte> bytes = stackalloc byte[2];
        foreach (char c in text)
        {
            if (c < 0x80)
            {
                // An escape character of the text's own would be read as the start of a sequence.
                if (c == '\u001b')
                    return null;
                BackToRoman(result, ref g0);
                if (EndsDesignation((byte)c, vr))
                    BackToFirst(result, ref g1);
                result.Add((byte)c);
                continue;
            }

            if (Choose(c, g0, g1, bytes) is not (var set, var count))
                return null;

            // Calling a set to G0 leaves G1 alone. Readers of others split at escape sequences, though, and take all bytes
            // behind one for characters of its set.
            if (set.InG1)
                BackToRoman(result, ref g0);
            if (set.InG1 ? set != g1 : set != g0)
            {
                result.AddRange(set.Escape);
                if (set.InG1)
                    g1 = set;
                else
                    g0 = set;
            }

            result.AddRange(bytes[..count]);
        }

        BackToRoman(result, ref g0);
        BackToFirst(result, ref g1);
        return [.. result];
    }

    private static bool EndsDesignation(byte b, DicomVR vr) => b switch
    {
        < 0x20 => b != 0x1B,
        (byte)'\\' => vr.IsMultiValue,
        (byte)'^' or (byte)'=' => ReferenceEquals(vr, DicomVR.PN),
        _ => false,
    };

    // The escape sequences are understood whether or not their term was declared: some writers forget a term.
    private static (CodeSet Set, bool ToG0, int Length)? Called(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 3 && bytes[1] == (byte)'(' && bytes[2] is (byte)'B' or (byte)'J')
            return (CodeSet.Ascii, true, 3);
        if (bytes.Length >= 3 && bytes[1] == (byte)'$' && bytes[2] == (byte)'@')
            return (CodeSet.JisX0208, true, 3);
        foreach (CodeSet set in CodeSet.All)
        {
            if (set != CodeSet.Ascii && !set.StandsAlone && bytes.StartsWith(set.Escape))
                return (set, !set.InG1, set.Escape.Length);
        }

        return null;
    }

    private void BackToRoman(List<byte> result, ref CodeSet? g0)
    {
        if (g0 is not null)
            result.AddRange([0x1B, (byte)'(', _first == CodeSet.JisX0201 ? (byte)'J' : (byte)'B']);
        g0 = null;
    }

    // ASCII has no upper half to go back to.
    private void BackToFirst(List<byte> result, ref CodeSet g1)
    {
        if (g1 != _first && _first != CodeSet.Ascii)
            result.AddRange(_first.Escape);
        g1 = _first;
    }

    /// <summary>The set that writes a character, those that are called already before the others; a set outside the declared terms is never called.</summary>
    private (CodeSet Set, int Count)? Choose(char c, CodeSet? g0, CodeSet g1, Span<byte> bytes)
    {
        if (g0?.Encode(c, bytes) is > 0 and var inG0)
            return (g0, inG0);
        if (g1.Encode(c, bytes) is > 0 and var inG1)
            return (g1, inG1);
        foreach (CodeSet set in _sets)
        {
            if (set.Encode(c, bytes) is > 0 and var count)
                return (set, count);
        }

        return null;
    }
}
