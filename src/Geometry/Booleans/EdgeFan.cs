using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Booleans;

/// <summary>
/// The half-edges of a planar graph, sorted counter-clockwise around each vertex. Edge e has the half-edges 2e
/// (From to To) and 2e + 1 (back).
/// </summary>
internal sealed class EdgeFan
{
    private readonly PlaneGraph _graph;
    private readonly int[] _starts;
    private readonly int[] _halves;
    private readonly int[] _place;

    public EdgeFan(PlaneGraph graph)
    {
        _graph = graph;
        var edges = graph.Edges;
        _starts = new int[graph.Vertices.Count + 1];
        foreach (var (from, to, _) in edges)
        {
            _starts[from + 1]++;
            _starts[to + 1]++;
        }

        for (var v = 0; v < graph.Vertices.Count; v++) _starts[v + 1] += _starts[v];
        _halves = new int[edges.Count * 2];
        _place = new int[edges.Count * 2];
        var filled = new int[graph.Vertices.Count];
        for (var half = 0; half < _halves.Length; half++)
        {
            var v = Origin(half);
            _halves[_starts[v] + filled[v]++] = half;
        }

        for (var v = 0; v < graph.Vertices.Count; v++)
        {
            if (Count(v) > 1) _halves.AsSpan(_starts[v], Count(v)).Sort(CompareAngle);
        }

        for (var i = 0; i < _halves.Length; i++) _place[_halves[i]] = i;
    }

    /// <summary>Number of half-edges that leave a vertex.</summary>
    public int Count(int vertex) => _starts[vertex + 1] - _starts[vertex];

    /// <summary>The half-edge with the largest angle, angles from −180 degrees (west) up to below +180.</summary>
    public int Last(int vertex) => _halves[_starts[vertex + 1] - 1];

    /// <summary>The vertex that a half-edge leaves.</summary>
    public int Origin(int half) => (half & 1) == 0 ? _graph.Edges[half >> 1].From : _graph.Edges[half >> 1].To;

    /// <summary>The next half-edge counter-clockwise around the same vertex.</summary>
    public int CounterClockwise(int half)
    {
        var v = Origin(half);
        var next = _place[half] + 1;
        return _halves[next == _starts[v + 1] ? _starts[v] : next];
    }

    /// <summary>
    /// The boundary half-edge that goes on around the face on the left of <paramref name="half"/>: the first one
    /// clockwise from the way back.
    /// </summary>
    public int NextBoundary(int half, bool[] boundary)
    {
        var back = half ^ 1;
        var v = Origin(back);
        var i = _place[back];
        do
        {
            i = i == _starts[v] ? _starts[v + 1] - 1 : i - 1;
        }
        while (!boundary[_halves[i]]);
        return _halves[i];
    }

    /// <summary>Numbers the connected components of the vertices; returns how many there are.</summary>
    public int Components(int[] component)
    {
        Array.Fill(component, -1);
        var count = 0;
        var waiting = new Stack<int>();
        for (var v = 0; v < component.Length; v++)
        {
            if (component[v] >= 0) continue;
            component[v] = count;
            waiting.Push(v);
            while (waiting.TryPop(out var from))
            {
                for (var i = _starts[from]; i < _starts[from + 1]; i++)
                {
                    var to = Origin(_halves[i] ^ 1);
                    if (component[to] >= 0) continue;
                    component[to] = count;
                    waiting.Push(to);
                }
            }

            count++;
        }

        return count;
    }

    private int CompareAngle(int g, int h)
    {
        if (g == h) return 0;
        PlanePoint origin = _graph.Vertices[Origin(g)], p = _graph.Vertices[Origin(g ^ 1)], q = _graph.Vertices[Origin(h ^ 1)];
        bool upperP = IsUpper(origin, p), upperQ = IsUpper(origin, q);
        if (upperP != upperQ) return upperP ? 1 : -1;
        return -Segments.Turn(origin, p, q);
    }

    /// <summary>Angles from 0 (east) up to below 180 degrees.</summary>
    private static bool IsUpper(PlanePoint origin, PlanePoint p) => p.Y > origin.Y || (p.Y == origin.Y && p.X > origin.X);
}
