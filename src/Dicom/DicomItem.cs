using System.Diagnostics.CodeAnalysis;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>What a data set holds under a tag: an element, a sequence or fragments.</summary>
public abstract class DicomItem
{
    /// <summary>Makes an item of this tag.</summary>
    protected DicomItem(DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        Tag = tag;
    }

    /// <summary>The tag.</summary>
    public DicomTag Tag { get; private set; }

    /// <summary>The value representation.</summary>
    public abstract DicomVR ValueRepresentation { get; }

    /// <summary>Checks the value against the rules of its value representation and the dictionary.</summary>
    /// <exception cref="DicomValidationException">A rule is broken.</exception>
    public virtual void Validate()
    {
    }

    // A private item gets another number in a data set whose blocks lie otherwise; it stays what it is in the one it came from.
    internal DicomItem WithTag(DicomTag tag)
    {
        var copy = (DicomItem)MemberwiseClone();
        copy.Tag = tag;
        return copy;
    }

    /// <summary>Tag, value representation and keyword; never the value.</summary>
    public override string ToString() => $"{Tag} {ValueRepresentation.Code} {Tag.DictionaryEntry.Keyword}";
}

/// <summary>An item that holds values.</summary>
[SuppressMessage("Design", "MA0077", Justification = "fo-dicom's elements are no IEquatable.")]
public abstract class DicomElement : DicomItem
{
    private IByteBuffer _buffer;

    /// <summary>Makes an element of these bytes.</summary>
    protected DicomElement(DicomTag tag, IByteBuffer data)
        : base(tag)
    {
        ArgumentNullException.ThrowIfNull(data);
        _buffer = data;
    }

    private protected DicomElement(DicomTag tag)
        : base(tag) => _buffer = EmptyBuffer.Value;

    /// <summary>Number of values.</summary>
    public abstract int Count { get; }

    /// <summary>The bytes as they stand in a little-endian file.</summary>
    public virtual IByteBuffer Buffer
    {
        get => _buffer;
        protected set => _buffer = value;
    }

    /// <summary>Number of bytes.</summary>
    public uint Length => checked((uint)Buffer.Size);

    /// <summary>A value, or all of them where <typeparamref name="T"/> is an array.</summary>
    /// <param name="item">The index; -1 stands for the first, or for all where that can be had.</param>
    /// <exception cref="DicomDataException">There is no such value, or it breaks the rules of its kind.</exception>
    /// <exception cref="InvalidCastException">Values of this kind cannot be had as <typeparamref name="T"/>.</exception>
    public abstract T Get<T>(int item = -1);

    /// <inheritdoc/>
    public override void Validate()
    {
        ValidateVM();
        ValidateString();
    }

    /// <summary>Whether both have the same tag, value representation and bytes.</summary>
    public virtual bool Equals(DicomElement? other) =>
        other is not null && Tag.Equals(other.Tag) && ReferenceEquals(ValueRepresentation, other.ValueRepresentation)
        && Buffer.AsSpan().SequenceEqual(other.Buffer.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DicomElement element && Equals(element);

    /// <inheritdoc/>
    public override int GetHashCode() => Tag.GetHashCode();

    /// <summary>Checks the number of values against the dictionary.</summary>
    protected virtual void ValidateVM()
    {
        if (Tag.IsPrivate)
            return;
        DicomDictionaryEntry entry = Tag.DictionaryEntry;
        if (ReferenceEquals(entry, DicomDictionary.UnknownTag))
            return;
        int count = Count;
        if (!entry.ValueMultiplicity.Allows(count))
            throw new DicomValidationException(string.Empty, ValueRepresentation, $"{Tag} {entry.Keyword} has {count} values; the dictionary allows {entry.ValueMultiplicity}.");
    }

    /// <summary>Checks text values against the rules of the value representation.</summary>
    protected virtual void ValidateString()
    {
    }

    private protected DicomDataException NoSuchValue(int item) =>
        new($"{Tag} {Tag.DictionaryEntry.Keyword} has {Count} values; there is no value at index {item}.");
}
