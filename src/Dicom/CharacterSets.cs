using System.Collections.Concurrent;
using System.Text;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>
/// What Specific Character Set (0008,0005) says of a data set: its defined terms, and how text is decoded and encoded
/// with them, escape sequences of ISO 2022 included (PS3.5 6.1.2.5). Equal terms are the same object.
/// </summary>
/// <remarks>
/// Text is never written with a replacement character: what cannot be encoded is a <see cref="DicomDataException"/>.
/// Bytes above 127 without a character set that says what they are, are read as ISO 8859-1, so that nothing is lost.
/// </remarks>
internal sealed class CharacterSets
{
    public static readonly CharacterSets Default = new("", [CodeSet.Ascii], known: true, null);

    private static readonly ConcurrentDictionary<string, CharacterSets> s_known = new(StringComparer.Ordinal);

    private readonly string _terms;
    private readonly CodeSet[] _sets;
    private readonly bool _known;
    private readonly Encoding? _other;

    private CharacterSets(string terms, CodeSet[] sets, bool known, Encoding? other)
    {
        _terms = terms;
        _sets = sets;
        _known = known;
        _other = other;
        Encodings = other is not null ? [other] : [.. sets.Select(s => s.Encoding)];
    }

    /// <summary>The encodings of .NET that stand behind the terms.</summary>
    public Encoding[] Encodings { get; }

    private CodeSet First => _sets[0];

    /// <summary>The character sets of these defined terms.</summary>
    public static CharacterSets Of(params string[] terms)
    {
        string key = string.Join('\\', terms.Select(t => t.Trim(' ', '\0')));
        if (key.Length == 0 || key is "ISO_IR 6" or "ISO 2022 IR 6")
            return Default;

        // A hostile file could bring new terms without end: only so many are kept.
        if (s_known.TryGetValue(key, out CharacterSets? known))
            return known;
        CharacterSets made = Make(key);
        return s_known.Count < 1024 ? s_known.GetOrAdd(key, made) : made;
    }

    /// <summary>The character sets that these encodings stand for.</summary>
    public static CharacterSets Of(Encoding[] encodings)
    {
        ArgumentNullException.ThrowIfNull(encodings);
        if (encodings.Length == 0 || (encodings.Length == 1 && encodings[0].CodePage == 20127))
            return Default;
        CodeSet?[] sets = [.. encodings.Select(e => CodeSet.All.FirstOrDefault(s => s.Encoding.CodePage == e.CodePage))];
        if (sets.All(s => s is not null))
            return Of([.. sets.Select(s => encodings.Length == 1 && s!.Term.Length > 0 ? s.Term : s!.ExtendedTerm)]);
        return new CharacterSets("." + encodings[0].WebName, [CodeSet.Ascii], known: true, encodings[0]);
    }

    /// <summary>Whether bytes mean the same under both, so that they can be copied.</summary>
    public bool MeansTheSameAs(CharacterSets other, ReadOnlySpan<byte> bytes)
    {
        if (ReferenceEquals(this, other) || string.Equals(_terms, other._terms, StringComparison.Ordinal))
            return true;
        return bytes.IndexOfAnyExceptInRange((byte)0x00, (byte)0x7F) < 0 && !bytes.Contains((byte)0x1B);
    }

    /// <summary>The text of bytes; what is not a character is U+FFFD.</summary>
    public string Decode(ReadOnlySpan<byte> bytes, DicomVR vr)
    {
        if (bytes.IndexOfAnyExceptInRange((byte)0x00, (byte)0x7F) < 0 && (!bytes.Contains((byte)0x1B) || _other is not null))
            return Encoding.ASCII.GetString(bytes);
        if (_other is not null)
            return _other.GetString(bytes);
        if (First.StandsAlone)
            return First.Encoding.GetString(bytes);
        if (_sets.Length == 1 && !bytes.Contains((byte)0x1B) && First == CodeSet.Ascii)
            return Encoding.Latin1.GetString(bytes);
        return DecodeExtended(bytes, vr);
    }

    /// <summary>Whether every byte stands for a character, so that the text says all that the bytes say.</summary>
    public bool CanBeDecoded(ReadOnlySpan<byte> bytes, DicomVR vr) =>
        _known && !(this == Default && bytes.IndexOfAnyExceptInRange((byte)0x00, (byte)0x7F) >= 0) && !Decode(bytes, vr).Contains('\uFFFD', StringComparison.Ordinal);

    /// <summary>The bytes of text.</summary>
    /// <exception cref="DicomDataException">The character sets do not have one of its characters.</exception>
    public byte[] Encode(string text, DicomVR vr, DicomTag tag)
    {
        if (Ascii(text))
            return Encoding.ASCII.GetBytes(text);
        try
        {
            if (_other is not null)
                return Encoding.GetEncoding(_other.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetBytes(text);
            if (First.StandsAlone)
                return First.Strict.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw CannotEncode(tag, e);
        }

        return EncodeExtended(text, vr, tag);
    }

    private static bool Ascii(string text) => !text.AsSpan().ContainsAnyExceptInRange('\0', '\u007f');

    private static CharacterSets Make(string key)
    {
        string[] terms = key.Split('\\');
        if (terms.Length == 1 && DicomEncoding.Registered(terms[0]) is { } registered)
            return new CharacterSets(key, [CodeSet.Ascii], known: true, registered);
        var sets = new List<CodeSet>();
        bool known = true;
        foreach (string term in terms)
        {
            CodeSet? set = CodeSet.Find(term);
            known &= set is not null;
            if (set is not null && !sets.Contains(set))
                sets.Add(set);
        }

        if (sets.Count == 0)
            sets.Add(CodeSet.Ascii);

        // A set of two bytes in G0 as the first term (a mistake that occurs) still starts from ASCII.
        if (sets[0].IsDouble)
            sets.Insert(0, CodeSet.Ascii);
        return new CharacterSets(key, [.. sets], known, null);
    }

    private static bool EndsDesignation(byte b, DicomVR vr) => b switch
    {
        (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r' => true,
        (byte)'\\' => vr.IsMultiValue,
        (byte)'^' or (byte)'=' => ReferenceEquals(vr, DicomVR.PN),
        _ => false,
    };

    private DicomDataException CannotEncode(DicomTag tag, Exception? inner = null) =>
        new($"{tag} {tag.DictionaryEntry.Keyword} holds text that the specific character set of the data set ({(_terms.Length == 0 ? "default, ISO_IR 6" : string.Join(", ", Encodings.Select(e => e.WebName)))}) does not have.", inner);

    private string DecodeExtended(ReadOnlySpan<byte> bytes, DicomVR vr)
    {
        var text = new StringBuilder(bytes.Length);
        CodeSet? g0 = null; // null: ASCII or the roman letters of JIS X 0201
        CodeSet g1 = First;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte b = bytes[i];
            if (b == 0x1B && Called(bytes[i..]) is { } called)
            {
                if (called.Set.InG1 && !called.ToG0)
                    g1 = called.Set;
                else
                    g0 = called.Set.IsDouble ? called.Set : null;
                i += called.Length - 1;
            }
            else if (b >= 0x80)
            {
                if (!g1.IsDouble)
                    text.Append(g1.DecodeSingle(b));
                else if (i + 1 < bytes.Length)
                    g1.DecodeDouble(b, bytes[++i], text);
                else
                    text.Append('\uFFFD');
            }
            else if (g0 is not null && b is >= 0x21 and <= 0x7E)
            {
                if (i + 1 < bytes.Length)
                    g0.DecodeDouble(b, bytes[++i], text);
                else
                    text.Append('\uFFFD');
            }
            else
            {
                text.Append((char)b);
                if (EndsDesignation(b, vr))
                    (g0, g1) = (null, First);
            }
        }

        return text.ToString();
    }

    // The escape sequences are understood whether or not their term was declared: some writers forget a term.
    private static (CodeSet Set, bool ToG0, int Length)? Called(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 3 && bytes[1] == (byte)'(' && bytes[2] is (byte)'B' or (byte)'J')
            return (CodeSet.Ascii, true, 3);
        if (bytes.Length >= 3 && bytes[1] == (byte)'$' && bytes[2] == (byte)'@')
            return (CodeSet.Find("ISO 2022 IR 87")!, true, 3);
        foreach (CodeSet set in CodeSet.All)
        {
            if (set != CodeSet.Ascii && !set.StandsAlone && bytes.StartsWith(set.Escape))
                return (set, !set.InG1, set.Escape.Length);
        }

        return null;
    }

    private byte[] EncodeExtended(string text, DicomVR vr, DicomTag tag)
    {
        var result = new List<byte>(text.Length * 2);
        CodeSet? g0 = null;
        CodeSet g1 = First;
        Span<byte> bytes = stackalloc byte[4];
        byte[] toRoman = First == CodeSet.JisX0201 ? [0x1B, (byte)'(', (byte)'J'] : [0x1B, (byte)'(', (byte)'B'];
        foreach (char c in text)
        {
            if (c < 0x80)
            {
                if (g0 is not null)
                    result.AddRange(toRoman);
                g0 = null;
                result.Add((byte)c);
                if (EndsDesignation((byte)c, vr))
                    g1 = First;
                continue;
            }

            bool done = false;
            foreach (CodeSet set in Preferred(g0, g1))
            {
                int count = set.Encode(c, bytes);
                if (count == 0)
                    continue;
                if (set.InG1 ? set != g1 : set != g0)
                {
                    // A set outside the declared terms is never called.
                    result.AddRange(set.Escape);
                    if (set.InG1)
                        g1 = set;
                    else
                        g0 = set;
                }

                result.AddRange(bytes[..count]);
                done = true;
                break;
            }

            if (!done)
                throw CannotEncode(tag);
        }

        if (g0 is not null)
            result.AddRange(toRoman);
        return [.. result];
    }

    private IEnumerable<CodeSet> Preferred(CodeSet? g0, CodeSet g1)
    {
        if (g0 is not null)
            yield return g0;
        yield return g1;
        foreach (CodeSet set in _sets)
        {
            if (set != g0 && set != g1)
                yield return set;
        }
    }
}
