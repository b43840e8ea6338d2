using ContourFlow.Geometry.Patient;

namespace ContourFlow.Phantom.Patients;

/// <summary>Where the pixels of one image lie in its own frame of reference.</summary>
/// <param name="First">Centre of the first pixel, mm.</param>
/// <param name="RowDirection">Unit vector in which the column index grows.</param>
/// <param name="ColumnDirection">Unit vector in which the row index grows.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="Spacing">Distance of pixel centres, mm; pixels are square.</param>
/// <param name="Thickness">Slice thickness, mm.</param>
internal sealed record ImageRaster(
    PatientPoint First, PatientVector RowDirection, PatientVector ColumnDirection, int Rows, int Columns, double Spacing, double Thickness)
{
    /// <summary>The frame's point of a pixel's centre.</summary>
    public PatientPoint At(double row, double column) =>
        First + ((RowDirection * (column * Spacing)) + (ColumnDirection * (row * Spacing)));

    /// <summary>A raster with its middle at a point, rounded to what a header can say.</summary>
    public static ImageRaster Centred(
        PatientPoint middle, PatientVector rowDirection, PatientVector columnDirection, int rows, int columns, double spacing, double thickness)
    {
        var first = middle + ((rowDirection * (-(columns - 1) / 2.0 * spacing)) + (columnDirection * (-(rows - 1) / 2.0 * spacing)));
        PatientPoint rounded = new(Math.Round(first.X, 4), Math.Round(first.Y, 4), Math.Round(first.Z, 4));
        return new(rounded, rowDirection, columnDirection, rows, columns, spacing, thickness);
    }
}
