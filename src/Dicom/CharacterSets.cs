using System.Collections.Concurrent;
using System.Text;

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
    public static readonly CharacterSets Default = new("", [CodeSet.Ascii], known: true, null, readOnly: false);

    private static readonly ConcurrentDictionary<string, CharacterSets> s_known = new(StringComparer.Ordinal);

    private readonly string _terms;
    private readonly CodeSet[] _sets;
    private readonly ExtendedText _extended;
    private readonly bool _known;
    private readonly Encoding? _other;
    private readonly bool _readOnly;

    private CharacterSets(string terms, CodeSet[] sets, bool known, Encoding? other, bool readOnly)
    {
        _terms = terms;
        _sets = sets;
        _extended = new ExtendedText(sets);
        _known = known;
        _other = other;
        _readOnly = readOnly;
        Encodings = other is not null ? [other] : [.. sets.Select(s => s.Encoding)];
    }

    /// <summary>The encodings of .NET that stand behind the terms.</summary>
    public Encoding[] Encodings { get; }

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
        return new CharacterSets("." + encodings[0].WebName, [CodeSet.Ascii], known: true, encodings[0], readOnly: false);
    }

    /// <summary>Whether bytes mean the same under both, so that they can be copied.</summary>
    public bool MeansTheSameAs(CharacterSets other, ReadOnlySpan<byte> bytes)
    {
        if (ReferenceEquals(this, other) || string.Equals(_terms, other._terms, StringComparison.Ordinal))
            return true;
        return bytes.IndexOfAnyExceptInRange((byte)0x00, (byte)0x7F) < 0 && !bytes.Contains((byte)0x1B);
    }

    /// <summary>The text of bytes; what is not a character is U+FFFD.</summary>
    public string Decode(ReadOnlySpan<byte> bytes, DicomVR vr) => Decode(bytes, vr, out _);

    /// <summary>Whether every byte stands for a character, so that the text says all that the bytes say.</summary>
    public bool CanBeDecoded(ReadOnlySpan<byte> bytes, DicomVR vr) =>
        _known && !Decode(bytes, vr, out bool explained).Contains('\uFFFD', StringComparison.Ordinal) && explained;

    /// <summary>The bytes of text.</summary>
    /// <exception cref="DicomDataException">The character sets do not have one of its characters.</exception>
    public byte[] Encode(string text, DicomVR vr, DicomTag tag)
    {
        bool isAscii = !text.AsSpan().ContainsAnyExceptInRange('\0', '\u007f');

        // Every set of DICOM begins as ASCII does. An escape character is the business of each.
        if (isAscii && !text.Contains('\u001B', StringComparison.Ordinal))
            return Encoding.ASCII.GetBytes(text);
        byte[]? bytes;
        try
        {
            if (_other is not null && isAscii)
                return Encoding.ASCII.GetBytes(text);
            if (_other is not null)
                bytes = _readOnly ? null : Encoding.GetEncoding(_other.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetBytes(text);
            else if (_sets[0].StandsAlone)
                bytes = _sets[0].EncodeAll(text);
            else
                return _extended.Encode(text, vr) ?? throw CannotEncode(tag);
        }
        catch (EncoderFallbackException e)
        {
            throw CannotEncode(tag, e);
        }

        // Some code pages put a similar character in the place of one that they do not have.
        return bytes is not null && (isAscii || string.Equals(Decode(bytes, vr), text, StringComparison.Ordinal)) ? bytes : throw CannotEncode(tag);
    }

    private string Decode(ReadOnlySpan<byte> bytes, DicomVR vr, out bool explained)
    {
        explained = true;
        if (bytes.IndexOfAnyExceptInRange((byte)0x00, (byte)0x7F) < 0 && (!bytes.Contains((byte)0x1B) || _other is not null))
            return Encoding.ASCII.GetString(bytes);
        if (_other is not null)
            return _other.GetString(bytes);
        return _sets[0].StandsAlone ? _sets[0].Encoding.GetString(bytes) : _extended.Decode(bytes, vr, out explained);
    }

    private static CharacterSets Make(string key)
    {
        string[] terms = key.Split('\\');
        if (terms.Length == 1 && DicomEncoding.Registered(terms[0]) is { } registered)
            return new CharacterSets(key, [CodeSet.Ascii], known: true, registered, readOnly: false);
        var sets = new List<CodeSet>();
        bool known = true;
        for (int i = 0; i < terms.Length; i++)
        {
            CodeSet? set = CharacterSetTerms.Find(terms[i]);
            known &= set is not null;

            // One that stands alone is never called by an escape sequence (PS3.5 6.1.2.5.4 d).
            if (set is null || sets.Contains(set) || (set.StandsAlone && i > 0))
                continue;
            sets.Add(set);
        }

        if (sets.Count == 0 && terms.Length == 1 && CharacterSetTerms.NamedEncoding(terms[0]) is { } named)
            return new CharacterSets(key, [CodeSet.Ascii], known: true, named, readOnly: true);
        if (sets.Count == 0)
            sets.Add(CodeSet.Ascii);
        return new CharacterSets(key, [.. sets], known, null, readOnly: false);
    }

    private DicomDataException CannotEncode(DicomTag tag, Exception? inner = null) =>
        new($"{tag} {tag.DictionaryEntry.Keyword} holds text that the specific character set of the data set ({(_terms.Length == 0 ? "default, ISO_IR 6" : string.Join(", ", Encodings.Select(e => e.WebName)))}) does not have{(_readOnly ? ", because that is no DICOM character set and is only read" : "")}.", inner);
}
