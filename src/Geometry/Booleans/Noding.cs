using ContourFlow.Geometry.Structures;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Noding;
using NetTopologySuite.Noding.Snapround;

namespace ContourFlow.Geometry.Booleans;

/// <summary>
/// Splits rings where they cross or touch, so that edges meet at vertices only.
/// </summary>
/// <remarks>
/// Choice of precision. A fixed grid for everything (snap rounding at 1e-5 mm) would always work, but would move
/// every vertex of every structure, also where nothing crosses. Pure floating point keeps the vertices, but leaves
/// slivers of 1e-14 mm where outlines were meant to coincide, which then count as parts and holes, and it can fail.
/// So the first way keeps the vertices and joins only what is within one nanometre of something else, by rounds until
/// nothing is. When edges still cross (by exact predicates) after the last round, snap rounding (NetTopologySuite's, whose
/// types do not leave this file) takes over, which is proven to end with a planar graph; vertices then move by at
/// most half its grid, a thousandth of what DICOM contour data are written with.
/// </remarks>
internal static class Noding
{
    /// <summary>Distance in mm below which two features are one.</summary>
    public const double Tolerance = 1e-6;

    private const int Rounds = 6;

    private static readonly double[] _gridsPerMillimetre = [1e5, 1e4, 1e3];

    /// <summary>Number of grids that <see cref="SnapRound"/> knows.</summary>
    public static int Grids => _gridsPerMillimetre.Length;

    /// <summary>Splits a graph's edges where they meet, vertices staying; false when edges still cross afterwards.</summary>
    public static bool TrySplit(PlaneGraph graph)
    {
        // Until nothing is within the tolerance of anything: then edges meet at vertices only, and a second pass over
        // the result would change nothing. That takes two or three rounds.
        for (var round = 0; round < Rounds; round++)
        {
            if (!SplitOnce(graph)) return true;
        }

        return !graph.AnyEdgesMeet(0);
    }

    /// <summary>The rings as a graph of split edges by snap rounding, on ever coarser grids.</summary>
    /// <param name="first">Rings of the first operand.</param>
    /// <param name="second">Rings of the second operand.</param>
    /// <param name="grid">0 for the finest grid, up to <see cref="Grids"/> − 1.</param>
    /// <param name="countsTurns">As <see cref="PlaneGraph.CountsTurns"/>.</param>
    public static PlaneGraph SnapRound(IReadOnlyList<PlanePoint[]> first, IReadOnlyList<PlanePoint[]> second, int grid, bool countsTurns)
    {
        var strings = new List<ISegmentString>(first.Count + second.Count);
        var points = 0;
        foreach (var ring in first) points += Add(strings, ring, 1);
        foreach (var ring in second) points += Add(strings, ring, 2);

        var noder = new SnapRoundingNoder(new PrecisionModel(_gridsPerMillimetre[grid]));
        noder.ComputeNodes(strings);

        var graph = new PlaneGraph(points + (points / 4), countsTurns);
        foreach (var piece in noder.GetNodedSubstrings())
        {
            var coordinates = piece.Coordinates;
            var operand = (int)piece.Context;
            for (var i = 0; i + 1 < coordinates.Length; i++)
                graph.AddSegment(Point(coordinates[i]), Point(coordinates[i + 1]), operand);
        }

        graph.DropCancelledEdges();
        return graph;
    }

    /// <summary>One round of splitting; false when no edge had to be split.</summary>
    private static bool SplitOnce(PlaneGraph graph)
    {
        var segments = graph.ToSegments();
        var grid = new SegmentGrid(segments, Tolerance);
        var nodes = new List<(int Edge, int Vertex)>();
        for (var cell = 0; cell < grid.CellCount; cell++)
        {
            var inside = grid.Cell(cell);
            for (var i = 0; i < inside.Length; i++)
            {
                for (var j = i + 1; j < inside.Length; j++)
                {
                    // One order of the pair, so that one crossing is one point whichever cell finds it.
                    int e = Math.Min(inside[i], inside[j]), f = Math.Max(inside[i], inside[j]);
                    if (grid.BoxesMeet(e, f, Tolerance)) FindNodes(graph, segments, e, f, nodes);
                }
            }
        }

        if (nodes.Count == 0) return false;
        graph.ReplaceEdges(Split(graph, nodes));
        return true;
    }

    private static void FindNodes(PlaneGraph graph, (PlanePoint A, PlanePoint B)[] segments, int e, int f, List<(int Edge, int Vertex)> nodes)
    {
        var (a, b) = segments[e];
        var (c, d) = segments[f];
        if (!Segments.Meet(a, b, c, d, Tolerance)) return;
        var found = nodes.Count;
        Touch(graph.Edges[e].From, f);
        Touch(graph.Edges[e].To, f);
        Touch(graph.Edges[f].From, e);
        Touch(graph.Edges[f].To, e);
        if (nodes.Count > found || a == c || a == d || b == c || b == d) return;

        var crossing = CGAlgorithmsDD.Intersection(new(a.X, a.Y), new(b.X, b.Y), new(c.X, c.Y), new(d.X, d.Y));
        if (crossing is null) return;
        var vertex = graph.Vertex(Point(crossing));
        nodes.Add((e, vertex));
        nodes.Add((f, vertex));

        void Touch(int vertex, int edge)
        {
            if (vertex == graph.Edges[edge].From || vertex == graph.Edges[edge].To) return;
            if (Segments.SquaredDistance(graph.Vertices[vertex], segments[edge].A, segments[edge].B) <= Tolerance * Tolerance)
                nodes.Add((edge, vertex));
        }
    }

    private static List<(int From, int To, int Parity)> Split(PlaneGraph graph, List<(int Edge, int Vertex)> nodes)
    {
        var byEdge = nodes.Distinct().ToLookup(n => n.Edge, n => n.Vertex);
        var result = new List<(int, int, int)>(graph.Edges.Count + (2 * nodes.Count));
        for (var e = 0; e < graph.Edges.Count; e++)
        {
            var (from, to, parity) = graph.Edges[e];
            if (!byEdge.Contains(e))
            {
                result.Add((from, to, parity));
                continue;
            }

            PlanePoint a = graph.Vertices[from], b = graph.Vertices[to];
            var previous = from;
            foreach (var vertex in byEdge[e].OrderBy(Along))
            {
                result.Add((previous, vertex, parity));
                previous = vertex;
            }

            result.Add((previous, to, parity));

            double Along(int v) => ((graph.Vertices[v].X - a.X) * (b.X - a.X)) + ((graph.Vertices[v].Y - a.Y) * (b.Y - a.Y));
        }

        return result;
    }

    private static PlanePoint Point(Coordinate coordinate) => new(coordinate.X, coordinate.Y);

    private static int Add(List<ISegmentString> strings, PlanePoint[] ring, object operand)
    {
        var coordinates = new Coordinate[ring.Length + 1];
        for (var i = 0; i < ring.Length; i++) coordinates[i] = new Coordinate(ring[i].X, ring[i].Y);
        coordinates[^1] = coordinates[0].Copy();
        strings.Add(new NodedSegmentString(coordinates, operand));
        return ring.Length;
    }
}
