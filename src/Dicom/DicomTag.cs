using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ContourFlow.Dicom;

/// <summary>The tag of a data element: group and element, and the creator where it is private (PS3.5 7.1).</summary>
[SuppressMessage("Design", "CA1036", Justification = "fo-dicom has no operators of order.")]
[SuppressMessage("Design", "MA0097", Justification = "fo-dicom has no operators of order.")]
public sealed partial class DicomTag : IEquatable<DicomTag>, IComparable<DicomTag>, IComparable, IFormattable
{
    /// <summary>Stands for "no tag".</summary>
    public static readonly DicomTag Unknown = new(0xFFFF, 0xFFFF);

    // The tags of the dictionary that have been asked for, by their place in its tables.
    private static readonly DicomTag?[] s_known = new DicomTag?[DictionaryTables.Tags.Length];

    /// <summary>Makes a tag.</summary>
    public DicomTag(ushort group, ushort element)
    {
        Group = group;
        Element = element;
    }

    /// <summary>Makes a private tag of a creator; of the element number only the last two digits count in a data set.</summary>
    public DicomTag(ushort group, ushort element, string privateCreator)
        : this(group, element, new DicomPrivateCreator(privateCreator))
    {
    }

    /// <summary>Makes a private tag of a creator; of the element number only the last two digits count in a data set.</summary>
    public DicomTag(ushort group, ushort element, DicomPrivateCreator? privateCreator)
        : this(group, element) => PrivateCreator = privateCreator;

    /// <summary>The group.</summary>
    public ushort Group { get; }

    /// <summary>The element.</summary>
    public ushort Element { get; }

    /// <summary>Whether the group is odd, which makes the tag private.</summary>
    public bool IsPrivate => (Group & 1) != 0;

    /// <summary>The creator of the block that the private tag belongs to, where it is known.</summary>
    public DicomPrivateCreator? PrivateCreator { get; set; }

    /// <summary>What the default dictionary says of the tag.</summary>
    public DicomDictionaryEntry DictionaryEntry => DicomDictionary.Default[this];

    internal uint Key => ((uint)Group << 16) | Element;

    internal bool IsPrivateCreatorElement => IsPrivate && Element is >= 0x0010 and <= 0x00FF;

    /// <summary>A tag of its number, group in the upper half.</summary>
    public static implicit operator DicomTag(uint tag) => new((ushort)(tag >> 16), (ushort)tag);

    /// <summary>The number of a tag, group in the upper half.</summary>
    public static explicit operator uint(DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return tag.Key;
    }

    /// <summary>Equality of group, element and creator.</summary>
    public static bool operator ==(DicomTag? left, DicomTag? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Inequality of group, element or creator.</summary>
    public static bool operator !=(DicomTag? left, DicomTag? right) => !(left == right);

    /// <summary>Reads (gggg,eeee), gggg,eeee, ggggeeee and (gggg,eeee:CREATOR).</summary>
    /// <exception cref="DicomDataException">The text is none of these.</exception>
    public static DicomTag Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        ReadOnlySpan<char> text = s.AsSpan().Trim();
        if (text is ['(', .., ')'])
            text = text[1..^1];
        string? creator = null;
        int colon = text.IndexOf(':');
        if (colon >= 0)
        {
            creator = text[(colon + 1)..].ToString();
            text = text[..colon];
        }

        if (!(text.Length == 8 || (text.Length == 9 && text[4] == ','))
            || !ushort.TryParse(text[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort g)
            || !ushort.TryParse(text[^4..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort e))
            throw new DicomDataException("The text is not a DICOM tag: gggg,eeee in hexadecimal digits is expected.");
        return creator is null ? new DicomTag(g, e) : new DicomTag(g, e, creator);
    }

    /// <inheritdoc/>
    public bool Equals(DicomTag? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || Key != other.Key)
            return false;
        return PrivateCreator is null ? other.PrivateCreator is null : PrivateCreator.Equals(other.PrivateCreator);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DicomTag);

    // The creator stays out of the hash because it can be set later.
    /// <inheritdoc/>
    public override int GetHashCode() => (int)Key;

    /// <inheritdoc/>
    public int CompareTo(DicomTag? other)
    {
        if (other is null)
            return 1;
        int byNumber = Key.CompareTo(other.Key);
        return byNumber != 0 ? byNumber : string.CompareOrdinal(PrivateCreator?.Creator, other.PrivateCreator?.Creator);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => CompareTo(obj as DicomTag);

    /// <summary>(gggg,eeee) in small hexadecimal digits, with the creator behind a colon where there is one.</summary>
    public override string ToString() => ToString("G", null);

    /// <summary>The tag as text.</summary>
    /// <param name="format">G: (gggg,eeee:CREATOR); J: GGGGEEEE as in DICOM JSON.</param>
    /// <param name="formatProvider">Not used.</param>
    public string ToString(string? format, IFormatProvider? formatProvider) => format switch
    {
        "J" => $"{Group:X4}{Element:X4}",
        "g" => $"{Group:x4},{Element:x4}",
        _ when PrivateCreator is not null => $"({Group:x4},{Element:x4}:{PrivateCreator.Creator})",
        _ => $"({Group:x4},{Element:x4})",
    };

    // Every caller gets the same object, whoever asks first.
    private static DicomTag Known(int index)
    {
        DicomTag made = DictionaryTables.Tags[index];
        return Interlocked.CompareExchange(ref s_known[index], made, null) ?? made;
    }
}
