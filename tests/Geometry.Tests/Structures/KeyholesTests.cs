using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;
using FsCheck.Xunit;
using static ContourFlow.Geometry.Tests.Booleans.Shapes;

namespace ContourFlow.Geometry.Tests.Structures;

public class KeyholesTests
{
    [Fact]
    public void Hole_becomes_a_channel_from_the_nearest_vertex_and_back()
    {
        var ring = Keyholes.Join(Region(Rectangle(0, 0, 10, 10), Rectangle(1, 1, 3, 3))).Should().ContainSingle().Which;

        ring.Points.Should().Equal(
            new PlanePoint(0, 0), new(1, 1), new(1, 4), new(4, 4), new(4, 1), new(1, 1), new(0, 0), new(10, 0), new(10, 10), new(0, 10));
        ring.SignedArea.Should().Be(91);
    }

    [Fact]
    public void Region_without_holes_stays_as_it_is()
    {
        var region = Region(Rectangle(0, 0, 1, 1), Rectangle(3, 0, 1, 1));

        Keyholes.Join(region).Select(r => r.Points).Should().BeEquivalentTo(region.Rings.Select(r => r.Points));
    }

    [Fact]
    public void Island_in_a_hole_stays_a_ring_of_its_own_in_no_other()
    {
        var rings = Keyholes.Join(Region(Rectangle(0, 0, 10, 10), Rectangle(2, 2, 6, 6), Rectangle(4, 4, 1, 1)));

        rings.Should().HaveCount(2);
        UnionReader(rings, new PlanePoint(3, 3)).Should().BeFalse("the space between hole and island is empty");
        UnionReader(rings, new PlanePoint(4.5, 4.5)).Should().BeTrue();
    }

    [Fact]
    public void Hole_that_touches_the_outline_needs_no_channel()
    {
        var ring = Keyholes.Join(Region(Rectangle(0, 0, 10, 10), Ring((0, 0), (5, 2), (2, 5)))).Should().ContainSingle().Which;

        ring.SignedArea.Should().Be(100 - 10.5);
        ring.Points.Should().HaveCount(7);
    }

    [Fact]
    public void Holes_behind_each_other_and_at_one_corner_do_not_cross_channels()
    {
        // Four holes around one near corner and a chain of holes: channels share vertices, none crosses.
        var region = Region(Rectangle(0, 0, 40, 40), Ring((1, 1), (3, 1), (1, 3)), Ring((2, 6), (3, 6), (2.5, 8)),
            Ring((6, 2), (8, 2.5), (6, 3)), Rectangle(10, 10, 2, 2), Rectangle(14, 10, 2, 2), Rectangle(18, 10, 2, 2));

        ShouldBeTheSame(region);
    }

    [Property(MaxTest = 50)]
    public void Join_and_canonical_form_give_the_region_back(int seed) => ShouldBeTheSame(ManyHoles(seed));

    [Property(MaxTest = 50)]
    public void Join_of_regions_that_touch_themselves_gives_the_region_back(int seed) => ShouldBeTheSame(Ugly(seed));

    [Property(MaxTest = 20)]
    public void Join_does_not_depend_on_how_the_region_is_drawn(int seed)
    {
        var region = ManyHoles(seed);

        var again = Keyholes.Join(Redrawn(region, seed));

        again.Select(r => r.Points).Should().BeEquivalentTo(Keyholes.Join(region).Select(r => r.Points), o => o.WithStrictOrdering());
    }

    private static void ShouldBeTheSame(PlanarRegion region)
    {
        var canonical = CanonicalRegion.Of(0, region.Rings);
        var joined = Keyholes.Join(region);
        if (canonical is null)
        {
            joined.Should().BeEmpty();
            return;
        }

        // Even-odd by our own reader, even-odd by a raster, and the sum of outlines of a reader that knows no holes.
        var area = RegionMeasures.Area(canonical);
        var again = CanonicalRegion.Of(0, joined);
        RegionMeasures.Area(again).Should().BeApproximately(area, 1e-6);
        RegionMeasures.Topology(again).Should().Be(RegionMeasures.Topology(canonical));
        joined.Sum(r => r.SignedArea).Should().BeApproximately(area, 1e-6);
        RasterArea(joined, 0.01).Should().BeApproximately(RasterArea(canonical.Rings, 0.01), 1e-3);
        joined.Should().HaveCount(canonical.Rings.Count(r => r.SignedArea > 0));

        var random = new Random(1);
        var bounds = RegionMeasures.Bounds(canonical);
        for (var i = 0; i < 200; i++)
        {
            var point = new PlanePoint(bounds.MinX + (random.NextDouble() * bounds.Width), bounds.MinY + (random.NextDouble() * bounds.Height));
            UnionReader(joined, point).Should().Be(RegionMeasures.Contains(canonical, point));
        }
    }

    /// <summary>A reader that fills every ring (non-zero winding) and takes the union of all: nested rings would be lost.</summary>
    private static bool UnionReader(IEnumerable<Ring> rings, PlanePoint p) => rings.Any(ring =>
    {
        var winding = 0;
        for (var i = 0; i < ring.Points.Length; i++)
        {
            PlanePoint a = ring.Points[i], b = ring.Points[(i + 1) % ring.Points.Length];
            if ((a.Y > p.Y) == (b.Y > p.Y)) continue;
            if (p.X < a.X + ((p.Y - a.Y) / (b.Y - a.Y) * (b.X - a.X))) winding += b.Y > a.Y ? 1 : -1;
        }

        return winding != 0;
    });

    private static PlanarRegion ManyHoles(int seed)
    {
        var random = new Random(seed);
        var region = Organ(seed);
        for (var i = 0; i < 8; i++)
        {
            var hole = Region(Disc((random.NextDouble() * 20) - 10, (random.NextDouble() * 20) - 10, 0.5 + (random.NextDouble() * 3), random.Next(3, 20)));
            region = RegionBooleans.Difference(region, hole) ?? region;
        }

        return region;
    }
}
