using System.Buffers.Binary;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Dose;

/// <summary>The values of an RT Dose object: 16 or 32 bits, one sample, compressed without loss or not (DICOM PS3.3 C.8.8.3).</summary>
internal static class DosePixels
{
    // A gigabyte of them; 1 mm around a whole body has a tenth of it.
    private const long MostValues = 1L << 28;

    /// <summary>Every value times the scaling, frame by frame in ascending order of the offsets, row by row.</summary>
    /// <exception cref="CaseDataException">No pixels, pixels of another kind, or too few of them.</exception>
    public static float[] Read(DicomDataset dose, string uid, DoseGeometry geometry, double scaling)
    {
        if (dose.GetDicomItem<DicomItem>(DicomTag.PixelData) is null) throw Unsupported(uid, "has no Pixel Data (7FE0,0010)");
        if (PixelFrames.AreLossy(dose))
            throw new CaseDataException(ReasonCodes.PixelsLossy, $"RT Dose {uid} lost something by compression: its values are not the planning system's. Export it uncompressed.");
        var frames = geometry.FrameOffsets.Length;
        if (DoseFrames.Stored(dose, geometry.Columns, geometry.Rows, frames) is { } stored && stored < frames)
            throw Unsupported(uid, $"says that it has {frames} frames (Number of Frames, 0028,0008, and Grid Frame Offset Vector, 3004,000C); its Pixel Data (7FE0,0010) holds {stored}");
        var faults = FaultsOf(uid);
        var pixels = PixelFrames.Described(dose, faults);
        if (dose.InternalTransferSyntax.UID == DicomUID.ExplicitVRBigEndianRETIRED && pixels.BitsAllocated == 32)
            throw Unsupported(uid, "has 32-bit values in big endian, for which two orders of their halves are in use, so that nobody knows which these are (export it in little endian)");
        if (dose.Text(DicomTag.PhotometricInterpretation) is not ("" or "MONOCHROME2"))
            throw Unsupported(uid, "has a Photometric Interpretation (0028,0004) other than MONOCHROME2");
        var isSigned = pixels.PixelRepresentation == PixelRepresentation.Signed;
        var bits = pixels.BitsAllocated;
        if (pixels.SamplesPerPixel != 1 || bits is not (16 or 32))
            throw Unsupported(uid, $"has {pixels.SamplesPerPixel} sample(s) of {bits} bits a value; one of 16 or 32 is read");
        if (pixels.BitsStored != bits || pixels.HighBit != bits - 1)
            throw Unsupported(uid, $"says that {pixels.BitsStored} bits up to bit {pixels.HighBit} of {bits} are used; a dose uses them all");

        if ((long)geometry.Rows * geometry.Columns * frames > MostValues)
            throw Unsupported(uid, $"says that it has {geometry.Columns} x {geometry.Rows} x {frames} values, more than any dose");
        var frame = geometry.Rows * geometry.Columns;

        // What says that it is large and is not must not take the room: the first frame is read before there is any.
        var bytes = PixelFrames.Of(pixels, 0, faults);
        var values = new float[frame * frames];
        for (var i = 0; i < frames; i++)
        {
            if (i > 0) bytes = PixelFrames.Of(pixels, i, faults);
            if (bytes.Length < (long)frame * bits / 8)
                throw Unsupported(uid, $"has {bytes.Length} bytes in frame {i + 1}; {geometry.Rows} x {geometry.Columns} values of {bits} bits need {(long)frame * bits / 8}");
            var into = values.AsSpan(frame * (geometry.IsDescending ? frames - 1 - i : i), frame);
            if (bits == 16) Scale16(bytes, into, scaling, isSigned);
            else Scale32(bytes, into, scaling, isSigned);
        }

        if (isSigned && values.AsSpan().IndexOfAnyInRange(float.MinValue, -float.Epsilon) >= 0)
            throw new CaseDataException(ReasonCodes.DoseNotADose, $"RT Dose {uid} has negative values: it is a difference of doses, or damaged. Export the dose of the plan.");
        return values;
    }

    private static void Scale16(byte[] bytes, Span<float> into, double scaling, bool isSigned)
    {
        for (var i = 0; i < into.Length; i++)
        {
            var value = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 * i));
            into[i] = (float)((isSigned ? (short)value : value) * scaling);
        }
    }

    private static void Scale32(byte[] bytes, Span<float> into, double scaling, bool isSigned)
    {
        for (var i = 0; i < into.Length; i++)
        {
            var value = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * i));
            into[i] = (float)((isSigned ? (int)value : value) * scaling);
        }
    }

    private static PixelFrameFaults FaultsOf(string uid) => new(
        fault => new(ReasonCodes.PixelsUnsupported, $"RT Dose {uid} has values that do not fit what it says of them: {fault.Message} Export it again, uncompressed.", fault),
        fault => new(ReasonCodes.PixelsUnsupported, $"RT Dose {uid} cannot be decoded. {fault.Message} Or export it uncompressed.", fault),
        fault => new(ReasonCodes.UnreadableFile, $"RT Dose {uid} cannot be decoded. {fault.Message} Export it again.", fault));

    private static CaseDataException Unsupported(string uid, string what) => new(ReasonCodes.PixelsUnsupported, $"RT Dose {uid} {what}. Export it again.");
}
