using SkiaSharp;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>An 8-bit grey image, row by row from the top left.</summary>
public sealed class GreyRaster
{
    private readonly byte[] _greys;

    /// <summary>Takes over an array of width × height greys.</summary>
    /// <exception cref="ArgumentException">The array does not hold width × height greys.</exception>
    public GreyRaster(int width, int height, byte[] greys)
    {
        ArgumentNullException.ThrowIfNull(greys);
        if (width < 1 || height < 1 || greys.Length != width * height)
            throw new ArgumentException("A raster holds width × height greys, at least one.", nameof(greys));
        Width = width;
        Height = height;
        _greys = greys;
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>The grey of a pixel.</summary>
    public byte this[int row, int column] => _greys[(row * Width) + column];

    /// <summary>The raster as a bitmap of the drawing library; the caller disposes of it.</summary>
    public SKBitmap ToBitmap()
    {
        var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Gray8, SKAlphaType.Opaque));
        var pixels = bitmap.GetPixelSpan();
        for (var row = 0; row < Height; row++)
            _greys.AsSpan(row * Width, Width).CopyTo(pixels[(row * bitmap.RowBytes)..]);
        return bitmap;
    }

    /// <summary>The raster as a PNG file of one grey channel; the same raster gives the same bytes.</summary>
    public byte[] ToPng()
    {
        using var bitmap = ToBitmap();
        using var pixmap = bitmap.PeekPixels();
        using var data = pixmap.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub | SKPngEncoderFilterFlags.Paeth, 6))
            ?? throw new InvalidOperationException("The drawing library could not encode a PNG file.");
        return data.ToArray();
    }
}
