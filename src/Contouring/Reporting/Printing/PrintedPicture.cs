using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace ContourFlow.Contouring.Reporting.Printing;

/// <summary>A section through the CT with the outlines on it; its unit is 1 mm, its origin the upper left corner.</summary>
/// <param name="Caption">Where it is.</param>
/// <param name="Width">Its width, mm.</param>
/// <param name="Height">Its height, mm.</param>
/// <param name="Grey">Grey values, row by row.</param>
/// <param name="Columns">How many of them are in a row.</param>
/// <param name="Edges">What is left, right, up and down: L, R, A, P, S, I.</param>
/// <param name="Outlines">Lines by structure.</param>
internal sealed record PrintedPicture(
    string Caption, double Width, double Height, byte[] Grey, int Columns, (char Left, char Right, char Up, char Down) Edges, ImmutableArray<PrintedOutline> Outlines)
{
    private const float Widest = 1.7f, Narrowest = 0.6f;

    /// <summary>Its height where it is so wide.</summary>
    public float HeightAt(float width) => (float)(width * Height / Width);

    /// <summary>Draws it.</summary>
    public void Draw(SKCanvas canvas, SKRect place, SKTypeface plain, SKTypeface bold)
    {
        canvas.Save();
        canvas.ClipRect(place);
        var pinned = GCHandle.Alloc(Grey, GCHandleType.Pinned);
        try
        {
            var rows = Grey.Length / Columns;
            using var image = SKImage.FromPixelCopy(new SKImageInfo(Columns, rows, SKColorType.Gray8, SKAlphaType.Opaque), pinned.AddrOfPinnedObject(), Columns);
            canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Linear));
        }
        finally
        {
            pinned.Free();
        }

        var scale = (float)(place.Width / Width);
        foreach (var (number, outline) in Outlines.Index())
        {
            using var path = new SKPath();
            foreach (var line in outline.Lines)
                path.AddPoly([.. line.Select(point => new SKPoint(place.Left + ((float)point.Across * scale), place.Top + ((float)point.Down * scale)))], outline.Closed);
            using var paint = new SKPaint
            {
                Style = SKPaintStyle.Stroke,
                // Where outlines coincide the later is narrower, so that none hides another.
                StrokeWidth = Widest - ((Widest - Narrowest) * number / Math.Max(1, Outlines.Length - 1)),
                StrokeJoin = SKStrokeJoin.Round,
                IsAntialias = true,
                Color = new SKColor(outline.Colour.Red, outline.Colour.Green, outline.Colour.Blue),
            };
            canvas.DrawPath(path, paint);
        }

        Letter(Edges.Left, place.Left + 7, place.MidY + 3);
        Letter(Edges.Right, place.Right - 7, place.MidY + 3);
        Letter(Edges.Up, place.MidX, place.Top + 10);
        Letter(Edges.Down, place.MidX, place.Bottom - 4);
        Bar();
        canvas.Restore();

        void Letter(char letter, float x, float y)
        {
            using var font = new SKFont(bold, 8);
            using var paint = new SKPaint { Color = new SKColor(0xff, 0xe9, 0xa8), IsAntialias = true };
            canvas.DrawText(letter.ToString(), x, y, SKTextAlign.Center, font, paint);
        }

        void Bar()
        {
            using var white = new SKPaint { Color = SKColors.White, StrokeWidth = 1 };
            var left = place.Right - 8 - (20 * scale);
            canvas.DrawLine(left, place.Bottom - 6, place.Right - 8, place.Bottom - 6, white);
            using var font = new SKFont(plain, 6);
            using var text = new SKPaint { Color = SKColors.White, IsAntialias = true };
            canvas.DrawText("20 mm", place.Right - 8, place.Bottom - 9, SKTextAlign.Right, font, text);
        }
    }
}

/// <summary>Lines of a structure in a picture.</summary>
/// <param name="Colour">Its colour.</param>
/// <param name="Closed">Whether each line ends where it began.</param>
/// <param name="Lines">The lines, mm from the picture's upper left corner.</param>
internal sealed record PrintedOutline(RgbColour Colour, bool Closed, ImmutableArray<ImmutableArray<(double Across, double Down)>> Lines);
