using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.IO;

/// <summary>What changes places between little and big endian (PS3.5 7.3).</summary>
internal static class ByteOrder
{
    /// <summary>Bytes of the numbers of a value; 1 where there is nothing to turn around.</summary>
    /// <remarks>
    /// OW is a string of words of 16 bits. Pixel values of 32 or 64 bits are numbers of their own all the same: this is
    /// how pydicom and GDCM write and read them. DCMTK turns words of 16 bits around there too.
    /// </remarks>
    public static int UnitOf(DicomTag tag, DicomVR vr, int bitsAllocated)
    {
        if (tag.Key == 0x7FE00010 && ReferenceEquals(vr, DicomVR.OW) && bitsAllocated is 32 or 64)
            return bitsAllocated / 8;
        return vr.IsString || ReferenceEquals(vr, DicomVR.UN) ? 1 : vr.ByteSwap;
    }

    /// <summary>A buffer in the other order; one on disk stays there.</summary>
    public static IByteBuffer Turned(IByteBuffer bytes, int unit)
    {
        var swapped = new SwappedByteBuffer(bytes, unit);
        return bytes.IsMemory ? new MemoryByteBuffer(swapped.Data) : swapped;
    }
}
