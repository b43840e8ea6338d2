using ContourFlow.Geometry.Structures;
using NetTopologySuite.Geometries;
using NetTopologySuite.Noding;
using NetTopologySuite.Noding.Snap;
using NetTopologySuite.Noding.Snapround;

namespace ContourFlow.Geometry.Booleans;

/// <summary>
/// Splits rings where they cross or touch, so that edges meet at vertices only. The crossing points are found by
/// NetTopologySuite's noders; no type of that library leaves this file.
/// </summary>
/// <remarks>
/// Choice of precision. A fixed grid for everything (snap rounding at 1e-5 mm) would always work, but would move
/// every vertex of every structure, also where nothing crosses. Pure floating point keeps the vertices, but leaves
/// slivers of 1e-14 mm where outlines were meant to coincide, which then count as parts and holes, and it can fail.
/// So the first attempt keeps the vertices and snaps only what is within one nanometre of something else; its result
/// is checked by exact predicates. When the check finds that two edges still cross, snap rounding takes over, which
/// is proven to end with a planar graph; vertices then move by at most half its grid, a thousandth of what DICOM
/// contour data are written with.
/// </remarks>
internal static class Noding
{
    /// <summary>Distance in mm below which two features are one.</summary>
    public const double Tolerance = 1e-6;

    private static readonly double[] _gridsPerMillimetre = [1e5, 1e4, 1e3];

    /// <summary>Number of attempts that <see cref="Node"/> knows.</summary>
    public static int Attempts => 1 + _gridsPerMillimetre.Length;

    /// <summary>The rings as a graph of split edges.</summary>
    /// <param name="first">Rings of the first operand.</param>
    /// <param name="second">Rings of the second operand.</param>
    /// <param name="attempt">0: vertices stay, nanometre snapping; 1 and more: snap rounding on ever coarser grids.</param>
    public static PlaneGraph Node(IReadOnlyList<PlanePoint[]> first, IReadOnlyList<PlanePoint[]> second, int attempt)
    {
        var strings = new List<ISegmentString>(first.Count + second.Count);
        var points = 0;
        foreach (var ring in first) points += Add(strings, ring, 1);
        foreach (var ring in second) points += Add(strings, ring, 2);

        INoder noder = attempt == 0
            ? new SnappingNoder(Tolerance)
            : new SnapRoundingNoder(new PrecisionModel(_gridsPerMillimetre[attempt - 1]));
        noder.ComputeNodes(strings);

        var graph = new PlaneGraph(points + (points / 4));
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
