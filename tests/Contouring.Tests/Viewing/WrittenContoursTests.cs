using System.Globalization;
using ContourFlow.Contouring.Tests.Cases;
using ContourFlow.Contouring.Viewing;

namespace ContourFlow.Contouring.Tests.Viewing;

public sealed class WrittenContoursTests
{
    private static readonly double[] Planes = [0, 2.5, 5, 7.5, 10];

    [Fact]
    public void Coordinates_are_those_of_the_written_text_and_no_point_is_joined_turned_or_left_out()
    {
        // 16 characters, exponents, signs, a point that lies on a line: what a text may be.
        string[] text = ["-1.2345678901234", "2.00000000000001", "5", "3.75E0", "+2", "5", "3.75", "4", "5", "3.75", "6.5", "5.00", "0.1", "6.3", "5"];
        var view = Open(new SyntheticRoi(4, "CTV", "CTV", [new SyntheticContour("CLOSED_PLANAR", string.Join('\\', text))]));

        var contour = view.Rois.Should().ContainSingle().Which.Contours.Should().ContainSingle().Which;
        contour.Plane.Should().Be(2);
        var expected = text.Where((_, i) => i % 3 != 2).Select(part => float.Parse(part, CultureInfo.InvariantCulture));
        contour.Points.ToArray().Should().Equal(expected);
    }

    [Fact]
    public void A_hole_stays_a_hole_as_a_keyhole_and_as_an_inner_ring()
    {
        // A square of 20 mm with one of 8 mm cut out; area 400 - 64 mm² by even-odd, each plane 2.5 mm thick.
        var keyhole = SyntheticContour.Of("CLOSED_PLANAR", 2.5,
            (-10, -10), (10, -10), (10, 10), (-10, 10), (-10, 0), (-4, 0), (-4, 4), (4, 4), (4, -4), (-4, -4), (-4, 0), (-10, 0));
        var view = Open(
            new SyntheticRoi(1, "Keyhole", "ORGAN", [keyhole]),
            new SyntheticRoi(2, "Rings", "ORGAN", [SyntheticContour.Square(10, 2.5), SyntheticContour.Square(4, 2.5)]));

        view.Rois[0].Contours.Should().ContainSingle().Which.Points.Length.Should().Be(24);
        view.Rois[1].Contours.Should().HaveCount(2);
        foreach (var roi in view.Rois)
        {
            Inside(roi, 0, 0).Should().BeFalse("the hole is a hole");
            Inside(roi, 7, 0.5).Should().BeTrue();
            roi.AreaTimesThickness.Should().BeApproximately((400 - 64) * 2.5, 1e-9);
        }
    }

    [Theory]
    [InlineData(2.5, 1)]
    [InlineData(2.74, 1)] // a tenth of the spacing is 0.25 mm (geometry specification 4)
    [InlineData(2.26, 1)]
    [InlineData(2.76, null)]
    [InlineData(3.75, null)]
    public void A_contour_is_the_planes_that_it_would_be_read_onto(double z, int? plane)
    {
        var view = Open(new SyntheticRoi(1, "CTV", "CTV", [SyntheticContour.Square(4, z)]));
        var roi = view.Rois.Single();
        roi.Contours.Select(contour => (int?)contour.Plane).Should().Equal(plane is null ? [] : [plane]);
        roi.NotShown.Should().Be(plane is null ? 1 : 0);
    }

    [Fact]
    public void What_is_no_polygon_of_a_plane_is_counted_and_not_shown()
    {
        var view = Open(new SyntheticRoi(
            1, "Mixed", "ORGAN",
            [
                SyntheticContour.Square(4, 5), SyntheticContour.Square(4, 5, kind: "OPEN_PLANAR"), new SyntheticContour("POINT", "1\\2\\5"),
                new SyntheticContour("CLOSED_PLANAR", "0\\0\\0\\4\\0\\2.5\\4\\4\\5"), new SyntheticContour("CLOSED_PLANAR", "0\\0\\0\\4"),
            ]));
        view.Rois.Single().Contours.Should().ContainSingle();
        view.Rois.Single().NotShown.Should().Be(4);
    }

    [Fact]
    public void Name_number_type_and_colour_are_those_of_the_object()
    {
        var roi = Open(new SyntheticRoi(7, "SpinalCord", "AVOIDANCE", [SyntheticContour.Square(4, 5)])).Rois.Single();
        (roi.Number, roi.Name, roi.InterpretedType, roi.Colour).Should().Be((7, "SpinalCord", "AVOIDANCE", new RgbColour(255, 0, 10)));
    }

    [Fact]
    public void Contours_of_another_frame_of_reference_or_of_a_shared_number_are_not_shown()
    {
        var rois = new[] { SyntheticCase.Square(1, "One", "ORGAN", 8), SyntheticCase.Square(1, "Two", "ORGAN", 12), SyntheticCase.Square(3, "Elsewhere", "ORGAN", 8) };
        var set = SyntheticCase.StructureSet("set", rois);
        set.GetSequence(DicomTag.StructureSetROISequence).Items[2].AddOrUpdate(DicomTag.ReferencedFrameOfReferenceUID, SyntheticCase.Uid("elsewhere"));
        using var folder = new ViewedFolder(new(1, 0, 0), new(0, 1, 0), Planes);
        folder.Open(set).Rois.Should().OnlyContain(roi => roi.Contours.Length == 0 && roi.NotShown > 0);
    }

    private static ViewCase Open(params SyntheticRoi[] rois)
    {
        using var folder = new ViewedFolder(new(1, 0, 0), new(0, 1, 0), Planes);
        return folder.Open(rois);
    }

    private static bool Inside(ViewRoi roi, double x, double y)
    {
        var inside = false;
        foreach (var contour in roi.Contours)
        {
            var points = contour.Points.ToArray().Chunk(2).ToArray();
            for (var i = 0; i < points.Length; i++)
            {
                var (a, b) = (points[i], points[(i + 1) % points.Length]);
                if ((a[1] > y) != (b[1] > y) && x < a[0] + ((y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))) inside = !inside;
            }
        }

        return inside;
    }
}
