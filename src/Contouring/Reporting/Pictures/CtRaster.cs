namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>The CT of a picture.</summary>
internal static class CtRaster
{
    /// <summary>Samples a field at the centres of its pixels, in window <see cref="GreyWindow.Bone"/>.</summary>
    /// <param name="field">Size and sampling.</param>
    /// <param name="hounsfield">The value at picture coordinates (across, down), mm.</param>
    public static GreyRaster Of(PictureField field, Func<double, double, double> hounsfield)
    {
        var greys = new byte[field.Columns * field.Rows];
        for (var row = 0; row < field.Rows; row++)
        {
            var down = field.Centre(row);
            for (var column = 0; column < field.Columns; column++)
                greys[(row * field.Columns) + column] = GreyWindow.Bone.Grey(hounsfield(field.Centre(column), down));
        }

        return new GreyRaster(field.Columns, field.Rows, greys);
    }
}
