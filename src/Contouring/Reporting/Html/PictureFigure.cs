using System.Collections.Immutable;
using ContourFlow.Contouring.Reporting.Pictures;

namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>A mark at two opposite edges of a picture: where another picture cuts.</summary>
/// <param name="Vertical">True for a mark at the top and bottom edge.</param>
/// <param name="Position">Picture coordinate, mm.</param>
internal readonly record struct PictureTick(bool Vertical, double Position);

/// <summary>One picture of the page: the CT as PNG, contours as lines over it in hundredths of a millimetre.</summary>
internal static class PictureFigure
{
    private const double TickLength = 3;

    public static void Add(
        HtmlPage page, PatientPicture picture, TargetView view, int number, ImmutableArray<PictureTick> ticks, string why)
    {
        var field = picture.Field;
        var position = $"{picture.Axis} {ReportNumber.Text(picture.Position, 2)} mm";
        page.Add($"<figure><div class=\"view\"><img width=\"{picture.Image.Width}\" height=\"{picture.Image.Height}\" alt=\"{picture.View} CT, {position}\" src=\"data:image/png;base64,");
        page.AddOwn(Convert.ToBase64String(picture.Image.ToPng()));
        page.Add($"\"><svg viewBox=\"0 0 {Hundredths(field.Width)} {Hundredths(field.Height)}\" aria-hidden=\"true\">");
        foreach (var outline in picture.Outlines)
            AddOutline(page, outline, number, view.Structures.IndexOf(outline.Structure));
        foreach (var tick in ticks)
            AddTick(page, field, tick);
        page.AddOwn("</svg>");
        AddOverlay(page, picture, position);
        page.Add($"</div><figcaption><b>{picture.View} {position}</b> <span>{why}</span></figcaption></figure>\n");
    }

    private static void AddOutline(HtmlPage page, PictureOutline outline, int number, int structure)
    {
        page.Add($"<g class=\"s{structure}{(outline.Structure.IsDerived ? " d" : string.Empty)}\"><defs><path id=\"p{number}-{structure}\" d=\"");
        page.AddOwn(PathData.Of(outline.Lines, outline.Closed));
        page.AddOwn("\"/></defs>");
        if (outline.Blocks.IsEmpty)
        {
            page.Add($"<use class=\"f\" href=\"#p{number}-{structure}\"/>");
        }
        else
        {
            page.AddOwn("<path class=\"f\" d=\"");
            page.AddOwn(PathData.Of(outline.Blocks));
            page.AddOwn("\"/>");
        }

        page.Add($"<use class=\"k\" href=\"#p{number}-{structure}\"/><use class=\"c\" href=\"#p{number}-{structure}\"/></g>");
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
