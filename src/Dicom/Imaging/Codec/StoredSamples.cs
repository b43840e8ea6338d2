using System.Buffers.Binary;

namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>
/// Puts the samples of a decoded stream into the words of native pixel data (PS3.5 8.1.1): Bits Allocated wide, the
/// sign extended. A stream has its own precision, which need not be Bits Stored; where that leaves open what a sample
/// means, it is a fault and not a guess.
/// </summary>
internal static class StoredSamples
{
    /// <summary>Makes native words.</summary>
    /// <param name="samples">Interleaved, each in the least of 1, 2 and 4 bytes that holds the precision, little endian.</param>
    /// <param name="precision">Bits of a sample in the stream.</param>
    /// <param name="streamSigned">Whether the stream has a sign; <c>null</c> where its kind cannot say.</param>
    /// <param name="shape">What the attributes say.</param>
    public static byte[] ToNative(byte[] samples, int precision, bool? streamSigned, FrameShape shape)
    {
        if (precision > shape.BitsAllocated)
            throw new DicomDataException($"the stream has {precision} bits a sample");
        if (shape.HighBit != shape.BitsStored - 1 && precision <= shape.HighBit)
            throw new DicomDataException($"the stream has {precision} bits a sample, and the attributes say that the highest bit is {shape.HighBit}");
        int from = BytesOf(precision);
        int to = shape.BytesAllocated;
        bool widens = shape.IsSigned || streamSigned == true || from != to;
        if (!widens)
            return samples;

        int count = samples.Length / from;
        byte[] native = from == to ? samples : new byte[shape.Size];
        ulong mask = (1UL << precision) - 1;
        ulong top = 1UL << (precision - 1);
        for (int i = 0; i < count; i++)
        {
            ulong value = Get(samples, i, from) & mask;
            if ((value & top) != 0)
            {
                if (!shape.IsSigned && streamSigned == true)
                    throw new DicomDataException("the stream has negative samples, and (0028,0103) PixelRepresentation says that there are none");

                // The pattern is that of Bits Stored or wider: its highest bit is the sign, whatever the stream calls it.
                if (shape.IsSigned && streamSigned != true && precision < shape.BitsStored)
                    throw new DicomDataException($"the stream has {precision} bits a sample without a sign and {shape.BitsStored} bits are stored with one, so that large samples could be negative ones");
                if (shape.IsSigned)
                    value |= ~mask;
            }

            Put(native, i, to, value);
        }

        return native;
    }

    /// <summary>Bytes that a sample of a precision takes in a decoder's output.</summary>
    public static int BytesOf(int precision) => precision <= 8 ? 1 : precision <= 16 ? 2 : 4;

    private static ulong Get(byte[] samples, int i, int bytes) => bytes switch
    {
        1 => samples[i],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(samples.AsSpan(i * 2)),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(samples.AsSpan(i * 4)),
    };

    private static void Put(byte[] native, int i, int bytes, ulong value)
    {
        switch (bytes)
        {
            case 1: native[i] = (byte)value; break;
            case 2: BinaryPrimitives.WriteUInt16LittleEndian(native.AsSpan(i * 2), (ushort)value); break;
            case 4: BinaryPrimitives.WriteUInt32LittleEndian(native.AsSpan(i * 4), (uint)value); break;
            default: BinaryPrimitives.WriteUInt64LittleEndian(native.AsSpan(i * 8), value); break;
        }
    }
}
