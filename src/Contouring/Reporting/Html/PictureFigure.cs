using System.Collections.Immutable;
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
internal sealed record PageFigure(PatientPicture Picture, ImmutableArray<PictureTick> Ticks, string Why);

/// <summary>One picture of the page: the CT as PNG, contours as lines over it in hundredths of a millimetre.</summary>
internal static class PictureFigure
{
    private const double TickLength = 3;

    /// <summary>Adds a figure with links to its neighbours for when it is enlarged.</summary>
    /// <param name="page">The page.</param>
    /// <param name="figure">What to show.</param>
    /// <param name="view">What all pictures look at.</param>
    /// <param name="number">The figure's place among <paramref name="count"/>.</param>
    /// <param name="count">Number of figures.</param>
    public static void Add(HtmlPage page, PageFigure figure, TargetView view, int number, int count)
    {
        var (picture, field) = (figure.Picture, figure.Picture.Field);
        var position = $"{picture.Axis} {ReportNumber.Text(picture.Position, 2)} mm";
        page.Add($"<div class=\"spot\" id=\"spot{number}\"><figure id=\"picture{number}\"><div class=\"view\">");
        page.Add($"<img width=\"{picture.Image.Width}\" height=\"{picture.Image.Height}\" alt=\"{picture.View} CT, {position}\" src=\"data:image/png;base64,");
        page.AddOwn(Convert.ToBase64String(picture.Image.ToPng()));
        page.Add($"\"><svg viewBox=\"0 0 {Hundredths(field.Width)} {Hundredths(field.Height)}\" aria-hidden=\"true\">");
        AddOutlines(page, picture.Outlines, view, number);
        foreach (var tick in figure.Ticks)
            AddTick(page, field, tick);
        page.AddOwn("</svg>");
        AddOverlay(page, picture, position);
        page.Add($"<a class=\"larger\" href=\"#picture{number}\" aria-label=\"Enlarge {picture.View} {position}\"></a></div>");
        page.Add($"<figcaption><b>{picture.View} {position}</b> <span>{figure.Why}</span></figcaption>");
        page.Add($"<nav><a href=\"#picture{(number + count - 1) % count}\">‹ previous</a><a href=\"#spot{number}\">close</a>");
        page.Add($"<a href=\"#picture{(number + 1) % count}\">next ›</a></nav></figure></div>\n");
    }

    /// <summary>Areas, then all casings, then all lines: no structure's casing lies on another's line.</summary>
    private static void AddOutlines(HtmlPage page, ImmutableArray<PictureOutline> outlines, TargetView view, int number)
    {
        page.AddOwn("<defs>");
        foreach (var outline in outlines)
        {
            page.Add($"<path id=\"p{number}-{view.Structures.IndexOf(outline.Structure)}\" d=\"");
            page.AddOwn(PathData.Of(outline.Lines, outline.Closed));
            page.AddOwn("\"/>");
        }

        page.AddOwn("</defs>");
        foreach (var outline in outlines.Where(outline => outline.Structure.IsShaded))
        {
            page.Add($"<path class=\"f s{view.Structures.IndexOf(outline.Structure)}\" d=\"");
            page.AddOwn(outline.Blocks.IsEmpty ? PathData.Of(outline.Lines, closed: true) : PathData.Of(outline.Blocks));
            page.AddOwn("\"/>");
        }

        foreach (var layer in (string[])["k", "c"])
        {
            foreach (var index in outlines.Select(outline => view.Structures.IndexOf(outline.Structure)))
                page.Add($"<use class=\"{layer} s{index}\" href=\"#p{number}-{index}\"/>");
        }
    }

    private static void AddTick(HtmlPage page, PictureField field, PictureTick tick)
    {
        int at = Hundredths(tick.Position), length = Hundredths(TickLength);
        int width = Hundredths(field.Width), height = Hundredths(field.Height);
        if (tick.Vertical) page.Add($"<path class=\"t\" d=\"M{at} 0v{length}M{at} {height}v{-length}\"/>");
        else page.Add($"<path class=\"t\" d=\"M0 {at}h{length}M{width} {at}h{-length}\"/>");
    }

    private static void AddOverlay(HtmlPage page, PatientPicture picture, string position)
    {
        var letters = picture.Letters;
        page.Add($"<span class=\"o l\">{letters.Left}</span><span class=\"o r\">{letters.Right}</span>");
        page.Add($"<span class=\"o u\">{letters.Top}</span><span class=\"o b\">{letters.Bottom}</span><span class=\"z\">{position}</span>");
        var (bone, soft) = (GreyWindow.Bone, GreyWindow.SoftTissue);
        page.Add($"<span class=\"w\"><i class=\"if-bone\">W {bone.Width} L {bone.Level}</i><i class=\"if-soft\">W {soft.Width} L {soft.Level}</i></span>");
        page.Add($"<span class=\"bar\" style=\"width:{100 * 20 / picture.Field.Width}%\"></span><span class=\"mm\">20 mm</span>");
    }

    private static int Hundredths(double millimetres) => (int)Math.Round(millimetres * 100);
}
