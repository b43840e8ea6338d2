using System.Buffers;
using System.Globalization;
using System.Text;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>An element of decimal numbers as text (DS), each of at most 16 characters.</summary>
public class DicomDecimalString : DicomMultiStringElement
{
    private readonly bool _sound;

    /// <summary>Makes an element of these values: see <see cref="ToDecimalString(decimal)"/>.</summary>
    public DicomDecimalString(DicomTag tag, params decimal[] values)
        : base(tag, Array.ConvertAll(values ?? [], ToDecimalString))
    {
    }

    /// <summary>Makes an element of text.</summary>
    public DicomDecimalString(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of bytes.</summary>
    public DicomDecimalString(DicomTag tag, IByteBuffer data)
        : base(tag, CharacterSets.Default, data)
    {
    }

    private DicomDecimalString(DicomTag tag, IByteBuffer data, bool sound)
        : this(tag, data) => _sound = sound;

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.DS;

    /// <summary>
    /// Makes an element of many numbers quickly, each rounded to a fixed number of decimals (half to even) with zeros
    /// at the end left out; made for contours, where two decimals are 0.01 mm.
    /// </summary>
    /// <param name="tag">The tag.</param>
    /// <param name="values">The numbers, finite.</param>
    /// <param name="decimals">Digits behind the point, 0 to 9.</param>
    /// <exception cref="DicomDataException">A number is not finite.</exception>
    internal static DicomDecimalString FromDoubles(DicomTag tag, ReadOnlySpan<double> values, int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 9);
        byte[] room = ArrayPool<byte>.Shared.Rent(checked((values.Length * (DecimalText.MaximumLength + 1)) + 1));
        try
        {
            int length = Format(tag, values, decimals, room);
            return new DicomDecimalString(tag, new MemoryByteBuffer(room.AsSpan(0, length).ToArray()), sound: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    // With a backslash between the values and a space behind the last one where the length would be odd.
    private static int Format(DicomTag tag, ReadOnlySpan<double> values, int decimals, Span<byte> bytes)
    {
        int length = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
                bytes[length++] = (byte)'\\';
            int written = DecimalText.Format(values[i], decimals, bytes[length..]);
            if (written == 0)
            {
                if (!double.IsFinite(values[i]))
                    throw new DicomDataException($"{tag}: the number at index {i} is not finite.");
                written = Encoding.ASCII.GetBytes(DecimalText.Shortest(values[i]), bytes[length..]);
            }

            length += written;
        }

        if ((length & 1) != 0)
            bytes[length++] = (byte)' ';
        return length;
    }

    /// <summary>The most accurate text of at most 16 characters; without an exponent where one without is as accurate.</summary>
    public static string ToDecimalString(decimal value) => DecimalText.Shortest(value);

    /// <summary>The most accurate text of at most 16 characters; without an exponent where one without is as accurate.</summary>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    internal static string ToDecimalString(double value) =>
        double.IsFinite(value) ? DecimalText.Shortest(value) : throw new ArgumentException("DS holds finite numbers only.", nameof(value));

    /// <inheritdoc/>
    public override T Get<T>(int item = -1)
    {
        if (typeof(T) == typeof(double[]))
            return (T)(object)ToDoubles();
        if (typeof(T) == typeof(float[]))
            return (T)(object)Array.ConvertAll(ToDoubles(), v => (float)v);
        if (typeof(T) == typeof(int[]))
            return (T)(object)Array.ConvertAll(ToDoubles(), v => NumberConversion.To<int, double>(v, this));
        if (typeof(T) == typeof(decimal[]))
            return (T)(object)Array.ConvertAll(Values(), Decimal);
        if (typeof(T) == typeof(decimal) || typeof(T) == typeof(decimal?))
            return (T)(object)Decimal(ValueAt(Math.Max(item, 0)));
        if (!typeof(T).IsEnum && NumberConversion.IsNumber<T>())
            return NumberConversion.To<T, double>(DoubleAt(Math.Max(item, 0)), this);
        return base.Get<T>(item);
    }

    /// <summary>The values as doubles, the nearest to each decimal text, read without a string for each.</summary>
    /// <exception cref="DicomDataException">One is not a number.</exception>
    internal double[] ToDoubles()
    {
        ReadOnlySpan<byte> text = TrimmedBytes;
        if (text.Length == 0)
            return [];
        double[] values = new double[text.Count((byte)'\\') + 1];
        return DecimalText.TryParseAll(text, values) ? values : throw NotANumber();
    }

    /// <summary>The values as doubles in the caller's room; false when one is not a number or the room is not of their number.</summary>
    internal bool TryCopyDoubles(Span<double> values)
    {
        ReadOnlySpan<byte> text = TrimmedBytes;
        return text.Length == 0 ? values.Length == 0 : DecimalText.TryParseAll(text, values);
    }

    /// <inheritdoc/>
    protected override void ValidateString()
    {
        if (!_sound)
            base.ValidateString();
    }

    private double DoubleAt(int item)
    {
        ReadOnlySpan<byte> text = TrimmedBytes;
        for (int i = 0; text.Length > 0; i++)
        {
            int end = text.IndexOf((byte)'\\');
            if (i == item)
                return DecimalText.TryParse(end < 0 ? text : text[..end], out double value) ? value : throw NotANumber();
            if (end < 0)
                break;
            text = text[(end + 1)..];
        }

        throw NoSuchValue(item);
    }

    private decimal Decimal(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value : throw NotANumber();

    private DicomDataException NotANumber() => new($"{Tag} {Tag.DictionaryEntry.Keyword} holds text that is not a decimal number.");
}
