using System.Collections.Immutable;
using ContourFlow.Contouring.Reporting.Pictures;
using SkiaSharp;

namespace ContourFlow.Contouring.Reporting;

/// <summary>
/// One PNG picture of a case: the axial plane in the middle of the target, the sagittal and the coronal cut through
/// its centroid, side by side, with all contours. No text; window <see cref="GreyWindow.Bone"/>.
/// </summary>
public static class CasePicture
{
    /// <summary>Edge of a panel, picture pixels.</summary>
    private const int Panel = 640;

    private const int Gap = 8;

    /// <summary>Lines are this much wider than on the page, whose pictures are smaller.</summary>
    private const double OnPicture = 1.3;

    /// <summary>Draws the picture, or returns null when no structure has a contour.</summary>
    public static byte[]? Write(CaseResult result)
    {
        if (CasePictures.Of(result) is not { } pictures) return null;
        var middle = pictures.View.Target.Geometry.Regions[pictures.View.Target.Geometry.Regions.Length / 2].Z;
        PatientPicture[] shown = [pictures.Axial.First(picture => picture.Position == middle), pictures.Sagittal, pictures.Coronal];

        using var bitmap = new SKBitmap(new SKImageInfo(
            (shown.Length * Panel) + ((shown.Length - 1) * Gap), Panel, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Black);
            for (var i = 0; i < shown.Length; i++)
            {
                var picture = shown[i];
                var scale = Panel / picture.Field.Width;
                canvas.Save();
                canvas.Translate(i * (Panel + Gap), (float)((Panel - (picture.Field.Height * scale)) / 2));
                canvas.Scale((float)scale);
                Draw(canvas, picture, pictures.View.Structures, (float)(1 / scale));
                canvas.Restore();
            }
        }

        using var pixmap = bitmap.PeekPixels();
        using var data = pixmap.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 6))
            ?? throw new InvalidOperationException("The drawing library could not encode a PNG file.");
        return data.ToArray();
    }

    /// <summary>Draws a picture on a canvas whose unit is 1 mm.</summary>
    private static void Draw(SKCanvas canvas, PatientPicture picture, ImmutableArray<DrawnStructure> structures, float pixel)
    {
        var field = new SKRect(0, 0, (float)picture.Field.Width, (float)picture.Field.Height);
        canvas.ClipRect(field);
        using (var bitmap = picture.Image.ToBitmap())
        using (var image = SKImage.FromBitmap(bitmap))
            canvas.DrawImage(image, field, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.None));

        // All casings below all lines: no structure's casing lies on another's line.
        foreach (var casing in (bool[])[true, false])
        {
            foreach (var outline in picture.Outlines)
                DrawLines(canvas, outline, LineWidth.Of(structures, structures.IndexOf(outline.Structure)), casing, pixel);
        }
    }

    private static void DrawLines(SKCanvas canvas, PictureOutline outline, double width, bool casing, float pixel)
    {
        using var path = new SKPath();
        foreach (var line in outline.Lines)
            path.AddPoly([.. line.Select(point => new SKPoint((float)point.Across, (float)point.Down))], outline.Closed);
        var colour = outline.Structure.Colour;
        using var paint = new SKPaint
        {
            Style = SKPaintStyle.Stroke,
            IsAntialias = true,
            Color = casing ? new SKColor(0, 0, 0, 150) : new SKColor(colour.Red, colour.Green, colour.Blue),
            StrokeWidth = (float)((width * OnPicture) + (casing ? 2.2 : 0)) * pixel,
            StrokeCap = SKStrokeCap.Square,
            StrokeJoin = SKStrokeJoin.Round,
        };
        canvas.DrawPath(path, paint);
    }
}
