using ContourFlow.Contouring.RtObjects;
using ContourFlow.Contouring.Tests.Cases;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Tests.RtObjects;

public class RtStructReadBackTests
{
    [Fact]
    public void Keyhole_is_one_part_with_one_hole()
    {
        var plane = Read(SyntheticContour.Of("CLOSED_PLANAR", 5,
            (-4, -4), (4, -4), (4, 4), (-4, 4), (-4, -4), (-2, -2), (-2, 2), (2, 2), (2, -2), (-2, -2)));

        (plane.Area, plane.Parts, plane.Holes, plane.Contours).Should().Be((48, 1, 1, 1));
        plane.Rings.Select(r => r.SignedArea).Should().BeEquivalentTo([64.0, -16.0]);
    }

    [Fact]
    public void Island_in_a_hole_is_a_second_part()
    {
        var plane = Read(SyntheticContour.Square(6, 5), SyntheticContour.Square(4, 5), SyntheticContour.Square(1, 5));

        (plane.Area, plane.Parts, plane.Holes).Should().Be((144 - 64 + 4, 2, 1));
    }

    [Fact]
    public void Two_squares_that_touch_at_a_corner_are_two_parts()
    {
        var plane = Read(SyntheticContour.Square(1, 5, 1, 1), SyntheticContour.Square(1, 5, 3, 3));

        (plane.Area, plane.Parts, plane.Holes).Should().Be((8, 2, 0));
    }

    [Fact]
    public void Slanted_star_has_the_area_of_the_shoelace_formula()
    {
        // A star of 14 points between radii 3 and 8, turned by 0.3: area = 14 / 2 * 3 * 8 * sin(pi / 7).
        var star = Enumerable.Range(0, 14).Select(i => (Radius: i % 2 == 0 ? 8.0 : 3.0, Angle: 0.3 + (i * Math.PI / 7)))
            .Select(p => (Math.Round(p.Radius * Math.Cos(p.Angle), 9), Math.Round(p.Radius * Math.Sin(p.Angle), 9))).ToArray();

        Read(SyntheticContour.Of("CLOSED_PLANAR", 5, star)).Area.Should().BeApproximately(7 * 24 * Math.Sin(Math.PI / 7), 1e-7, "coordinates have nine decimals");
    }

    [Fact]
    public void Roi_that_cannot_be_read_says_so_and_stops_no_other()
    {
        var rois = RtStructReadBack.Read(new DicomFile(SyntheticCase.StructureSet(
            "set",
            [new(1, "Slanted", "ORGAN", [new("CLOSED_PLANAR", @"0\0\2.5\8\0\2.5\8\8\5\0\8\5")]), SyntheticCase.Square(2, "CTV", "CTV", 8)])));

        rois[0].Fault.Should().Be("A contour lies in no axial plane.");
        rois[1].Fault.Should().BeNull();
        rois[1].Planes.Should().HaveCount(4);
    }

    [Fact]
    public void Structure_for_measuring_has_the_same_areas_on_the_grids_planes()
    {
        var grid = new PlaneGrid(new FrameOfReferenceUid(SyntheticCase.Frame), PlaneAxes.Axial, [0, 2.5, 5, 7.5]);
        var roi = ReadAll(SyntheticContour.Square(6, 2.5), SyntheticContour.Square(4, 2.5), SyntheticContour.Square(3, 5.004));

        var structure = roi.ToStructure(grid);

        structure.Regions.Select(r => (r.Z, RegionMeasures.Area(r))).Should().Equal((2.5, 80), (5, 36));
    }

    private static ReadBackPlane Read(params SyntheticContour[] contours) => ReadAll(contours).Planes.Should().ContainSingle().Which;

    private static ReadBackRoi ReadAll(params SyntheticContour[] contours) =>
        RtStructReadBack.Read(new DicomFile(SyntheticCase.StructureSet("set", [new(1, "ROI", "ORGAN", contours)])))[0];
}
