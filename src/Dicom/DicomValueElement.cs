using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>An element of binary numbers.</summary>
/// <typeparam name="Tv">The type of a number.</typeparam>
[SuppressMessage("Naming", "CA1715", Justification = "The name of fo-dicom.")]
public abstract class DicomValueElement<Tv> : DicomElement
    where Tv : unmanaged, INumber<Tv>
{
    /// <summary>Makes an element of these values.</summary>
    protected DicomValueElement(DicomTag tag, params Tv[] values)
        : base(tag, ToBuffer(values))
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    protected DicomValueElement(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override int Count => checked((int)(Buffer.Size / Size));

    private static int Size => Unsafe.SizeOf<Tv>();

    /// <inheritdoc/>
    public override T Get<T>(int item = -1)
    {
        if (item < -1)
            throw new ArgumentOutOfRangeException(nameof(item), "An index is not negative.");
        if (typeof(T) == typeof(IByteBuffer))
            return (T)Buffer;
        if (item == -1)
        {
            if (typeof(T) == typeof(Tv[]))
                return (T)(object)Values().ToArray();
            if (typeof(T) == typeof(byte[]))
                return (T)(object)Buffer.Data;
            if (typeof(T) == typeof(object))
                return Count == 1 ? (T)(object)Values()[0] : (T)(object)Values().ToArray();
            if (typeof(T).IsArray)
                return Many<T>();
            if (typeof(T) == typeof(string))
                return (T)(object)string.Join('\\', Convert<string>());
            item = 0;
        }

        ReadOnlySpan<Tv> values = Values();
        if (item >= values.Length)
            throw NoSuchValue(item);
        return typeof(T) == typeof(object) ? (T)(object)values[item] : NumberConversion.To<T, Tv>(values[item], this);
    }

    // A trailing byte that does not make a value is padding, and not looked at.
    private ReadOnlySpan<Tv> Values()
    {
        ReadOnlySpan<byte> bytes = Buffer.AsSpan();
        return MemoryMarshal.Cast<byte, Tv>(bytes[..(bytes.Length / Size * Size)]);
    }

    private static IByteBuffer ToBuffer(Tv[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0)
            return EmptyBuffer.Value;
        return new MemoryByteBuffer(values is byte[] bytes ? bytes : MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    private T Many<T>()
    {
        Array result = Type.GetTypeCode(typeof(T).GetElementType()) switch
        {
            TypeCode.SByte => Convert<sbyte>(),
            TypeCode.Byte => Convert<byte>(),
            TypeCode.Int16 => Convert<short>(),
            TypeCode.UInt16 => Convert<ushort>(),
            TypeCode.Int32 => Convert<int>(),
            TypeCode.UInt32 => Convert<uint>(),
            TypeCode.Int64 => Convert<long>(),
            TypeCode.UInt64 => Convert<ulong>(),
            TypeCode.Single => Convert<float>(),
            TypeCode.Double => Convert<double>(),
            TypeCode.Decimal => Convert<decimal>(),
            TypeCode.String => Convert<string>(),
            _ => throw NumberConversion.NotConvertible<T>(this),
        };
        return (T)(object)result;
    }

    private TTo[] Convert<TTo>()
    {
        ReadOnlySpan<Tv> values = Values();
        var result = new TTo[values.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = NumberConversion.To<TTo, Tv>(values[i], this);
        return result;
    }
}
