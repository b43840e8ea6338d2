using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;
using FsCheck.Xunit;
using static ContourFlow.Geometry.Tests.Booleans.Shapes;

namespace ContourFlow.Geometry.Tests.Booleans;

public class RegionBooleansTests
{
    [Fact]
    public void Difference_of_what_lies_wholly_inside_keeps_a_hole()
    {
        var result = RegionBooleans.Difference(Region(Disc(0, 0, 20)), Region(Disc(3, 0, 6)))!;

        result.Rings.Should().HaveCount(2);
        RegionMeasures.Topology(result).Should().Be((1, 1));
        RegionMeasures.Area(result).Should().BeApproximately(DiscArea(20) - DiscArea(6), 1e-9);
    }

    [Fact]
    public void Difference_that_opens_to_the_side_is_a_horseshoe()
    {
        var result = RegionBooleans.Difference(Region(Rectangle(0, 0, 10, 10)), Region(Rectangle(4, -1, 2, 6)))!;

        result.Rings.Should().ContainSingle().Which.Points.Should().HaveCount(8);
        RegionMeasures.Area(result).Should().Be(90);
    }

    [Fact]
    public void Difference_that_cuts_through_leaves_every_piece()
    {
        var result = RegionBooleans.Difference(Region(Rectangle(0, 0, 10, 10)), Region(Rectangle(4, -1, 2, 12)))!;

        RegionMeasures.Topology(result).Should().Be((2, 0));
        result.Rings.Select(r => r.SignedArea).Should().Equal(40, 40);
    }

    [Fact]
    public void Subtrahend_edges_exactly_on_the_minuends_leave_no_sliver()
    {
        var result = RegionBooleans.Difference(Region(Rectangle(0, 0, 10, 10)), Region(Rectangle(0, 0, 10, 4)))!;

        result.Rings.Should().ContainSingle().Which.Points.Should().Equal(
            new PlanePoint(0, 4), new PlanePoint(10, 4), new PlanePoint(10, 10), new PlanePoint(0, 10));
    }

    [Fact]
    public void Edges_nearly_on_each_other_leave_no_sliver()
    {
        // The same disc after a rotation forth and back: every vertex is off by some 1e-15 mm.
        var disc = Disc(0, 0, 20);
        double c = Math.Cos(0.7), s = Math.Sin(0.7);
        var turned = new Ring([.. disc.Points.Select(p => new PlanePoint((c * p.X) - (s * p.Y), (s * p.X) + (c * p.Y)))
            .Select(p => new PlanePoint((c * p.X) + (s * p.Y), (c * p.Y) - (s * p.X)))]);

        RegionBooleans.Difference(Region(disc), Region(turned)).Should().BeNull();
        RegionBooleans.Union(Region(disc), Region(turned))!.Rings.Should().ContainSingle();
    }

    [Fact]
    public void Nothing_on_a_plane_is_an_operand_like_any_other()
    {
        var square = Region(Rectangle(0, 0, 1, 1));

        RegionBooleans.Union(null, null).Should().BeNull();
        Bits(RegionBooleans.Union(null, square)).Should().Be(Bits(square));
        Bits(RegionBooleans.Difference(square, null)).Should().Be(Bits(square));
        RegionBooleans.Difference(null, square).Should().BeNull();
        RegionBooleans.Intersection(square, null).Should().BeNull();
    }

    [Fact]
    public void Regions_of_two_planes_are_refused()
    {
        var act = () => RegionBooleans.Union(Region(Rectangle(0, 0, 1, 1)), new PlanarRegion(1, [Rectangle(0, 0, 1, 1)]));

        act.Should().Throw<ArgumentException>().WithMessage("*0 and 1 mm*");
    }

    [Fact]
    public void Far_from_the_origin_areas_are_the_same()
    {
        const double Far = 65536;
        var result = RegionBooleans.Difference(Region(Disc(Far, -Far, 20)), Region(Disc(Far + 15, -Far, 10)))!;
        var near = RegionBooleans.Difference(Region(Disc(0, 0, 20)), Region(Disc(15, 0, 10)))!;

        // Coordinates of 65,536 mm have steps of 1.5e-11 mm; times a perimeter of 150 mm.
        RegionMeasures.Area(result).Should().BeApproximately(RegionMeasures.Area(near), 1e-8);
    }

    [Property(MaxTest = 100)]
    public void Volume_laws_hold(int seed)
    {
        foreach (var (a, b) in Pairs(seed))
        {
            double union = Area(RegionBooleans.Union(a, b)), both = Area(RegionBooleans.Intersection(a, b));
            double first = Area(a), second = Area(b);

            // A nanometre of snapping along some 300 mm of outlines.
            union.Should().BeApproximately(first + second - both, 1e-3);
            Area(RegionBooleans.Difference(a, b)).Should().BeApproximately(first - both, 1e-3);
            Area(RegionBooleans.ExclusiveOr(a, b)).Should().BeApproximately(union - both, 1e-3);
        }
    }

    [Property(MaxTest = 100)]
    public void Difference_lies_within_the_minuend_and_apart_from_the_subtrahend(int seed)
    {
        foreach (var (a, b) in Pairs(seed))
        {
            var difference = RegionBooleans.Difference(a, b);
            Area(RegionBooleans.Difference(difference, a)).Should().BeLessThan(1e-3);
            Area(RegionBooleans.Intersection(difference, b)).Should().BeLessThan(1e-3);
        }
    }

    [Property(MaxTest = 100)]
    public void Difference_with_itself_is_nothing_and_union_with_itself_is_the_same(int seed)
    {
        foreach (var region in new[] { Organ(seed), Ugly(seed) })
        {
            RegionBooleans.Difference(region, Redrawn(region, seed)).Should().BeNull();
            Area(RegionBooleans.Union(region, Redrawn(region, seed))).Should().BeApproximately(Area(region), 1e-3);
        }

        Bits(RegionBooleans.Union(Organ(seed), Redrawn(Organ(seed), seed))).Should().Be(Bits(CanonicalRegion.Of(0, Organ(seed).Rings)));
    }

    [Property(MaxTest = 100)]
    public void Union_and_intersection_do_not_depend_on_the_order_to_the_bit(int seed)
    {
        foreach (var (a, b) in Pairs(seed))
        {
            Bits(RegionBooleans.Union(a, b)).Should().Be(Bits(RegionBooleans.Union(b, a)));
            Bits(RegionBooleans.Intersection(a, b)).Should().Be(Bits(RegionBooleans.Intersection(b, a)));
            Bits(RegionBooleans.Difference(a, b)).Should().Be(Bits(RegionBooleans.Difference(Redrawn(a, 1), Redrawn(b, 2))));
        }
    }

    [Property(MaxTest = 100)]
    public void Moving_both_operands_by_a_power_of_two_moves_the_result(int seed)
    {
        // Coordinates on a lattice of 1/8 mm stay exact when moved by 64 mm, crossing points nearly.
        static Ring Moved(Ring ring, double by) => new([.. ring.Points.Select(p => new PlanePoint(p.X + by, p.Y - by))]);
        static Ring Rounded(Ring ring) => new([.. ring.Points.Select(p => new PlanePoint(Math.Round(p.X * 8) / 8, Math.Round(p.Y * 8) / 8))]);
        PlanarRegion a = Region([.. Organ(seed).Rings.Select(Rounded)]), b = Region([.. Organ(seed + 1).Rings.Select(Rounded)]);

        var there = RegionBooleans.Difference(Region([.. a.Rings.Select(r => Moved(r, 64))]), Region([.. b.Rings.Select(r => Moved(r, 64))]));

        Area(there).Should().BeApproximately(Area(RegionBooleans.Difference(a, b)), 1e-9);
    }

    private static double Area(PlanarRegion? region) => RegionMeasures.Area(region);

    private static IEnumerable<(PlanarRegion A, PlanarRegion B)> Pairs(int seed) =>
        [(Organ(seed), Organ(unchecked(seed + 7919))), (Ugly(seed), Ugly(unchecked(seed + 7919))), (Ugly(seed, 1, 5), Organ(seed))];
}
