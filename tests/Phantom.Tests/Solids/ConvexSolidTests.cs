using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Patient;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Phantom.Tests.Solids;

public class ConvexSolidTests
{
    private static readonly PatientPoint Centre = new(12.3, -45.6, 7.89);

    public static TheoryData<string> ClosedSolids() => [.. TruthShapes.All(Centre).Where(s => s.Solid.Volume is not null).Select(s => s.Solid.Name)];

    [Theory]
    [MemberData(nameof(ClosedSolids))]
    public void Sections_of_a_closed_solid_add_up_to_its_volume(string name)
    {
        var solid = TruthShapes.All(Centre).Single(s => s.Solid.Name == name).Solid;

        // Simpson's rule loses most at the ends, where the area starts like a step or a root: 0.2 % over 400 steps.
        var volume = Sections.Volume(solid.Section, solid.Inferior - 1, solid.Superior + 1, 400);

        volume.Should().BeApproximately(solid.Volume!.Value, 0.004 * solid.Volume.Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3.1)]
    [InlineData(-9.7)]
    [InlineData(16.2)]
    [InlineData(19.5)]
    public void A_sphere_grown_by_the_ellipsoid_has_the_sections_of_the_closed_form(double height)
    {
        // Boundary of sphere 15 plus ellipsoid 2/2/5 at a normal of elevation e, from both support points:
        // radius 15 cos e + 4 cos e / s, height 15 sin e + 25 sin e / s, s = sqrt(4 cos² e + 25 sin² e).
        double low = -Math.PI / 2, high = Math.PI / 2;
        for (var i = 0; i < 80; i++)
        {
            var middle = (low + high) / 2;
            if (Boundary(middle).Z < height) low = middle;
            else high = middle;
        }

        var expected = Boundary(low).Radius;
        var section = TruthShapes.Sphere(Centre, 15).GrownSection(Centre.Z + height, TruthShapes.Ptv);

        section!.Rings.Should().ContainSingle();
        foreach (var point in section.Rings[0].Points)
            Math.Sqrt(Math.Pow(point.X - Centre.X, 2) + Math.Pow(point.Y - Centre.Y, 2)).Should().BeApproximately(expected, 0.001);

        static (double Radius, double Z) Boundary(double e)
        {
            var s = Math.Sqrt((4 * Math.Cos(e) * Math.Cos(e)) + (25 * Math.Sin(e) * Math.Sin(e)));
            return ((15 * Math.Cos(e)) + (4 * Math.Cos(e) / s), (15 * Math.Sin(e)) + (25 * Math.Sin(e) / s));
        }
    }

    [Fact]
    public void A_sphere_of_15_mm_grown_by_2_2_5_holds_24_792_cc()
    {
        // Figure of the geometry specification, section 3.
        var sphere = TruthShapes.Sphere(Centre, 15);

        var volume = Sections.Volume(
            z => sphere.GrownSection(z, TruthShapes.Ptv), sphere.Inferior - 5, sphere.Superior + 5, 200);

        (volume / 1000).Should().BeApproximately(24.792, 0.002);
    }

    [Fact]
    public void A_cylinder_beyond_its_flat_end_grows_in_the_plane_as_the_specification_tabulates()
    {
        // Specification 1.5, Δz 1.25: planes +1..+4 are Δz/2 + k·Δz... beyond the end of the solid itself.
        var cylinder = TruthShapes.Cylinder(Centre, 10, 25);
        double[] beyond = [0.625, 1.875, 3.125, 4.375];
        double[] growth = [1.984, 1.854, 1.561, 0.968];

        for (var i = 0; i < beyond.Length; i++)
        {
            var area = Sections.Area(cylinder.GrownSection(cylinder.Superior + beyond[i], TruthShapes.Ptv));
            Math.Sqrt(area / Math.PI).Should().BeApproximately(10 + growth[i], 0.002);
        }

        cylinder.GrownSection(cylinder.Superior + 5.001, TruthShapes.Ptv).Should().BeNull();
    }

    [Fact]
    public void Margins_that_differ_by_side_reach_as_far_as_each_says()
    {
        var grown = TruthShapes.Sphere(Centre, 15).GrownSection(Centre.Z, new PatientMargins(1, 2, 3, 4, 5, 6))!.Rings[0].Points;

        (grown.Max(p => p.X) - Centre.X).Should().BeApproximately(16, 0.001, "Left is +X");
        (grown.Min(p => p.X) - Centre.X).Should().BeApproximately(-17, 0.001, "Right is -X");
        (grown.Min(p => p.Y) - Centre.Y).Should().BeApproximately(-18, 0.001, "Anterior is -Y");
        (grown.Max(p => p.Y) - Centre.Y).Should().BeApproximately(19, 0.001, "Posterior is +Y");
    }

    [Fact]
    public void A_tilted_lamina_is_cut_as_a_parallelogram_of_exact_width()
    {
        // A plate of 4 mm tilted by 35 degrees is 4 / cos 35° deep on an axial plane.
        var section = TruthShapes.Lamina(Centre, 35).Section(Centre.Z)!.Rings[0];

        section.SignedArea.Should().BeApproximately(26 * 4 / Math.Cos(35 * Math.PI / 180), 1e-3);
        (section.Points.Max(p => p.X) - section.Points.Min(p => p.X)).Should().BeApproximately(26, 1e-6);
    }
}
