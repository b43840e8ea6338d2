using System.Globalization;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Dose;

/// <summary>
/// How many planes an RT Dose has. Three places tell: Number of Frames, the values of Grid Frame Offset Vector, and what Pixel Data holds. Where they differ nobody knows
/// which plane lies where.
/// </summary>
internal static class DoseFrames
{
    private const string Attribute = "Number of Frames (0028,0008)";

    /// <summary>The number of frames.</summary>
    /// <exception cref="CaseDataException">The places tell different numbers; the sentence has them all.</exception>
    public static int Of(DicomDataset dose, string uid, int columns, int rows)
    {
        var stated = dose.WholeNumber(DicomTag.NumberOfFrames);
        var frames = stated ?? 1;
        var offsets = dose.Numbers(DicomTag.GridFrameOffsetVector)?.Length ?? 0;
        var stored = Stored(dose, columns, rows, frames);

        // Pixels that are fewer are their reader's matter, who knows of what kind they are.
        if (offsets > 0 ? offsets == frames && !(stored > frames) : !(stored > frames)) return frames;
        var pixels = stored is { } known ? $", Pixel Data (7FE0,0010) holds {Count(known, "frame")}" : string.Empty;
        throw RtDoseReader.Bad(
            uid,
            Attribute,
            $"{(stated is { } number ? $"is {number.ToString(CultureInfo.InvariantCulture)}" : "is absent, which means 1")}; Grid Frame Offset Vector (3004,000C) has {Count(offsets, "value")}{pixels}: which plane lies where is not known");
    }

    /// <summary>Whole frames in the pixel data; null where there are none or where compressed pixels do not tell.</summary>
    /// <param name="dose">The object.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="frames">Frames as they are stated: a compressed frame may be cut into several fragments.</param>
    public static long? Stored(DicomDataset dose, int columns, int rows, int frames)
    {
        switch (dose.GetDicomItem<DicomItem>(DicomTag.PixelData))
        {
            case DicomFragmentSequence { OffsetTable.Count: > 0 } compressed:
                return compressed.OffsetTable.Count;
            case DicomFragmentSequence compressed:
                return compressed.Fragments.Count <= frames ? compressed.Fragments.Count : null;
            case DicomElement plain when dose.WholeNumber(DicomTag.BitsAllocated) is { } bits and > 0:
                var size = (long)columns * rows * bits / 8 * Math.Max(1, dose.WholeNumber(DicomTag.SamplesPerPixel) ?? 1);
                return size > 0 ? plain.Buffer.Size / size : null;
            default:
                return null;
        }
    }

    private static string Count(long number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? string.Empty : "s")}");
}
