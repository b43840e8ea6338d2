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
        page.Add($"<p class=\"note\">Radiological view: the patient’s Left is on the right of the picture. Thick lines are derived, thin lines came with the case. Sagittal and coronal contours are cut as drawn, one slab a plane; no surface between the planes is guessed. The cuts pass through the centroid of {view.Target.Name}; ticks at the edges show where the other pictures cut.</p>\n");
        AddControls(page, view.Structures);

        var middle = view.Target.Geometry.Regions[view.Target.Geometry.Regions.Length / 2].Z;
        var cuts = pictures.Axial.Select(picture => picture.Position).ToImmutableArray();
        var count = 0;
        page.AddOwn("<div class=\"row three\">\n");
        var centre = pictures.Axial.First(picture => picture.Position == middle);
        PictureFigure.Add(page, centre, view, count++, ticks: AxialTicks(pictures), why: $"centre of {view.Target.Name}");
        PictureFigure.Add(page, pictures.Sagittal, view, count++, LongitudinalTicks(pictures.Sagittal, cuts), $"through the centroid of {view.Target.Name}");
        PictureFigure.Add(page, pictures.Coronal, view, count++, LongitudinalTicks(pictures.Coronal, cuts), $"through the centroid of {view.Target.Name}");
        page.AddOwn("</div>\n<div class=\"row four\">\n");
        for (var i = 0; i < pictures.Axial.Length; i++)
        {
            var reasons = string.Join("; ", view.Planes[i].Reasons);
            if (pictures.Axial[i].Position != middle || view.Planes[i].Reasons.Length > 1)
                PictureFigure.Add(page, pictures.Axial[i], view, count++, [], reasons);
        }

        page.AddOwn("</div></section>\n");
    }

    private static void AddControls(HtmlPage page, ImmutableArray<DrawnStructure> structures)
    {
        page.AddOwn("""
            <div class="controls"><label class="only-screen"><input type="radio" name="window" id="bone" checked>Bone</label><label class="only-screen"><input type="radio" name="window" id="soft">Soft tissue</label><label class="only-screen"><input type="checkbox" id="shade">Shade what was derived</label><div class="gap"></div>

            """);
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
        var half = view.FieldSize / 2;
        return [new(Vertical: true, view.Centroid.X - view.Centre.X + half), new(Vertical: false, view.Centroid.Y - view.Centre.Y + half)];
    }

    /// <summary>On a longitudinal picture: where the axial pictures are.</summary>
    private static ImmutableArray<PictureTick> LongitudinalTicks(PatientPicture picture, ImmutableArray<double> cuts) =>
        [.. cuts.Select(z => new PictureTick(Vertical: false, picture.TopLeft.Z - z))];
}
