using System.Buffers.Binary;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>An element of tags (AT).</summary>
public class DicomAttributeTag : DicomElement
{
    /// <summary>Makes an element of these tags.</summary>
    public DicomAttributeTag(DicomTag tag, params DicomTag[] values)
        : base(tag, ToBuffer(values))
    {
    }

    /// <summary>Makes an element of bytes, little endian.</summary>
    public DicomAttributeTag(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override int Count => checked((int)(Buffer.Size / 4));

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.AT;

    /// <summary>The tags.</summary>
    public IEnumerable<DicomTag> Values
    {
        get
        {
            ReadOnlySpan<byte> bytes = Buffer.AsSpan();
            var tags = new DicomTag[bytes.Length / 4];
            for (int i = 0; i < tags.Length; i++)
                tags[i] = new DicomTag(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(4 * i)..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[((4 * i) + 2)..]));
            return tags;
        }
    }

    /// <inheritdoc/>
    public override T Get<T>(int item = -1)
    {
        if (item < -1)
            throw new ArgumentOutOfRangeException(nameof(item), "An index is not negative.");
        var tags = (DicomTag[])Values;
        if (typeof(T) == typeof(DicomTag[]))
            return (T)(object)tags;
        if (typeof(T) == typeof(string[]))
            return (T)(object)Array.ConvertAll(tags, t => t.ToString());
        if (typeof(T) == typeof(string) && item == -1)
            return (T)(object)string.Join('\\', (IEnumerable<DicomTag>)tags);
        int index = Math.Max(item, 0);
        if (index >= tags.Length)
            throw NoSuchValue(index);
        if (typeof(T) == typeof(DicomTag) || typeof(T) == typeof(object))
            return (T)(object)tags[index];
        if (typeof(T) == typeof(string))
            return (T)(object)tags[index].ToString();
        if (typeof(T) == typeof(uint))
            return (T)(object)(uint)tags[index];
        throw NumberConversion.NotConvertible<T>(this);
    }

    private static IByteBuffer ToBuffer(DicomTag[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0)
            return EmptyBuffer.Value;
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4 * i), values[i].Group);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan((4 * i) + 2), values[i].Element);
        }

        return new MemoryByteBuffer(bytes);
    }
}
