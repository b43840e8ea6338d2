using System.Collections.Immutable;
using ContourFlow.Contouring.Reporting.Pictures;

namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>The pictures: three cuts through the target, then the axial planes worth seeing.</summary>
internal static class PicturesSection
{
    public static void Add(HtmlPage page, CasePictures pictures)
    {
        var view = pictures.View;
        page.AddOwn("<section id=\"pictures\"><h2>Contours on the planning CT</h2>\n");
        page.Add($"<p class=\"note\">Radiological view: the patient’s Left is on the right of the picture. Thick lines are derived, thin lines came with the case. Sagittal and coronal contours are cut as drawn, one slab a plane; no surface between the planes is guessed. The cuts pass through the centroid of {view.Target.Name}; ticks at the edges show where the other pictures cut.<span class=\"only-screen\"> Choose a picture to enlarge it.</span></p>\n");
        AddControls(page, view.Structures);

        var figures = Figures(pictures);
        const int cuts = 3;
        for (var i = 0; i < figures.Length; i++)
        {
            if (i == 0) page.AddOwn("<div class=\"row three\">\n");
            if (i == cuts) page.AddOwn($"</div>\n<div class=\"row {Columns(figures.Length - cuts)} more\">\n");
            PictureFigure.Add(page, figures[i], view.Structures, string.Empty, i, figures.Length);
        }

        page.AddOwn("</div></section>\n");
    }

    /// <summary>Three columns where they come out even.</summary>
    private static string Columns(int count) => count % 3 == 0 ? "three" : "four";

    /// <summary>The axial, sagittal and coronal cut through the target, then the other axial planes.</summary>
    private static ImmutableArray<PageFigure> Figures(CasePictures pictures)
    {
        var view = pictures.View;
        var middle = view.Target.Geometry.Regions[view.Target.Geometry.Regions.Length / 2].Z;
        var axial = pictures.Axial.Zip(view.Planes, (picture, plane) => (Picture: picture, Why: string.Join("; ", plane.Reasons))).ToList();
        var centre = axial.First(shown => shown.Picture.Position == middle);
        var through = $"through the centroid of {view.Target.Name}";
        return
        [
            new(centre.Picture, AxialTicks(pictures), centre.Why),
            new(pictures.Sagittal, LongitudinalTicks(pictures, pictures.Sagittal), through),
            new(pictures.Coronal, LongitudinalTicks(pictures, pictures.Coronal), through),
            .. axial.Where(shown => shown != centre).Select(shown => new PageFigure(shown.Picture, [], shown.Why)),
        ];
    }

    private static void AddControls(HtmlPage page, ImmutableArray<DrawnStructure> structures)
    {
        page.AddOwn("""
            <div class="controls"><label class="only-screen"><input type="radio" name="window" id="bone" checked>Bone</label><label class="only-screen"><input type="radio" name="window" id="soft">Soft tissue</label>

            """);
        if (structures.FirstOrDefault(structure => structure.IsShaded) is { } shaded)
            page.Add($"<label class=\"only-screen\"><input type=\"checkbox\" id=\"shade\"><span>Shade <bdi>{shaded.Name}</bdi></span></label>\n");
        page.AddOwn("<div class=\"gap\"></div>\n");
        for (var i = structures.Length - 1; i >= 0; i--)
        {
            page.Add($"<label class=\"s{i}\"><input type=\"checkbox\" id=\"show{i}\" checked><b class=\"swatch\"></b><bdi>{structures[i].Name}</bdi>");
            page.AddOwn(structures[i].IsDerived ? "<i>derived</i></label>\n" : "</label>\n");
        }

        page.AddOwn("</div>\n");
    }

    /// <summary>On the axial picture: where the sagittal and the coronal picture cut.</summary>
    private static ImmutableArray<PictureTick> AxialTicks(CasePictures pictures)
    {
        var view = pictures.View;
        var half = view.AxialField / 2;
        return [new(Vertical: true, view.Centroid.X - view.Centre.X + half), new(Vertical: false, view.Centroid.Y - view.Centre.Y + half)];
    }

    /// <summary>On a longitudinal picture: where the axial pictures are.</summary>
    private static ImmutableArray<PictureTick> LongitudinalTicks(CasePictures pictures, PatientPicture picture) =>
        [.. pictures.Axial.Select(axial => new PictureTick(Vertical: false, picture.TopLeft.Z - axial.Position))];
}
