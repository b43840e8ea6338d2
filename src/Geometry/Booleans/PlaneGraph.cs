using System.Runtime.InteropServices;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Booleans;

/// <summary>
/// Straight edges between numbered vertices of a plane. Two vertices with equal coordinates are one vertex; two
/// edges between the same vertices are one edge whose parities add up, so that the doubled channel of a keyhole or
/// an edge shared by two rings of one operand is no boundary any more.
/// </summary>
internal sealed class PlaneGraph
{
    private readonly Dictionary<PlanePoint, int> _vertexOf;
    private readonly Dictionary<(int, int), int> _edgeOf;

    public PlaneGraph(int expectedPoints)
    {
        _vertexOf = new(expectedPoints);
        _edgeOf = new(expectedPoints);
        Vertices = new(expectedPoints);
        Edges = new(expectedPoints);
    }

    /// <summary>The vertices' coordinates, mm in the plane.</summary>
    public List<PlanePoint> Vertices { get; }

    /// <summary>The edges; From is lexicographically below To; Parity has a bit for each operand (1 and 2).</summary>
    public List<(int From, int To, int Parity)> Edges { get; private set; }

    /// <summary>True when two of the points added were the same: a ring touches another or itself.</summary>
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

    /// <summary>Drops edges that bound nothing: used an even number of times by every operand.</summary>
    public void DropCancelledEdges() => Edges = Edges.FindAll(e => e.Parity != 0);

    /// <summary>
    /// True when two edges come closer than <paramref name="tolerance"/> mm anywhere but at a common vertex. With a
    /// tolerance of zero the answer is exact: edges that cross, touch or overlap.
    /// </summary>
    public bool AnyEdgesMeet(double tolerance)
    {
        var vertices = CollectionsMarshal.AsSpan(Vertices);
        var edges = CollectionsMarshal.AsSpan(Edges);
        var segments = new (PlanePoint A, PlanePoint B)[edges.Length];
        for (var i = 0; i < edges.Length; i++) segments[i] = (vertices[edges[i].From], vertices[edges[i].To]);
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

    private int Vertex(PlanePoint point)
    {
        // Negative zero equals zero but is another number of bits: + 0.0 makes them one.
        point = new PlanePoint(point.X + 0.0, point.Y + 0.0);
        ref var vertex = ref CollectionsMarshal.GetValueRefOrAddDefault(_vertexOf, point, out var known);
        if (known)
        {
            HasRepeatedPoints = true;
            return vertex;
        }

        vertex = Vertices.Count;
        Vertices.Add(point);
        return vertex;
    }

    private void AddEdge(int from, int to, int operand)
    {
        if (from == to) return;
        if (Segments.Compare(Vertices[from], Vertices[to]) > 0) (from, to) = (to, from);
        ref var edge = ref CollectionsMarshal.GetValueRefOrAddDefault(_edgeOf, (from, to), out var known);
        if (!known)
        {
            edge = Edges.Count;
            Edges.Add((from, to, operand));
        }
        else
        {
            Edges[edge] = (from, to, Edges[edge].Parity ^ operand);
        }
    }
}
