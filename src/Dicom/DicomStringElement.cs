using System.Text;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>
/// An element of text. One that was read keeps its bytes, and they are decoded when they are asked for; one that was
/// made of text is encoded when it is written, in the character set of the data set that it is written in.
/// </summary>
public abstract class DicomStringElement : DicomElement
{
    private readonly string? _text;
    private IByteBuffer? _bytes;

    /// <summary>Makes an element of text.</summary>
    protected DicomStringElement(DicomTag tag, string? value)
        : base(tag)
    {
        _text = value ?? "";
        CharacterSets = CharacterSets.Default;
    }

    /// <summary>Makes an element of bytes in these encodings.</summary>
    protected DicomStringElement(DicomTag tag, Encoding[] encodings, IByteBuffer buffer)
        : this(tag, CharacterSets.Of(encodings), buffer)
    {
    }

    private protected DicomStringElement(DicomTag tag, CharacterSets characterSets, IByteBuffer buffer)
        : base(tag)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        _bytes = buffer;
        CharacterSets = characterSets;
    }

    /// <summary>The encodings of the bytes. Setting them on an element that was read changes how its bytes are understood.</summary>
    public Encoding[] TargetEncodings
    {
        get => CharacterSets.Encodings;
        set
        {
            CharacterSets = CharacterSets.Of(value);
            if (_text is not null)
                _bytes = null;
        }
    }

    /// <summary>The first of the encodings.</summary>
    public Encoding TargetEncoding
    {
        get => TargetEncodings[0];
        set => TargetEncodings = [value];
    }

    /// <inheritdoc/>
    public override int Count => _bytes is not null && _text is null ? (Trimmed(_bytes.AsSpan()).Length > 0 ? 1 : 0) : (_text!.Length > 0 ? 1 : 0);

    /// <summary>The bytes in the element's own encodings, padded to an even length.</summary>
    /// <exception cref="DicomDataException">The encodings do not have a character of the text.</exception>
    public override IByteBuffer Buffer
    {
        get => _bytes ??= Encoded(CharacterSets);
        protected set => _bytes = value;
    }

    internal CharacterSets CharacterSets { get; private set; }

    internal bool IsText => _text is not null;

    /// <summary>The whole text, without the padding at its end.</summary>
    protected string StringValue => _text ?? CharacterSets.Decode(Trimmed(_bytes!.AsSpan()), ValueRepresentation);

    internal string Text => StringValue;

    /// <inheritdoc/>
    public override T Get<T>(int item = -1)
    {
        if (item < -1)
            throw new ArgumentOutOfRangeException(nameof(item), "An index is not negative.");
        if (typeof(T) == typeof(IByteBuffer))
            return (T)Buffer;
        if (typeof(T) == typeof(byte[]))
            return (T)(object)Buffer.Data;
        if (typeof(T) == typeof(string[]) || (typeof(T) == typeof(object[]) && item == -1))
            return (T)(object)(Count == 0 ? Array.Empty<string>() : [StringValue]);
        if (typeof(T) == typeof(string) || typeof(T) == typeof(object))
        {
            if (item > 0 || (item == 0 && Count == 0))
                throw NoSuchValue(item);
            return (T)(object)StringValue;
        }

        throw NumberConversion.NotConvertible<T>(this);
    }

    /// <summary>The bytes as they are to be written under these character sets.</summary>
    /// <exception cref="DicomDataException">They do not have a character of the text.</exception>
    internal IByteBuffer BufferFor(CharacterSets target)
    {
        if (!ValueRepresentation.IsStringEncoded)
            return Buffer;
        if (_text is null)
        {
            IByteBuffer bytes = _bytes!;
            if (CharacterSets.MeansTheSameAs(target, bytes.AsSpan()))
                return bytes;
            if (!CharacterSets.CanBeDecoded(bytes.AsSpan(), ValueRepresentation))
                throw new DicomDataException($"{Tag} {Tag.DictionaryEntry.Keyword} has bytes that its own specific character set does not explain, so they cannot be written in another.");
            return Encoded(target);
        }

        return ReferenceEquals(target, CharacterSets) ? Buffer : Encoded(target);
    }

    /// <inheritdoc/>
    protected override void ValidateString()
    {
        if (Count > 0)
            Check(StringValue);
    }

    private protected void Check(string value)
    {
        string? fault = DicomValueRules.FaultOf(ValueRepresentation, value);
        if (fault is not null)
            throw new DicomValidationException(value, ValueRepresentation, $"{Tag} {Tag.DictionaryEntry.Keyword}: a value of {ValueRepresentation.Code} {fault}.");
    }

    private protected static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> bytes) => bytes.TrimEnd(" \0"u8);

    private protected ReadOnlySpan<byte> TrimmedBytes => _bytes is null && _text is null ? default : Trimmed(Buffer.AsSpan());

    private IByteBuffer Encoded(CharacterSets target)
    {
        string text = _text ?? StringValue;
        if (text.Length == 0)
            return EmptyBuffer.Value;
        byte[] bytes = (ValueRepresentation.IsStringEncoded ? target : CharacterSets.Default).Encode(text, ValueRepresentation, Tag);
        if ((bytes.Length & 1) != 0)
        {
            Array.Resize(ref bytes, bytes.Length + 1);
            bytes[^1] = ValueRepresentation.PaddingValue;
        }

        return new MemoryByteBuffer(bytes);
    }
}

/// <summary>An element of text that can hold several values, with backslashes between them.</summary>
public abstract class DicomMultiStringElement : DicomStringElement
{
    /// <summary>Makes an element of these values.</summary>
    protected DicomMultiStringElement(DicomTag tag, params string[] values)
        : base(tag, Joined(values))
    {
    }

    /// <summary>Makes an element of bytes in these encodings.</summary>
    protected DicomMultiStringElement(DicomTag tag, Encoding[] encodings, IByteBuffer buffer)
        : base(tag, encodings, buffer)
    {
    }

    private protected DicomMultiStringElement(DicomTag tag, CharacterSets characterSets, IByteBuffer buffer)
        : base(tag, characterSets, buffer)
    {
    }

    /// <inheritdoc/>
    public override int Count
    {
        get
        {
            if (!IsText && !ValueRepresentation.IsStringEncoded)
            {
                ReadOnlySpan<byte> bytes = TrimmedBytes;
                return bytes.Length == 0 ? 0 : bytes.Count((byte)'\\') + 1;
            }

            string text = StringValue;
            return text.Length == 0 ? 0 : text.AsSpan().Count('\\') + 1;
        }
    }

    /// <inheritdoc/>
    public override T Get<T>(int item = -1)
    {
        if (typeof(T) == typeof(string[]))
            return (T)(object)Values();
        if (typeof(T) == typeof(object) && item == -1)
            return (T)(object)(Count == 1 ? Values()[0] : Values());
        if ((typeof(T) == typeof(string) || typeof(T) == typeof(object)) && item >= 0)
            return (T)(object)ValueAt(item);
        if (typeof(T).IsEnum && Count > 0)
        {
            string name = ValueAt(Math.Max(item, 0));
            return Enum.TryParse(typeof(T), name, ignoreCase: true, out object? value)
                ? (T)value!
                : throw new DicomDataException($"{Tag}: a value is none of {typeof(T).Name}.");
        }

        return base.Get<T>(item);
    }

    private protected string ValueAt(int item)
    {
        string[] values = Values();
        return item < values.Length ? values[item] : throw NoSuchValue(item);
    }

    /// <summary>The values, each without the padding at its end; those of codes, numbers, dates and UIDs without leading spaces either.</summary>
    private protected string[] Values()
    {
        string text = StringValue;
        if (text.Length == 0)
            return [];
        string[] values = text.Split('\\');
        for (int i = 0; i < values.Length; i++)
            values[i] = ValueRepresentation.IsStringEncoded ? values[i].TrimEnd(' ', '\0') : values[i].Trim(' ', '\0');
        return values;
    }

    /// <inheritdoc/>
    protected override void ValidateString()
    {
        foreach (string value in Values())
            Check(value);
    }

    private static string Joined(string[]? values) => values is null or [] ? "" : values.Length == 1 ? values[0] ?? "" : string.Join('\\', values);
}
