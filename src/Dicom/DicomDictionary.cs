using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ContourFlow.Dicom;

/// <summary>
/// The data dictionary of PS3.6 (edition: <see cref="Edition"/>). Its tables are constant data of the assembly and an
/// entry is made when it is first asked for, so that nothing is loaded at start.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "The name of fo-dicom.")]
public class DicomDictionary
{
    /// <summary>The entry of every tag that the dictionary does not know.</summary>
    public static readonly DicomDictionaryEntry UnknownTag = new(DicomTag.Unknown, "Unknown", "Unknown", DicomVM.VM_1_n, false, DicomVR.UN);

    /// <summary>The entry of the elements (gggg,0010-00FF) of an odd group.</summary>
    public static readonly DicomDictionaryEntry PrivateCreatorTag = new(new DicomTag(0x0009, 0x0010), "Private Creator", "PrivateCreator", DicomVM.VM_1, false, DicomVR.LO);

    private static readonly Lazy<DicomVR[][]> s_representations = new(() =>
        [.. DictionaryTables.ValueRepresentations.Select(RepresentationsOf)]);

    private static readonly Lazy<DicomVM[]> s_multiplicities = new(() =>
        [.. DictionaryTables.ValueMultiplicities.Select(DicomVM.Parse)]);

    private static readonly Lazy<DicomDictionaryEntry[]> s_repeaters = new(() =>
        [.. DictionaryTables.Repeaters.Select(r => new DicomDictionaryEntry(DicomMaskedTag.Parse(r.Mask), r.Name, r.Keyword, DicomVM.Parse(r.Vm), r.Retired, RepresentationsOf(r.Vr)))]);

    private static readonly Lazy<(int Start, int Bar, int End)[]> s_texts = new(Lines);
    private static readonly Lazy<Dictionary<string, uint>> s_keywords = new(Keywords);

    private readonly ConcurrentDictionary<uint, DicomDictionaryEntry> _entries = new();
    private readonly ConcurrentDictionary<string, DicomPrivateCreator> _creators = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<DicomPrivateCreator, DicomDictionary> _private = new();
    private readonly ConcurrentDictionary<string, DicomTag> _added = new(StringComparer.Ordinal);
    private readonly bool _standard;

    /// <summary>Makes an empty dictionary.</summary>
    public DicomDictionary()
    {
    }

    private DicomDictionary(bool standard) => _standard = standard;

    private DicomDictionary(DicomPrivateCreator creator) => PrivateCreator = creator;

    /// <summary>The edition of the standard that the default dictionary was generated from.</summary>
    internal static string Edition => DictionaryTables.Edition;

    /// <summary>The dictionary that is asked by default.</summary>
    public static DicomDictionary Default { get; set; } = new(standard: true);

    /// <summary>The creator whose private dictionary this is; <c>null</c> for the standard one.</summary>
    public DicomPrivateCreator? PrivateCreator { get; }

    /// <summary>The entry of a tag; <see cref="UnknownTag"/> where there is none.</summary>
    public DicomDictionaryEntry this[DicomTag tag]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(tag);
            if (tag.IsPrivate)
            {
                if (tag.IsPrivateCreatorElement)
                    return PrivateCreatorTag;
                if (PrivateCreator is null && tag.PrivateCreator is not null && _private.TryGetValue(tag.PrivateCreator, out DicomDictionary? other))
                    return other[tag];
                return _entries.TryGetValue(PrivateKey(tag), out DicomDictionaryEntry? known) ? known : UnknownTag;
            }

            if (_entries.TryGetValue(tag.Key, out DicomDictionaryEntry? entry))
                return entry;
            return _standard ? FromTables(tag) : UnknownTag;
        }
    }

    /// <summary>The private dictionary of a creator, made when there is none.</summary>
    public DicomDictionary this[DicomPrivateCreator creator] =>
        _private.GetOrAdd(creator ?? throw new ArgumentNullException(nameof(creator)), static c => new DicomDictionary(c));

    /// <summary>The tag of a keyword, such as PatientID.</summary>
    /// <exception cref="DicomDataException">The keyword is not in the dictionary.</exception>
    public DicomTag this[string keyword] => FindKeyword(keyword) ?? throw new DicomDataException("The keyword is not in the DICOM dictionary.");

    /// <summary>The default dictionary; there is nothing to load.</summary>
    public static DicomDictionary EnsureDefaultDictionariesLoaded(bool? loadPrivateDictionary = default) => Default;

    /// <summary>Adds or replaces an entry.</summary>
    public void Add(DicomDictionaryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.MaskTag is not null && entry.MaskTag.Mask != 0xFFFFFFFF)
            throw new ArgumentException("Patterns cannot be added.", nameof(entry));
        if (entry.Tag.PrivateCreator is not null && PrivateCreator is null)
        {
            this[entry.Tag.PrivateCreator].Add(entry);
            return;
        }

        _entries[entry.Tag.IsPrivate ? PrivateKey(entry.Tag) : entry.Tag.Key] = entry;
        _added[entry.Keyword] = entry.Tag;
    }

    /// <summary>The creator of this identification, the same object each time.</summary>
    public DicomPrivateCreator GetPrivateCreator(string creator) => _creators.GetOrAdd(creator, static c => new DicomPrivateCreator(c));

    /// <summary>The tag of a keyword; <c>null</c> where there is none.</summary>
    internal DicomTag? FindKeyword(string keyword)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        if (_added.TryGetValue(keyword, out DicomTag? tag))
            return tag;
        return _standard && s_keywords.Value.TryGetValue(keyword, out uint key) ? (DicomTag)key : null;
    }

    /// <summary>The value representations of a public tag, without making an entry; <c>null</c> where it is unknown.</summary>
    internal DicomVR[]? RepresentationsOf(uint key)
    {
        if (!_entries.IsEmpty && _entries.TryGetValue(key, out DicomDictionaryEntry? entry))
            return entry.ValueRepresentations;
        if (!_standard)
            return null;
        int index = DictionaryTables.Tags.BinarySearch(key);
        if (index >= 0)
            return s_representations.Value[DictionaryTables.Representations[index]];
        if ((key & 0xFFFF) == 0)
            return [DicomVR.UL];
        return Repeater(key)?.ValueRepresentations;
    }

    private static DicomVR[] RepresentationsOf(string text) =>
        [.. text.Split(" or ", StringSplitOptions.TrimEntries).Select(DicomVR.Parse)];

    private static DicomDictionaryEntry? Repeater(uint key)
    {
        foreach (DicomDictionaryEntry entry in s_repeaters.Value)
        {
            if ((key & entry.MaskTag!.Mask) == entry.MaskTag.Card)
                return entry;
        }

        return null;
    }

    // The element number without its block: the block is a matter of the data set.
    private static uint PrivateKey(DicomTag tag) => ((uint)tag.Group << 16) | (uint)(tag.Element & 0xFF);

    private static (int Start, int Bar, int End)[] Lines()
    {
        ReadOnlySpan<byte> texts = DictionaryTables.Texts;
        var lines = new (int, int, int)[DictionaryTables.Tags.Length];
        int start = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            int length = texts[start..].IndexOf((byte)'\n');
            int end = length < 0 ? texts.Length : start + length;
            lines[i] = (start, start + texts[start..end].IndexOf((byte)'|'), end);
            start = end + 1;
        }

        return lines;
    }

    private static Dictionary<string, uint> Keywords()
    {
        var result = new Dictionary<string, uint>(DictionaryTables.Tags.Length, StringComparer.Ordinal);
        (int Start, int Bar, int End)[] lines = s_texts.Value;
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Bar > lines[i].Start)
                result[Encoding.UTF8.GetString(DictionaryTables.Texts[lines[i].Start..lines[i].Bar])] = DictionaryTables.Tags[i];
        }

        foreach (DicomDictionaryEntry repeater in s_repeaters.Value)
            result.TryAdd(repeater.Keyword, repeater.Tag.Key);
        return result;
    }

    private DicomDictionaryEntry FromTables(DicomTag tag)
    {
        int index = DictionaryTables.Tags.BinarySearch(tag.Key);
        if (index < 0)
        {
            if (tag.Element == 0)
                return new DicomDictionaryEntry(tag, "Group Length", "GroupLength", DicomVM.VM_1, false, DicomVR.UL);
            return Repeater(tag.Key) ?? UnknownTag;
        }

        (int start, int bar, int end) = s_texts.Value[index];
        byte multiplicity = DictionaryTables.Multiplicities[index];
        var entry = new DicomDictionaryEntry(
            tag,
            Encoding.UTF8.GetString(DictionaryTables.Texts[(bar + 1)..end]),
            Encoding.UTF8.GetString(DictionaryTables.Texts[start..bar]),
            s_multiplicities.Value[multiplicity & 0x7F],
            (multiplicity & 0x80) != 0,
            s_representations.Value[DictionaryTables.Representations[index]]);
        return _entries.GetOrAdd(tag.Key, entry);
    }
}
