namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>
/// The field of a picture: a rectangle of a patient plane, and how fine it is sampled. Picture coordinates are mm
/// to the right of and below its top left corner.
/// </summary>
/// <param name="Width">Width, mm.</param>
/// <param name="Height">Height, mm.</param>
/// <param name="PixelSize">Edge of a (square) picture pixel, mm.</param>
public readonly record struct PictureField(double Width, double Height, double PixelSize)
{
    /// <summary>Pixels a row.</summary>
    public int Columns => Math.Max(1, (int)Math.Round(Width / PixelSize));

    /// <summary>Number of rows.</summary>
    public int Rows => Math.Max(1, (int)Math.Round(Height / PixelSize));

    /// <summary>Picture coordinate, mm, of the centre of a pixel with this index.</summary>
    public double Centre(int index) => (index + 0.5) * PixelSize;
}

/// <summary>A point in picture coordinates: mm to the right of and below the top left corner of the field.</summary>
public readonly record struct PicturePoint(double Across, double Down);
