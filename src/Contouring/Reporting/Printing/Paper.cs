using System.Collections.Immutable;
using System.Reflection;
using SkiaSharp;

namespace ContourFlow.Contouring.Reporting.Printing;

/// <summary>
/// Pages of A4 that fill from top to bottom, as PDF. Its fonts are its own (DejaVu Sans), so that it looks the same where a machine has none; the same
/// text gives the same bytes.
/// </summary>
internal sealed class Paper : IDisposable
{
    private const float Width = 595, Height = 842, Margin = 40, Foot = 34;
    private const float Cell = 3;

    private static readonly Lazy<SKTypeface> Plain = new(() => Font("DejaVuSans.ttf")), Bold = new(() => Font("DejaVuSans-Bold.ttf"));
    private static readonly SKColor Ink = new(0x16, 0x1b, 0x24), Soft = new(0x55, 0x5e, 0x6d), Line = new(0xc4, 0xca, 0xd4);

    private readonly SKDocument document;
    private readonly string foot;
    private SKCanvas? canvas;
    private float y;
    private int pages;

    /// <summary>Begins.</summary>
    /// <param name="output">Gets the PDF.</param>
    /// <param name="title">What the file calls itself; no patient data.</param>
    /// <param name="foot">What stands below each page.</param>
    public Paper(Stream output, string title, string foot)
    {
        this.foot = foot;
        // No dates: the same report gives the same bytes.
        document = SKDocument.CreatePdf(output, new SKDocumentPdfMetadata { Title = title, Creator = ProductIdentity.Manufacturer, Producer = ProductIdentity.Manufacturer, RasterDpi = 200, EncodingQuality = 101 });
    }

    /// <summary>How wide the room for text is, points.</summary>
    public static float Room => Width - (2 * Margin);

    /// <summary>Begins a page, unless nothing is on this one.</summary>
    public void NewPage()
    {
        if (canvas is null || y > Margin) Turn();
    }

    /// <summary>A heading, on the page of what follows it.</summary>
    public void Heading(string text, float size = 12)
    {
        Need(size + 40);
        Space(size * 0.7f);
        Write(text, Margin, Room, size, Bold.Value, Ink);
        Space(3);
    }

    /// <summary>Running text.</summary>
    public void Text(string text, float size = 9, bool strong = false, SKColor? colour = null)
    {
        foreach (var line in Wrapped(text, Room, size, strong ? Bold.Value : Plain.Value))
        {
            Need(size * 1.4f);
            Draw(line, Margin, size, strong ? Bold.Value : Plain.Value, colour ?? Ink);
            y += size * 1.4f;
        }
    }

    /// <summary>Room between two things.</summary>
    public void Space(float points) => y += points;

    /// <summary>A table, whose head is repeated on each page.</summary>
    /// <param name="columns">Headings; all empty: no head.</param>
    /// <param name="weights">How the room is divided among them.</param>
    /// <param name="rows">A text for each column.</param>
    /// <param name="colourOf">The colour of a row's first column; null for the usual one.</param>
    public void Table(ImmutableArray<string> columns, float[] weights, IEnumerable<ImmutableArray<string>> rows, Func<ImmutableArray<string>, SKColor?>? colourOf = null)
    {
        const float Size = 7.5f;
        var widths = weights.Select(weight => weight / weights.Sum() * Room).ToArray();
        var hasHead = columns.Any(column => column.Length > 0);
        Need(3 * Size * 1.4f);
        if (hasHead) Row([.. columns], widths, Size, Bold.Value, _ => Soft);
        foreach (var row in rows)
        {
            if (!Fits(HeightOf(row, widths, Size)))
            {
                Turn();
                if (hasHead) Row([.. columns], widths, Size, Bold.Value, _ => Soft);
            }

            Row(row, widths, Size, Plain.Value, column => column == 0 ? colourOf?.Invoke(row) ?? Ink : Ink);
        }

        Space(4);
    }

    /// <summary>Pictures side by side.</summary>
    public void Pictures(IReadOnlyList<PrintedPicture> pictures, int across)
    {
        const float Gap = 8;
        var width = (Room - (Gap * (across - 1))) / across;
        for (var first = 0; first < pictures.Count; first += across)
        {
            var row = pictures.Skip(first).Take(across).ToList();
            var height = row.Max(picture => picture.HeightAt(width));
            Need(height + 16);
            for (var i = 0; i < row.Count; i++)
            {
                var left = Margin + (i * (width + Gap));
                row[i].Draw(canvas!, new SKRect(left, y, left + width, y + row[i].HeightAt(width)), Plain.Value, Bold.Value);
                using var font = new SKFont(Plain.Value, 7);
                using var paint = new SKPaint { Color = Soft, IsAntialias = true };
                canvas!.DrawText(row[i].Caption, left, y + height + 9, SKTextAlign.Left, font, paint);
            }

            y += height + 16;
        }
    }

    /// <summary>Names in their colours.</summary>
    public void Legend(IEnumerable<(string Name, SKColor Colour)> entries)
    {
        const float Size = 7.5f;
        Need(Size * 3);
        using var font = new SKFont(Plain.Value, Size);
        var x = Margin;
        foreach (var (name, colour) in entries)
        {
            var width = font.MeasureText(name) + 22;
            if (x + width > Margin + Room) (x, y) = (Margin, y + (Size * 1.6f));
            using var swatch = new SKPaint { Color = colour };
            canvas!.DrawRect(x, y + 1, 8, 8, swatch);
            using var border = new SKPaint { Color = Ink, Style = SKPaintStyle.Stroke, StrokeWidth = 0.4f };
            canvas.DrawRect(x, y + 1, 8, 8, border);
            using var ink = new SKPaint { Color = Ink, IsAntialias = true };
            canvas.DrawText(name, x + 11, y + Size + 0.6f, SKTextAlign.Left, font, ink);
            x += width;
        }

        y += Size * 2;
    }

    /// <summary>Ends it.</summary>
    public void End()
    {
        EndPage();
        document.Close();
    }

    /// <inheritdoc/>
    public void Dispose() => document.Dispose();

    private void Row(ImmutableArray<string> cells, float[] widths, float size, SKTypeface face, Func<int, SKColor> colour)
    {
        var height = HeightOf(cells, widths, size, face);
        Need(height);
        var (x, top) = (Margin, y);
        for (var i = 0; i < widths.Length; i++)
        {
            y = top + Cell;
            foreach (var line in Wrapped(cells[i], widths[i] - Cell, size, face))
            {
                Draw(line, x, size, face, colour(i));
                y += size * 1.3f;
            }

            x += widths[i];
        }

        y = top + height;
        using var rule = new SKPaint { Color = Line, StrokeWidth = 0.5f };
        canvas!.DrawLine(Margin, y, Margin + Room, y, rule);
    }

    private static float HeightOf(ImmutableArray<string> cells, float[] widths, float size, SKTypeface? face = null) =>
        cells.Select((cell, i) => Wrapped(cell, widths[i] - Cell, size, face ?? Plain.Value).Count).Max() * size * 1.3f + (2 * Cell);

    private bool Fits(float height) => canvas is not null && y + height <= Height - Margin - Foot;

    private void Need(float height)
    {
        if (!Fits(height) && (canvas is null || y > Margin)) Turn();
    }

    private void Turn()
    {
        EndPage();
        canvas = document.BeginPage(Width, Height);
        pages++;
        y = Margin;
    }

    private void EndPage()
    {
        if (canvas is null) return;
        using var font = new SKFont(Plain.Value, 7);
        using var paint = new SKPaint { Color = Soft, IsAntialias = true };
        canvas.DrawText(foot, Margin, Height - 30, SKTextAlign.Left, font, paint);
        canvas.DrawText($"page {pages}", Margin + Room, Height - 30, SKTextAlign.Right, font, paint);
        document.EndPage();
        canvas = null;
    }

    private void Write(string text, float x, float width, float size, SKTypeface face, SKColor colour)
    {
        foreach (var line in Wrapped(text, width, size, face))
        {
            Draw(line, x, size, face, colour);
            y += size * 1.35f;
        }
    }

    private void Draw(string text, float x, float size, SKTypeface face, SKColor colour)
    {
        using var font = new SKFont(face, size);
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        canvas!.DrawText(text, x, y + size, SKTextAlign.Left, font, paint);
    }

    // At spaces; where a word alone is too long (UIDs, hashes), anywhere in it.
    private static List<string> Wrapped(string text, float width, float size, SKTypeface face)
    {
        using var font = new SKFont(face, size);
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = string.Empty;
            foreach (var word in paragraph.Split(' '))
            {
                var longer = line.Length == 0 ? word : $"{line} {word}";
                if (font.MeasureText(longer) <= width)
                {
                    line = longer;
                    continue;
                }

                if (line.Length > 0) lines.Add(line);
                line = word;
                while (font.MeasureText(line) > width && line.Length > 1)
                {
                    var fits = Math.Clamp(font.BreakText(line, width), 1, line.Length - 1);
                    if (char.IsHighSurrogate(line[fits - 1])) fits = Math.Max(1, fits - 1);
                    lines.Add(line[..fits]);
                    line = line[fits..];
                }
            }

            lines.Add(line);
        }

        return lines;
    }

    private static SKTypeface Font(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"Font {name} is not in the program.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"Font {name} cannot be read.");
    }
}
