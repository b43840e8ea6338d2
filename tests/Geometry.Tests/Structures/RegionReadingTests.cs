using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;
using static ContourFlow.Geometry.Tests.Booleans.Shapes;

namespace ContourFlow.Geometry.Tests.Structures;

public class RegionReadingTests
{
    [Theory]
    [InlineData(RingKind.ClosedPlanar)]
    [InlineData(RingKind.ClosedPlanarXor)]
    public void Nested_rings_are_a_hole_without_a_fault(RingKind kind)
    {
        var result = Read(kind, Rectangle(0, 0, 10, 10), Rectangle(2, 2, 3, 3));

        result.Faults.Should().BeEmpty();
        RegionMeasures.Area(result.Region).Should().Be(91);
    }

    [Fact]
    public void Keyhole_is_a_hole_without_a_fault()
    {
        var result = Read(RingKind.ClosedPlanar,
            Ring((0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (4, 4), (4, 6), (6, 6), (6, 4), (4, 4)));

        result.Faults.Should().BeEmpty();
        RegionMeasures.Topology(result.Region).Should().Be((1, 1));
    }

    [Fact]
    public void Partly_overlapping_rings_are_their_union_and_both_are_named()
    {
        var result = Read(RingKind.ClosedPlanar, Rectangle(0, 0, 10, 10), Rectangle(8, 8, 10, 10));

        RegionMeasures.Area(result.Region).Should().Be(196);
        result.Faults.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Kind = RingFaultKind.PartlyOverlapping, Rings = new[] { 0, 1 } });
        result.Faults[0].Sentence.Should().Be("Rings 1 and 2 partly overlap; their union was read.");
    }

    [Fact]
    public void Partly_overlapping_rings_do_not_fill_a_hole_nearby()
    {
        // The canal (2, 2, 3, 3) stays open although another ring overlaps the vertebra's outline.
        var result = Read(RingKind.ClosedPlanar, Rectangle(0, 0, 10, 10), Rectangle(2, 2, 3, 3), Rectangle(8, 8, 10, 10));

        RegionMeasures.Area(result.Region).Should().Be(187);
        RegionMeasures.Topology(result.Region).Should().Be((1, 1));
    }

    [Fact]
    public void Partly_overlapping_xor_rings_are_meant_that_way()
    {
        var result = Read(RingKind.ClosedPlanarXor, Rectangle(0, 0, 10, 10), Rectangle(8, 8, 10, 10));

        result.Faults.Should().BeEmpty();
        RegionMeasures.Area(result.Region).Should().Be(192);
    }

    [Fact]
    public void Rings_drawn_edge_to_edge_with_the_rounding_of_two_decimals_are_no_fault()
    {
        var result = Read(RingKind.ClosedPlanar, Rectangle(0, 0, 10, 10), Rectangle(9.99, 0, 10, 10));

        result.Faults.Should().BeEmpty();
        RegionMeasures.Area(result.Region).Should().BeApproximately(199.8, 0.11);
    }

    [Fact]
    public void Rings_that_share_an_edge_merge_without_a_fault()
    {
        var result = Read(RingKind.ClosedPlanar, Rectangle(0, 0, 10, 10), Rectangle(10, 0, 10, 10));

        result.Faults.Should().BeEmpty();
        result.Region!.Rings.Should().ContainSingle();
    }

    [Fact]
    public void Ring_drawn_twice_is_read_once()
    {
        var square = Rectangle(0, 0, 10, 10);
        var redrawn = new Ring([.. square.Points.Reverse()]);

        var result = Read(RingKind.ClosedPlanar, square, redrawn, Rectangle(2, 2, 3, 3));

        RegionMeasures.Area(result.Region).Should().Be(91);
        result.Faults.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Kind = RingFaultKind.Duplicate, Rings = new[] { 0, 1 } });
    }

    [Fact]
    public void Rings_without_area_are_dropped_by_name()
    {
        var result = RegionReading.Read(0,
        [
            new([new(0, 0), new(1, 1), new(0, 0)], RingKind.ClosedPlanar),
            new([new(0, 0), new(1, 1), new(2, 2)], RingKind.ClosedPlanar),
            new([new(0, 0), new(double.NaN, 1), new(2, 2)], RingKind.ClosedPlanar),
            new(Rectangle(0, 0, 1, 1).Points, RingKind.ClosedPlanar),
            new([], RingKind.ClosedPlanar),
        ]);

        RegionMeasures.Area(result.Region).Should().Be(1);
        result.Faults.Select(f => f.Kind).Should().Equal(
            RingFaultKind.TooFewPoints, RingFaultKind.ZeroArea, RingFaultKind.NotFinite, RingFaultKind.TooFewPoints);
        result.Faults[1].Sentence.Should().Be("Ring 2 encloses no area; it was dropped.");
    }

    [Fact]
    public void First_point_repeated_at_the_end_is_no_fault()
    {
        var result = Read(RingKind.ClosedPlanar, Ring((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)));

        result.Faults.Should().BeEmpty();
        result.Region!.Rings[0].Points.Should().HaveCount(4);
    }

    [Fact]
    public void Figure_of_eight_is_read_by_even_odd_with_a_fault()
    {
        var result = Read(RingKind.ClosedPlanar, Ring((0, 0), (10, 10), (10, 0), (0, 10)));

        RegionMeasures.Area(result.Region).Should().Be(50);
        result.Faults.Should().ContainSingle().Which.Kind.Should().Be(RingFaultKind.SelfCrossing);
    }

    [Fact]
    public void Ring_that_touches_itself_is_legal()
    {
        // Two squares in one ring, through their common corner without crossing.
        var result = Read(RingKind.ClosedPlanar, Ring((0, 0), (5, 0), (5, 5), (10, 5), (10, 10), (5, 10), (5, 5), (0, 5)));

        result.Faults.Should().BeEmpty();
        RegionMeasures.Topology(result.Region).Should().Be((2, 0));
    }

    [Fact]
    public void Nothing_left_is_said()
    {
        var result = Read(RingKind.ClosedPlanarXor, Rectangle(0, 0, 1, 1), Rectangle(0, 0, 1, 1));

        result.Region.Should().BeNull();
        result.Faults.Should().ContainSingle().Which.Kind.Should().Be(RingFaultKind.NothingLeft);
        RegionReading.Read(0, []).Faults.Should().BeEmpty();
    }

    private static RegionReadingResult Read(RingKind kind, params Ring[] rings) =>
        RegionReading.Read(0, [.. rings.Select(r => new DrawnRing(r.Points, kind))]);
}
