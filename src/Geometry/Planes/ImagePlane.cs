using ContourFlow.Geometry.Patient;

namespace ContourFlow.Geometry.Planes;

/// <summary>One image's plane as the image itself states it (Image Plane Module, DICOM PS3.3 C.7.6.2).</summary>
/// <param name="ImageId">The image's SOP Instance UID, to name it in faults.</param>
/// <param name="Position">Centre of the first pixel (Image Position (Patient)), mm.</param>
/// <param name="RowDirection">Unit vector along a row, in which the column index grows.</param>
/// <param name="ColumnDirection">Unit vector along a column, in which the row index grows.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="RowSpacing">Distance between the centres of neighbouring rows, mm (first value of Pixel Spacing).</param>
/// <param name="ColumnSpacing">Distance between the centres of neighbouring columns, mm (second value).</param>
public sealed record ImagePlane(
    string ImageId,
    PatientPoint Position,
    PatientVector RowDirection,
    PatientVector ColumnDirection,
    int Rows,
    int Columns,
    double RowSpacing,
    double ColumnSpacing)
{
    /// <summary>Unit normal, row direction × column direction.</summary>
    public PatientVector Normal => RowDirection.Cross(ColumnDirection);

    /// <summary>The patient point of a pixel's centre; indices may be fractions.</summary>
    public PatientPoint PixelCentre(double row, double column) =>
        Position + (RowDirection * (column * ColumnSpacing)) + (ColumnDirection * (row * RowSpacing));
}
