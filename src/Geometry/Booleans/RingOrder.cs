using System.Collections.Immutable;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Booleans;

/// <summary>One way to write a ring, and one order of rings, whatever the start, direction and order they came in.</summary>
internal static class RingOrder
{
    /// <summary>Area by the shoelace formula, relative to the first point, mm², counter-clockwise positive.</summary>
    public static double SignedArea(ReadOnlySpan<PlanePoint> ring)
    {
        var origin = ring[0];
        var sum = 0.0;
        for (var i = 1; i + 1 < ring.Length; i++)
        {
            sum += ((ring[i].X - origin.X) * (ring[i + 1].Y - origin.Y))
                - ((ring[i + 1].X - origin.X) * (ring[i].Y - origin.Y));
        }

        return sum / 2;
    }

    /// <summary>Length of the closed ring, mm.</summary>
    public static double Perimeter(ReadOnlySpan<PlanePoint> ring)
    {
        var sum = 0.0;
        var previous = ring[^1];
        foreach (var point in ring)
        {
            sum += Math.Sqrt(((point.X - previous.X) * (point.X - previous.X)) + ((point.Y - previous.Y) * (point.Y - previous.Y)));
            previous = point;
        }

        return sum;
    }

    /// <summary>The points without repetitions of the one before (cyclically), −0 written as 0.</summary>
    public static PlanePoint[] Distinct(ReadOnlySpan<PlanePoint> points)
    {
        var result = new PlanePoint[points.Length];
        var count = 0;
        foreach (var raw in points)
        {
            var point = new PlanePoint(raw.X + 0.0, raw.Y + 0.0);
            if (count == 0 || point != result[count - 1]) result[count++] = point;
        }

        while (count > 1 && result[count - 1] == result[0]) count--;
        return result.AsSpan(0, count).ToArray();
    }

    /// <summary>
    /// The ring counter-clockwise (or clockwise), started at its smallest point. A ring that visits its smallest
    /// point several times starts where the sequence that follows is smallest; one without area takes the direction
    /// with the smaller sequence.
    /// </summary>
    public static PlanePoint[] Normalise(PlanePoint[] ring, bool counterClockwise)
    {
        var area = SignedArea(Rotated(ring));
        if (area == 0)
        {
            PlanePoint[] ahead = Rotated(ring), back = Rotated(Reversed(ring));
            return CompareSequences(ahead, back) <= 0 ? ahead : back;
        }

        return Rotated(area > 0 == counterClockwise ? ring : Reversed(ring));
    }

    /// <summary>Order of rings by their points from the start.</summary>
    public static int CompareSequences(PlanePoint[] a, PlanePoint[] b)
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            var order = Segments.Compare(a[i], b[i]);
            if (order != 0) return order;
        }

        return a.Length.CompareTo(b.Length);
    }

    /// <summary>Order of lists of rings.</summary>
    public static int CompareLists(IReadOnlyList<PlanePoint[]> a, IReadOnlyList<PlanePoint[]> b)
    {
        for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            var order = CompareSequences(a[i], b[i]);
            if (order != 0) return order;
        }

        return a.Count.CompareTo(b.Count);
    }

    /// <summary>Rings for the engine: no repeated points, one direction, one start, one order; those of under three points left out.</summary>
    public static List<PlanePoint[]> Prepare(IEnumerable<Ring> rings)
    {
        var result = new List<PlanePoint[]>();
        foreach (var ring in rings)
        {
            var points = Distinct(ring.Points.AsSpan());
            if (points.Length >= 3) result.Add(Normalise(points, counterClockwise: true));
        }

        result.Sort(CompareSequences);
        return result;
    }

    /// <summary>The region of simple rings whose direction says outer or hole; null when there is none.</summary>
    public static PlanarRegion? ToRegion(double z, List<PlanePoint[]> rings)
    {
        if (rings.Count == 0) return null;
        for (var i = 0; i < rings.Count; i++) rings[i] = Rotated(rings[i]);
        rings.Sort(CompareSequences);
        return new PlanarRegion(z, [.. rings.Select(r => new Ring(ImmutableArray.Create(r)))]);
    }

    private static PlanePoint[] Reversed(PlanePoint[] ring)
    {
        var result = (PlanePoint[])ring.Clone();
        Array.Reverse(result);
        return result;
    }

    private static PlanePoint[] Rotated(PlanePoint[] ring)
    {
        var best = 0;
        for (var i = 1; i < ring.Length; i++)
        {
            var order = Segments.Compare(ring[i], ring[best]);
            if (order < 0 || (order == 0 && IsSmallerRotation(ring, i, best))) best = i;
        }

        if (best == 0) return ring;
        var result = new PlanePoint[ring.Length];
        ring.AsSpan(best).CopyTo(result);
        ring.AsSpan(0, best).CopyTo(result.AsSpan(ring.Length - best));
        return result;
    }

    private static bool IsSmallerRotation(PlanePoint[] ring, int start, int than)
    {
        for (var i = 0; i < ring.Length; i++)
        {
            var order = Segments.Compare(ring[(start + i) % ring.Length], ring[(than + i) % ring.Length]);
            if (order != 0) return order < 0;
        }

        return false;
    }
}
