using System.Collections.Immutable;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;
using FsCheck.Xunit;

namespace ContourFlow.Contouring.Tests.RtObjects;

public class WrittenRingsTests
{
    /// <summary>
    /// Regions of several jagged rings, some of them thinner than rounding: whatever they are, what is written has no
    /// crossing (decided in whole numbers) and encloses the same area to the width of rounding along its length.
    /// </summary>
    [Property(MaxTest = 300)]
    public bool Written_rings_of_jagged_regions_do_not_cross_and_keep_their_area(int seed, bool xor)
    {
        if (Jagged(new Random(seed)) is not { } region) return true;

        var written = WrittenRings.Of(region, xor ? HoleEncoding.Xor : HoleEncoding.Keyhole);

        var area = EvenOddArea.Of([.. written.Select(ring => ring.Select(p => p.ToPlane()).ToArray())]);
        return Crossings(written) == 0
            && written.All(ring => ring.Length >= 3)
            && Math.Abs(area - RegionMeasures.Area(region)) <= 0.0075 * Length(region);
    }

    /// <summary>Parts and holes of what is written, counted by the second path, are those of the region on the grid.</summary>
    [Property(MaxTest = 200)]
    public bool Parts_and_holes_are_those_of_the_region_as_rounded(int seed)
    {
        if (Jagged(new Random(seed)) is not { } region) return true;
        var rings = WrittenRings.Of(region, HoleEncoding.Xor);
        if (rings.IsEmpty) return true;
        var rounded = CanonicalRegion.Of(0, rings.Select(ring => new Ring([.. ring.Select(p => p.ToPlane())])))!;

        var loops = EdgeLoops.Of([.. WrittenRings.Of(region, HoleEncoding.Keyhole).Select(ring => ring.Select(p => p.ToPlane()).ToArray())]);

        var (pieces, holes) = RegionMeasures.Topology(rounded);
        return loops.Count == pieces + holes;
    }

    [Fact]
    public void Channel_in_line_with_an_edge_is_still_a_channel()
    {
        // The hole's nearest corner lies on the line of the outer ring's bottom notch.
        var region = CanonicalRegion.Of(0,
        [
            new([new(0, 0), new(10, 0), new(10, 10), new(0, 10), new(0, 5), new(1, 5), new(1, 4), new(0, 4)]),
            new([new(3, 5), new(6, 5), new(6, 8), new(3, 8)]),
        ])!;

        var loops = EdgeLoops.Of([.. WrittenRings.Of(region, HoleEncoding.Keyhole).Select(ring => ring.Select(p => p.ToPlane()).ToArray())]);

        loops.Should().HaveCount(2);
    }

    [Fact]
    public void Region_smaller_than_rounding_is_not_written() =>
        WrittenRings.Of(CanonicalRegion.Of(0, [new([new(0.001, 0.001), new(0.003, 0.001), new(0.002, 0.003)])])!, HoleEncoding.Keyhole).Should().BeEmpty();

    private static PlanarRegion? Jagged(Random random)
    {
        var rings = new List<Ring>();
        for (var r = random.Next(1, 6); r > 0; r--)
        {
            var (x, y, radius) = (random.NextDouble() * 4, random.NextDouble() * 4, 0.05 + (random.NextDouble() * 3));
            var roughness = random.NextDouble();
            var count = random.Next(3, 60);
            rings.Add(new([.. Enumerable.Range(0, count).Select(i =>
            {
                var (angle, length) = (2 * Math.PI * i / count, radius * (1 - (roughness * random.NextDouble())));
                return new PlanePoint(x + (length * Math.Cos(angle)), y + (length * Math.Sin(angle)));
            })]));
        }

        return CanonicalRegion.Of(0, rings);
    }

    private static double Length(PlanarRegion region) => region.Rings.Sum(ring =>
        ring.Points.Select((p, i) => (p, next: ring.Points[(i + 1) % ring.Points.Length])).Sum(e => Math.Sqrt(Math.Pow(e.p.X - e.next.X, 2) + Math.Pow(e.p.Y - e.next.Y, 2))));

    /// <summary>Pairs of edges, of any rings, that cross in a point within both.</summary>
    private static int Crossings(ImmutableArray<ImmutableArray<GridPoint>> rings)
    {
        var edges = rings.SelectMany(ring => ring.Select((p, i) => (From: p, To: ring[(i + 1) % ring.Length]))).ToArray();
        var crossings = 0;
        for (var i = 0; i < edges.Length; i++)
        {
            for (var j = i + 1; j < edges.Length; j++)
            {
                var (a, b) = (edges[i], edges[j]);
                if (Side(a.From, a.To, b.From) * Side(a.From, a.To, b.To) < 0 && Side(b.From, b.To, a.From) * Side(b.From, b.To, a.To) < 0) crossings++;
            }
        }

        return crossings;
    }

    private static int Side(GridPoint a, GridPoint b, GridPoint c) => Math.Sign(GridPoint.Cross(a, b, c));
}
