using SkiaSharp;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>A colour image, row by row from the top left.</summary>
public sealed class ColourRaster
{
    private readonly RgbColour[] _colours;

    /// <summary>Takes over an array of width × height colours.</summary>
    /// <exception cref="ArgumentException">The array does not hold width × height colours.</exception>
    public ColourRaster(int width, int height, RgbColour[] colours)
    {
        ArgumentNullException.ThrowIfNull(colours);
        if (width < 1 || height < 1 || colours.Length != width * height)
            throw new ArgumentException("A raster holds width × height colours, at least one.", nameof(colours));
        Width = width;
        Height = height;
        _colours = colours;
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>The colour of a pixel.</summary>
    public RgbColour this[int row, int column] => _colours[(row * Width) + column];

    /// <summary>The raster as a PNG file; the same raster gives the same bytes.</summary>
    public byte[] ToPng()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgb888x, SKAlphaType.Opaque));
        var pixels = bitmap.GetPixelSpan();
        for (var row = 0; row < Height; row++)
        {
            for (var column = 0; column < Width; column++)
            {
                var colour = this[row, column];
                var pixel = pixels.Slice((row * bitmap.RowBytes) + (column * 4), 4);
                (pixel[0], pixel[1], pixel[2], pixel[3]) = (colour.Red, colour.Green, colour.Blue, byte.MaxValue);
            }
        }

        using var pixmap = bitmap.PeekPixels();
        using var data = pixmap.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub | SKPngEncoderFilterFlags.Paeth, 6))
            ?? throw new InvalidOperationException("The drawing library could not encode a PNG file.");
        return data.ToArray();
    }
}
