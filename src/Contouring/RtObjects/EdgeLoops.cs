using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// The boundary that rings draw: an edge drawn twice (the two sides of a keyhole's channel) is none, and the edges
/// that are left are walked into loops that visit no point twice.
/// </summary>
internal static class EdgeLoops
{
    /// <summary>The loops; which of two loops that touch comes first depends on the rings' order only.</summary>
    public static List<PlanePoint[]> Of(IReadOnlyList<PlanePoint[]> rings)
    {
        var edges = new HashSet<(PlanePoint, PlanePoint)>();
        var order = new List<(PlanePoint From, PlanePoint To)>();
        foreach (var ring in rings)
        {
            for (var i = 0; i < ring.Length; i++)
            {
                var (a, b) = (ring[i], ring[(i + 1) % ring.Length]);
                if (a == b) continue;
                var key = Key(a, b);
                if (edges.Add(key)) order.Add((a, b));
                else edges.Remove(key);
            }
        }

        var neighbours = new Dictionary<PlanePoint, List<PlanePoint>>();
        foreach (var (a, b) in order.Where(edge => edges.Contains(Key(edge.From, edge.To))).DistinctBy(edge => Key(edge.From, edge.To)))
        {
            Neighbours(neighbours, a).Add(b);
            Neighbours(neighbours, b).Add(a);
        }

        var loops = new List<PlanePoint[]>();
        foreach (var (start, _) in order)
        {
            while (neighbours.TryGetValue(start, out var left) && left.Count > 0) Walk(start, neighbours, loops);
        }

        return loops;
    }

    /// <summary>True when a loop encloses a point (a ray to +X crosses it an odd number of times).</summary>
    public static bool Encloses(PlanePoint[] loop, PlanePoint point)
    {
        var inside = false;
        for (int i = 0, j = loop.Length - 1; i < loop.Length; j = i++)
        {
            var (a, b) = (loop[i], loop[j]);
            if (a.Y > point.Y != b.Y > point.Y && point.X < ((b.X - a.X) * (point.Y - a.Y) / (b.Y - a.Y)) + a.X) inside = !inside;
        }

        return inside;
    }

    /// <summary>Walks unused edges from a point until it is back there, and cuts off a loop at each point met again.</summary>
    private static void Walk(PlanePoint start, Dictionary<PlanePoint, List<PlanePoint>> neighbours, List<PlanePoint[]> loops)
    {
        var path = new List<PlanePoint> { start };
        var place = new Dictionary<PlanePoint, int> { [start] = 0 };
        while (neighbours[path[^1]] is { Count: > 0 } ways)
        {
            var (from, to) = (path[^1], ways[^1]);
            ways.RemoveAt(ways.Count - 1);
            neighbours[to].Remove(from);
            if (!place.TryGetValue(to, out var met))
            {
                place.Add(to, path.Count);
                path.Add(to);
                continue;
            }

            if (path.Count - met >= 3) loops.Add([.. path.Skip(met)]);
            for (var i = path.Count - 1; i > met; i--)
            {
                place.Remove(path[i]);
                path.RemoveAt(i);
            }
        }
    }

    private static List<PlanePoint> Neighbours(Dictionary<PlanePoint, List<PlanePoint>> neighbours, PlanePoint point)
    {
        if (!neighbours.TryGetValue(point, out var list)) neighbours.Add(point, list = []);
        return list;
    }

    private static (PlanePoint, PlanePoint) Key(PlanePoint a, PlanePoint b) =>
        a.X < b.X || (a.X == b.X && a.Y < b.Y) ? (a, b) : (b, a);
}
