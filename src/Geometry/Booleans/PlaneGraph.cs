using System.Runtime.InteropServices;
using ContourFlow.Geometry.Structures;
using NetTopologySuite.Algorithm;

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
        var segments = new (PlanePoint, PlanePoint)[edges.Length];
        for (var i = 0; i < edges.Length; i++) segments[i] = (vertices[edges[i].From], vertices[edges[i].To]);
        var grid = new SegmentGrid(segments, tolerance);
        for (var cell = 0; cell < grid.CellCount; cell++)
        {
            var inside = grid.Cell(cell);
            for (var i = 0; i < inside.Length; i++)
            {
                for (var j = i + 1; j < inside.Length; j++)
                {
                    if (grid.BoxesMeet(inside[i], inside[j], tolerance) && Meet(vertices, edges[inside[i]], edges[inside[j]], tolerance))
                        return true;
                }
            }
        }

        return false;
    }

    /// <summary>Sign of the turn a, b, c: +1 counter-clockwise, −1 clockwise, 0 straight.</summary>
    /// <remarks>Evaluated with 106 bits where doubles do not decide, so the sign can be trusted.</remarks>
    internal static int Turn(PlanePoint a, PlanePoint b, PlanePoint c) =>
        CGAlgorithmsDD.OrientationIndex(a.X, a.Y, b.X, b.Y, c.X, c.Y);

    private static bool Meet(
        ReadOnlySpan<PlanePoint> vertices, (int From, int To, int Parity) e, (int From, int To, int Parity) f, double tolerance)
    {
        if (e.From == f.From) return Overlap(vertices[e.From], vertices[e.To], vertices[f.To], tolerance);
        if (e.From == f.To) return Overlap(vertices[e.From], vertices[e.To], vertices[f.From], tolerance);
        if (e.To == f.From) return Overlap(vertices[e.To], vertices[e.From], vertices[f.To], tolerance);
        if (e.To == f.To) return Overlap(vertices[e.To], vertices[e.From], vertices[f.From], tolerance);

        PlanePoint a = vertices[e.From], b = vertices[e.To], c = vertices[f.From], d = vertices[f.To];
        int abc = Turn(a, b, c), abd = Turn(a, b, d), cda = Turn(c, d, a), cdb = Turn(c, d, b);
        if (abc * abd < 0 && cda * cdb < 0) return true;
        if (tolerance > 0)
        {
            var limit = tolerance * tolerance;
            return Segments.SquaredDistance(c, a, b) <= limit || Segments.SquaredDistance(d, a, b) <= limit
                || Segments.SquaredDistance(a, c, d) <= limit || Segments.SquaredDistance(b, c, d) <= limit;
        }

        return (abc == 0 && Segments.InBox(c, a, b)) || (abd == 0 && Segments.InBox(d, a, b))
            || (cda == 0 && Segments.InBox(a, c, d)) || (cdb == 0 && Segments.InBox(b, c, d));
    }

    /// <summary>Two edges that leave a common vertex for p and q: they meet elsewhere only when one lies on the other.</summary>
    private static bool Overlap(PlanePoint common, PlanePoint p, PlanePoint q, double tolerance)
    {
        if (tolerance > 0)
        {
            var limit = tolerance * tolerance;
            return Segments.SquaredDistance(q, common, p) <= limit || Segments.SquaredDistance(p, common, q) <= limit;
        }

        return Turn(common, p, q) == 0
            && (((p.X - common.X) * (q.X - common.X)) + ((p.Y - common.Y) * (q.Y - common.Y))) > 0;
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
