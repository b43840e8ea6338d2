using System.Runtime.InteropServices;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Booleans;

/// <summary>
/// Straight edges between numbered vertices of a plane. Two vertices within a nanometre are one vertex, the one that
/// came first; two edges between the same vertices are one edge whose parities add up, so that the doubled channel of a keyhole or
/// an edge shared by two rings of one operand is no boundary any more.
/// </summary>
internal sealed class PlaneGraph
{
    private const double CellsPerMillimetre = 1000;

    private readonly Dictionary<(long Column, long Row), int> _lastVertexOf;
    private readonly List<int> _vertexBefore;
    private readonly Dictionary<(int, int), int> _edgeOf;

    public PlaneGraph(int expectedPoints, bool countsTurns = false)
    {
        CountsTurns = countsTurns;
        _lastVertexOf = new(expectedPoints);
        _vertexBefore = new(expectedPoints);
        _edgeOf = new(expectedPoints);
        Vertices = new(expectedPoints);
        Edges = new(expectedPoints);
    }

    /// <summary>
    /// False: edges carry parities, for even-odd. True: they carry how often they are passed from From to To less how
    /// often back, for winding numbers.
    /// </summary>
    public bool CountsTurns { get; }

    /// <summary>The vertices' coordinates, mm in the plane.</summary>
    public List<PlanePoint> Vertices { get; }

    /// <summary>The edges; From is lexicographically below To; Parity has a bit for each operand (1 and 2), or is the net count.</summary>
    public List<(int From, int To, int Parity)> Edges { get; private set; }

    /// <summary>True when two of the points added were one vertex: a ring touches another or itself.</summary>
    public bool HasRepeatedPoints { get; private set; }

    /// <summary>Adds a closed ring.</summary>
    public void AddRing(ReadOnlySpan<PlanePoint> ring, int operand)
    {
        var first = Vertex(ring[0]);
        var previous = first;
        for (var i = 1; i < ring.Length; i++)
        {
            var next = Vertex(ring[i]);
            AddEdge(previous, next, operand);
            previous = next;
        }

        AddEdge(previous, first, operand);
    }

    /// <summary>Adds one segment.</summary>
    public void AddSegment(PlanePoint from, PlanePoint to, int operand) => AddEdge(Vertex(from), Vertex(to), operand);

    /// <summary>The edges' end points, in the edges' order.</summary>
    public (PlanePoint A, PlanePoint B)[] ToSegments()
    {
        var segments = new (PlanePoint A, PlanePoint B)[Edges.Count];
        for (var i = 0; i < segments.Length; i++) segments[i] = (Vertices[Edges[i].From], Vertices[Edges[i].To]);
        return segments;
    }

    /// <summary>Drops edges that bound nothing: used an even number of times by every operand.</summary>
    public void DropCancelledEdges() => Edges = Edges.FindAll(e => e.Parity != 0);

    /// <summary>
    /// True when two edges come closer than <paramref name="tolerance"/> mm anywhere but at a common vertex. With a
    /// tolerance of zero the answer is exact: edges that cross, touch or overlap.
    /// </summary>
    public bool AnyEdgesMeet(double tolerance)
    {
        var segments = ToSegments();
        var grid = new SegmentGrid(segments, tolerance);
        for (var cell = 0; cell < grid.CellCount; cell++)
        {
            var inside = grid.Cell(cell);
            for (var i = 0; i < inside.Length; i++)
            {
                for (var j = i + 1; j < inside.Length; j++)
                {
                    if (!grid.BoxesMeet(inside[i], inside[j], tolerance)) continue;
                    var (a, b) = segments[inside[i]];
                    var (c, d) = segments[inside[j]];
                    if (Segments.Meet(a, b, c, d, tolerance)) return true;
                }
            }
        }

        return false;
    }

    /// <summary>The number of the vertex at a point, a new one if need be.</summary>
    public int Vertex(PlanePoint point)
    {
        long column = (long)Math.Floor(point.X * CellsPerMillimetre), row = (long)Math.Floor(point.Y * CellsPerMillimetre);
        var nearest = -1;
        var best = Noding.Tolerance * Noding.Tolerance;
        Search(column, row);
        if (best > 0 && IsNearBorder(point))
        {
            for (var r = row - 1; r <= row + 1; r++)
            {
                for (var c = column - 1; c <= column + 1; c++)
                {
                    if (r != row || c != column) Search(c, r);
                }
            }
        }

        if (nearest >= 0)
        {
            HasRepeatedPoints = true;
            return nearest;
        }

        // Negative zero equals zero but is another number of bits: + 0.0 makes them one.
        Vertices.Add(new PlanePoint(point.X + 0.0, point.Y + 0.0));
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_lastVertexOf, (column, row), out var known);
        _vertexBefore.Add(known ? last : -1);
        last = Vertices.Count - 1;
        return last;

        void Search(long c, long r)
        {
            if (!_lastVertexOf.TryGetValue((c, r), out var vertex)) return;
            for (; vertex >= 0; vertex = _vertexBefore[vertex])
            {
                double dx = Vertices[vertex].X - point.X, dy = Vertices[vertex].Y - point.Y;
                var distance = (dx * dx) + (dy * dy);
                if (distance > best || (distance == best && nearest >= 0)) continue;
                nearest = vertex;
                best = distance;
            }
        }

        static bool IsNearBorder(PlanePoint point)
        {
            const double Near = 2 * Noding.Tolerance * CellsPerMillimetre;
            double x = point.X * CellsPerMillimetre, y = point.Y * CellsPerMillimetre;
            return Math.Abs(x - Math.Round(x)) < Near || Math.Abs(y - Math.Round(y)) < Near;
        }
    }

    /// <summary>Replaces all edges by others between the same vertices; equal ones add up their parities.</summary>
    public void ReplaceEdges(List<(int From, int To, int Parity)> edges)
    {
        _edgeOf.Clear();
        Edges = new(edges.Count);
        foreach (var (from, to, parity) in edges) AddEdge(from, to, parity);
        DropCancelledEdges();
    }

    private void AddEdge(int from, int to, int operand)
    {
        if (from == to) return;
        if (Segments.Compare(Vertices[from], Vertices[to]) > 0)
        {
            (from, to) = (to, from);
            if (CountsTurns) operand = -operand;
        }

        ref var edge = ref CollectionsMarshal.GetValueRefOrAddDefault(_edgeOf, (from, to), out var known);
        if (!known)
        {
            edge = Edges.Count;
            Edges.Add((from, to, operand));
        }
        else
        {
            var before = Edges[edge].Parity;
            Edges[edge] = (from, to, CountsTurns ? before + operand : before ^ operand);
        }
    }
}
