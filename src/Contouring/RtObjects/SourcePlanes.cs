using System.Globalization;
using ContourFlow.Contouring.Cases;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// Source Pixel Planes Characteristics (3006,004A): the CT's planes, so that a reader knows which planes exist and
/// sees a gap as a gap (DICOM PS3.3 C.8.8.6.4).
/// </summary>
internal static class SourcePlanes
{
    /// <summary>Spacings that differ by less than this, mm, are one spacing: the rounding of positions.</summary>
    private const double SameSpacing = 0.005;

    /// <summary>The sequence; null for planes of several spacings, or one plane, which it cannot describe.</summary>
    public static DicomSequence? Of(PlanningCt ct)
    {
        var positions = ct.Grid.Positions;
        if (positions.Length < 2) return null;
        var spacing = (positions[^1] - positions[0]) / (positions.Length - 1);
        for (var i = 1; i < positions.Length; i++)
        {
            if (Math.Abs(positions[i] - positions[i - 1] - spacing) > SameSpacing) return null;
        }

        // Planes are counted along the normal of the image's own rows and columns.
        var first = (ct.Slices[0].Plane.Normal.Z > 0 ? ct.Slices[0] : ct.Slices[^1]).Plane;
        return new(DicomTag.SourcePixelPlanesCharacteristicsSequence, new DicomDataset().NotValidated()
            .Add(DicomTag.PixelSpacing, Texts(first.RowSpacing, first.ColumnSpacing))
            .Add(DicomTag.SpacingBetweenSlices, Texts(Math.Round(spacing, 6)))
            .Add(DicomTag.ImageOrientationPatient, Texts(
                first.RowDirection.X, first.RowDirection.Y, first.RowDirection.Z,
                first.ColumnDirection.X, first.ColumnDirection.Y, first.ColumnDirection.Z))
            .Add(DicomTag.ImagePositionPatient, Texts(first.Position.X, first.Position.Y, first.Position.Z))
            .Add(DicomTag.NumberOfFrames, positions.Length.ToString(CultureInfo.InvariantCulture))
            .Add(DicomTag.Rows, (ushort)first.Rows)
            .Add(DicomTag.Columns, (ushort)first.Columns));
    }

    private static string[] Texts(params double[] values) => [.. values.Select(WrittenCoordinate.Text)];
}
