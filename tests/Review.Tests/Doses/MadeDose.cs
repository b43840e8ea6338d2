using System.Buffers.Binary;
using System.Globalization;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Review.Tests.Doses;

/// <summary>RT Dose objects whose every value is known: a function of the place, on an axial grid of other distances in each direction, uneven ones from plane to plane.</summary>
/// <param name="FrameOfReferenceUid">The frame of reference.</param>
/// <param name="First">The first point of the first plane.</param>
/// <param name="Columns">Points in a row.</param>
/// <param name="Rows">Points in a column.</param>
/// <param name="Offsets">Each plane's distance from the first, mm.</param>
/// <param name="Of">The dose at a place, Gy.</param>
internal sealed record MadeDose(string FrameOfReferenceUid, PatientPoint First, int Columns, int Rows, double[] Offsets, Func<PatientPoint, double> Of)
{
    public const double ColumnSpacing = 3, RowSpacing = 2.5, Scaling = 0.0005;

    /// <summary>A dose that rises evenly.</summary>
    public static MadeDose Linear(double factor) =>
        new("1.2.3.9", new(-30, -20, -15), 21, 17, [0, 2, 5, 7.5, 10], point => factor * (30 + (0.2 * point.X) + (0.3 * point.Y) - (0.4 * point.Z)));

    /// <summary>Where a point of the grid lies.</summary>
    public PatientPoint At(int column, int row, int plane) => new(First.X + (column * ColumnSpacing), First.Y + (row * RowSpacing), First.Z + Offsets[plane]);

    /// <summary>The object as a file.</summary>
    /// <param name="uid">SOP Instance UID.</param>
    /// <param name="change">What is otherwise.</param>
    public byte[] File(string uid, Action<DicomDataset>? change = null)
    {
        var pixels = new byte[4 * Columns * Rows * Offsets.Length];
        for (int k = 0, p = 0; k < Offsets.Length; k++)
        {
            for (int j = 0; j < Rows; j++)
            {
                for (int i = 0; i < Columns; i++, p += 4)
                    BinaryPrimitives.WriteUInt32LittleEndian(pixels.AsSpan(p), (uint)Math.Round(Of(At(i, j, k)) / Scaling));
            }
        }

        var dose = new DicomDataset(DicomTransferSyntax.ImplicitVRLittleEndian)
        {
            { DicomTag.SOPClassUID, DicomUID.RTDoseStorage },
            { DicomTag.SOPInstanceUID, uid },
            { DicomTag.StudyInstanceUID, "1.2.3" },
            { DicomTag.SeriesInstanceUID, "1.2.3.4" },
            { DicomTag.Modality, "RTDOSE" },
            { DicomTag.FrameOfReferenceUID, FrameOfReferenceUid },
            { DicomTag.ImagePositionPatient, Text(First.X), Text(First.Y), Text(First.Z) },
            { DicomTag.ImageOrientationPatient, "1", "0", "0", "0", "1", "0" },
            { DicomTag.PixelSpacing, Text(RowSpacing), Text(ColumnSpacing) },
            { DicomTag.SamplesPerPixel, (ushort)1 },
            { DicomTag.PhotometricInterpretation, "MONOCHROME2" },
            { DicomTag.NumberOfFrames, Offsets.Length },
            { DicomTag.FrameIncrementPointer, DicomTag.GridFrameOffsetVector },
            { DicomTag.Rows, (ushort)Rows },
            { DicomTag.Columns, (ushort)Columns },
            { DicomTag.BitsAllocated, (ushort)32 },
            { DicomTag.BitsStored, (ushort)32 },
            { DicomTag.HighBit, (ushort)31 },
            { DicomTag.PixelRepresentation, (ushort)0 },
            { DicomTag.DoseUnits, "GY" },
            { DicomTag.DoseType, "PHYSICAL" },
            { DicomTag.DoseSummationType, "BEAM" },
            { DicomTag.GridFrameOffsetVector, [.. Offsets.Select(Text)] },
            { DicomTag.DoseGridScaling, Text(Scaling) },
        };
        dose.Add(new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(pixels)));
        change?.Invoke(dose);
        using var bytes = new MemoryStream();
        new DicomFile(dose).Save(bytes);
        return bytes.ToArray();
    }

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
