using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// The area that an odd number of rings enclose, mm²: the plane is cut into horizontal strips at every vertex, and
/// within a strip the edges, from left to right, bound inside and outside in turn. Exact for rings that do not cross;
/// direction and order of the rings do not matter.
/// </summary>
internal static class EvenOddArea
{
    public static double Of(IReadOnlyList<PlanePoint[]> rings)
    {
        var edges = Edges(rings);
        var heights = rings.SelectMany(ring => ring).Select(p => p.Y).Distinct().Order().ToArray();
        var active = new List<(PlanePoint Low, PlanePoint High)>();
        var spans = new List<(double Bottom, double Top)>();
        var (area, next) = (0.0, 0);
        for (var s = 0; s + 1 < heights.Length; s++)
        {
            var (bottom, top) = (heights[s], heights[s + 1]);
            active.RemoveAll(edge => edge.High.Y <= bottom);
            while (next < edges.Count && edges[next].Low.Y <= bottom) active.Add(edges[next++]);
            spans.Clear();
            foreach (var edge in active) spans.Add((At(edge, bottom), At(edge, top)));
            spans.Sort(static (left, right) => (left.Bottom + left.Top).CompareTo(right.Bottom + right.Top));
            for (var i = 0; i + 1 < spans.Count; i += 2)
                area += (spans[i + 1].Bottom - spans[i].Bottom + spans[i + 1].Top - spans[i].Top) / 2 * (top - bottom);
        }

        return area;
    }

    private static List<(PlanePoint Low, PlanePoint High)> Edges(IReadOnlyList<PlanePoint[]> rings)
    {
        var edges = new List<(PlanePoint Low, PlanePoint High)>();
        foreach (var ring in rings)
        {
            for (var i = 0; i < ring.Length; i++)
            {
                var (a, b) = (ring[i], ring[(i + 1) % ring.Length]);
                if (a.Y < b.Y) edges.Add((a, b));
                else if (b.Y < a.Y) edges.Add((b, a));
            }
        }

        edges.Sort((left, right) => left.Low.Y.CompareTo(right.Low.Y));
        return edges;
    }

    private static double At((PlanePoint Low, PlanePoint High) edge, double y) =>
        edge.Low.X + ((edge.High.X - edge.Low.X) * ((y - edge.Low.Y) / (edge.High.Y - edge.Low.Y)));
}
