using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;
using FsCheck.Xunit;
using static ContourFlow.Geometry.Tests.Booleans.Shapes;

namespace ContourFlow.Geometry.Tests.Structures;

public class CanonicalRegionTests
{
    [Fact]
    public void Nested_rings_drawn_any_way_become_an_outer_and_a_hole()
    {
        var region = CanonicalRegion.Of(0, [Rectangle(2, 2, 3, 3), Rectangle(0, 0, 10, 10)])!;

        region.Rings.Should().HaveCount(2);
        region.Rings[0].SignedArea.Should().Be(100);
        region.Rings[1].SignedArea.Should().Be(-9);
        region.Rings[0].Points[0].Should().Be(new PlanePoint(0, 0));
    }

    [Fact]
    public void Island_in_a_hole_is_an_outer_ring_again()
    {
        var region = CanonicalRegion.Of(0, [Rectangle(0, 0, 10, 10), Rectangle(1, 1, 8, 8), Rectangle(2, 2, 3, 3)])!;

        region.Rings.Select(r => r.SignedArea).Should().Equal(100, -64, 9);
    }

    [Fact]
    public void Keyhole_dissolves_into_an_outer_and_a_hole_with_the_same_points()
    {
        // The channel leads from the corner (0, 0) to the hole's corner (4, 4) and back.
        var keyhole = Ring((0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (4, 4), (4, 6), (6, 6), (6, 4), (4, 4));

        var region = CanonicalRegion.Of(0, [keyhole])!;

        Bits(region).Should().Be(Bits(CanonicalRegion.Of(0, [Rectangle(0, 0, 10, 10), Rectangle(4, 4, 2, 2)])));
    }

    [Fact]
    public void Keyhole_whose_channel_starts_in_the_middle_of_an_edge_dissolves_too()
    {
        var keyhole = Ring((0, 0), (10, 0), (10, 10), (0, 10), (0, 5), (4, 5), (4, 6), (6, 6), (6, 4), (4, 4), (4, 5), (0, 5));

        RegionMeasures.Topology(Region(keyhole)).Should().Be((1, 1));
        RegionMeasures.Area(Region(keyhole)).Should().Be(96);
    }

    [Fact]
    public void Rings_that_share_an_edge_merge()
    {
        var region = CanonicalRegion.Of(0, [Rectangle(0, 0, 5, 10), Rectangle(5, 2, 5, 4)])!;

        region.Rings.Should().ContainSingle().Which.SignedArea.Should().Be(70);
    }

    [Fact]
    public void Rings_that_touch_in_a_corner_stay_two_simple_rings()
    {
        var region = CanonicalRegion.Of(0, [Rectangle(0, 0, 5, 5), Rectangle(5, 5, 5, 5)])!;

        region.Rings.Select(r => r.SignedArea).Should().Equal(25, 25);
    }

    [Fact]
    public void Hole_that_touches_the_outline_stays_a_hole()
    {
        var region = CanonicalRegion.Of(0, [Rectangle(0, 0, 10, 10), Ring((0, 0), (5, 2), (2, 5))])!;

        region.Rings.Should().HaveCount(2);
        region.Rings.Select(r => r.Points.Length).Should().BeEquivalentTo([4, 3]);
        RegionMeasures.Area(region).Should().Be(100 - 10.5);
    }

    [Fact]
    public void Ring_that_cancels_itself_is_nothing()
    {
        CanonicalRegion.Of(0, [Rectangle(0, 0, 1, 1), Rectangle(0, 0, 1, 1)]).Should().BeNull();
        CanonicalRegion.Of(0, [Ring((0, 0), (5, 0), (9, 0))]).Should().BeNull();
        CanonicalRegion.Of(0, []).Should().BeNull();
    }

    [Fact]
    public void Figure_of_eight_becomes_its_two_lobes()
    {
        var region = CanonicalRegion.Of(0, [Ring((0, 0), (10, 10), (10, 0), (0, 10))])!;

        // Triangles of base 10 and height 5 that meet at (5, 5).
        region.Rings.Select(r => r.SignedArea).Should().Equal(25, 25);
    }

    [Property(MaxTest = 100)]
    public void Order_start_and_direction_of_rings_do_not_matter_to_the_bit(int seed)
    {
        foreach (var region in new[] { Organ(seed), Ugly(seed) })
        {
            var canonical = CanonicalRegion.Of(0, region.Rings);
            var again = CanonicalRegion.Of(0, Redrawn(region, seed + 1).Rings);
            Bits(again).Should().Be(Bits(canonical));
        }
    }

    [Property(MaxTest = 100)]
    public void Canonical_form_of_any_rings_has_their_even_odd_area(int seed)
    {
        var region = Ugly(seed);
        var raster = RasterArea(region.Rings, 0.005);

        // The raster's own error: the length inside jumps where edges begin and end, some
        // 40 places with jumps of up to 8 mm, of either sign, times half a line's 0.005 mm.
        RegionMeasures.Area(region).Should().BeApproximately(raster, 0.2);
    }

    [Property(MaxTest = 100)]
    public void Canonical_form_is_its_own_canonical_form(int seed)
    {
        foreach (var region in new[] { Organ(seed), Ugly(seed) })
        {
            if (CanonicalRegion.Of(0, region.Rings) is not { } once) continue;
            Bits(CanonicalRegion.Of(0, once.Rings)).Should().Be(Bits(once));
        }
    }

    [Property(MaxTest = 100)]
    public void Vertices_stay_to_the_bit_when_nothing_crosses(int seed)
    {
        var region = Organ(seed);
        var drawn = region.Rings.SelectMany(r => r.Points).ToHashSet();

        var canonical = CanonicalRegion.Of(0, region.Rings)!;

        canonical.Rings.SelectMany(r => r.Points).ToHashSet().SetEquals(drawn).Should().BeTrue();
    }

    [Property(MaxTest = 100)]
    public void Canonical_outer_rings_run_counter_clockwise_and_start_at_their_smallest_point(int seed)
    {
        if (CanonicalRegion.Of(0, Ugly(seed).Rings) is not { } region) return;
        foreach (var ring in region.Rings)
        {
            ring.Points[0].Should().Be(ring.Points.OrderBy(p => p.X).ThenBy(p => p.Y).First());
            ring.Points.Should().OnlyHaveUniqueItems();
        }

        region.Rings.Select(r => r.Points[0]).Should().Equal(
            region.Rings.Select(r => r.Points[0]).OrderBy(p => p.X).ThenBy(p => p.Y));
        region.Rings.Should().Contain(r => r.SignedArea > 0);
    }
}
