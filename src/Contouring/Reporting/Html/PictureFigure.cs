using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.Reporting.Pictures;

namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>A mark at two opposite edges of a picture: where another picture cuts.</summary>
/// <param name="Vertical">True for a mark at the top and bottom edge.</param>
/// <param name="Position">Picture coordinate, mm.</param>
internal readonly record struct PictureTick(bool Vertical, double Position);

/// <summary>A picture and what the page says of it.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Ticks">Where other pictures cut it.</param>
/// <param name="Why">Why it is shown.</param>
internal sealed record PageFigure(PatientPicture Picture, ImmutableArray<PictureTick> Ticks, string Why)
{
    /// <summary>What is shown in the place of the picture's CT, or null.</summary>
    public PageImage? Instead { get; init; }
}

/// <summary>One picture of the page: the CT as PNG, contours as lines over it in hundredths of a millimetre.</summary>
internal static class PictureFigure
{
    private const double TickLength = 3;

    /// <summary>Adds a figure with links to its neighbours for when it is enlarged.</summary>
    /// <param name="page">The page.</param>
    /// <param name="figure">What to show.</param>
    /// <param name="structures">All structures, in drawing order.</param>
    /// <param name="group">What the ids of the figures that belong together begin with.</param>
    /// <param name="number">The figure's place among <paramref name="count"/>.</param>
    /// <param name="count">Number of figures.</param>
    public static void Add(HtmlPage page, PageFigure figure, ImmutableArray<DrawnStructure> structures, string group, int number, int count)
    {
        var (picture, field) = (figure.Picture, figure.Picture.Field);
        var position = $"{picture.Axis} {ReportNumber.Text(picture.Position, 2)} mm";
        var image = figure.Instead ?? new("CT", picture.Image.ToPng(), picture.Image.Width, picture.Image.Height);
        page.Add($"<div class=\"spot\" id=\"{group}spot{number}\"><figure id=\"{group}picture{number}\"><div class=\"view");
        page.AddOwn(figure.Instead is null ? "\">" : " fused\">");
        page.Add($"<img width=\"{image.Width}\" height=\"{image.Height}\" alt=\"{picture.View} {image.Name}, {position}\" src=\"data:image/png;base64,");
        page.AddOwn(Convert.ToBase64String(image.Png));
        page.Add($"\"><svg viewBox=\"0 0 {Hundredths(field.Width)} {Hundredths(field.Height)}\" aria-hidden=\"true\">");
        AddOutlines(page, picture.Outlines, structures, $"{group}p{number.ToString(CultureInfo.InvariantCulture)}");
        foreach (var tick in figure.Ticks)
            AddTick(page, field, tick);
        page.AddOwn("</svg>");
        AddOverlay(page, figure, position);
        page.Add($"<a class=\"larger\" href=\"#{group}picture{number}\" aria-label=\"Enlarge {picture.View} {position}\"></a></div>");
        page.Add($"<figcaption><b>{picture.View} {position}</b> <span>{figure.Why}</span></figcaption>");
        page.Add($"<nav><a href=\"#{group}picture{(number + count - 1) % count}\">‹ previous</a><a href=\"#{group}spot{number}\">close</a>");
        page.Add($"<a href=\"#{group}picture{(number + 1) % count}\">next ›</a></nav></figure></div>\n");
    }

    /// <summary>Areas, then all casings, then all lines: no structure's casing lies on another's line.</summary>
    private static void AddOutlines(HtmlPage page, ImmutableArray<PictureOutline> outlines, ImmutableArray<DrawnStructure> structures, string id)
    {
        page.AddOwn("<defs>");
        foreach (var outline in outlines)
        {
            page.Add($"<path id=\"{id}-{structures.IndexOf(outline.Structure)}\" d=\"");
            page.AddOwn(PathData.Of(outline.Lines, outline.Closed));
            page.AddOwn("\"/>");
        }

        page.AddOwn("</defs>");
        foreach (var outline in outlines.Where(outline => outline.Structure.IsShaded))
        {
            page.Add($"<path class=\"f s{structures.IndexOf(outline.Structure)}\" d=\"");
            page.AddOwn(outline.Blocks.IsEmpty ? PathData.Of(outline.Lines, closed: true) : PathData.Of(outline.Blocks));
            page.AddOwn("\"/>");
        }

        foreach (var layer in (string[])["k", "c"])
        {
            foreach (var index in outlines.Select(outline => structures.IndexOf(outline.Structure)))
                page.Add($"<use class=\"{layer} s{index}\" href=\"#{id}-{index}\"/>");
        }
    }

    private static void AddTick(HtmlPage page, PictureField field, PictureTick tick)
    {
        int at = Hundredths(tick.Position), length = Hundredths(TickLength);
        int width = Hundredths(field.Width), height = Hundredths(field.Height);
        if (tick.Vertical) page.Add($"<path class=\"t\" d=\"M{at} 0v{length}M{at} {height}v{-length}\"/>");
        else page.Add($"<path class=\"t\" d=\"M0 {at}h{length}M{width} {at}h{-length}\"/>");
    }

    private static void AddOverlay(HtmlPage page, PageFigure figure, string position)
    {
        var picture = figure.Picture;
        var letters = picture.Letters;
        page.Add($"<span class=\"o l\">{letters.Left}</span><span class=\"o r\">{letters.Right}</span>");
        page.Add($"<span class=\"o u\">{letters.Top}</span><span class=\"o b\">{letters.Bottom}</span><span class=\"z\">{position}</span>");
        if (figure.Instead is null)
        {
            var (bone, soft) = (GreyWindow.Bone, GreyWindow.SoftTissue);
            page.Add($"<span class=\"w\"><i class=\"if-bone\">W {bone.Width} L {bone.Level}</i><i class=\"if-soft\">W {soft.Width} L {soft.Level}</i></span>");
        }

        page.Add($"<span class=\"bar\" style=\"width:{100 * 20 / picture.Field.Width}%\"></span><span class=\"mm\">20 mm</span>");
    }

    private static int Hundredths(double millimetres) => (int)Math.Round(millimetres * 100);
}
