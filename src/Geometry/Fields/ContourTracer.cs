using System.Buffers;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Fields;

/// <summary>
/// The zero set of a field as rings: marching squares on the lattice, the outer rings counter-clockwise and the
/// holes clockwise (the inside is on the left), then refined and simplified within a tolerance.
/// </summary>
internal static class ContourTracer
{
    // A crossing this near to a lattice point (in steps) moves away from it, so that rings keep apart.
    private const double NearestCrossing = 1e-4;

    /// <summary>Traces the region where a field is negative; null when there is none.</summary>
    /// <param name="field">The field.</param>
    /// <param name="z">Position of the plane, mm.</param>
    /// <param name="tolerance">Largest distance between contour and zero set, mm.</param>
    public static PlanarRegion? Trace(LevelField field, double z, double tolerance)
    {
        var lattice = field.Lattice;
        var values = ArrayPool<double>.Shared.Rent(lattice.Columns * lattice.Rows);
        try
        {
            var active = Sample(field, values);
            if (active.Count == 0) return null;
            var rough = March(field, values, active, tolerance);
            return ContourFinish.Region(field, rough, z, tolerance);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(values);
        }
    }

    private static List<int> Sample(LevelField field, double[] values)
    {
        var lattice = field.Lattice;
        var columns = lattice.Columns;
        var active = new List<int>();
        Span<double> points = stackalloc double[Lattice.TilePoints];
        for (var tile = 0; tile < lattice.Tiles; tile++)
        {
            var start = (tile / lattice.TilesX * Lattice.TileSide * columns) + (tile % lattice.TilesX * Lattice.TileSide);
            var whole = field.OfTile(tile);
            if (Math.Abs(whole) > lattice.TileBound)
            {
                for (var row = 0; row < Lattice.TileSide; row++)
                    values.AsSpan(start + (row * columns), Lattice.TileSide).Fill(whole);
                continue;
            }

            active.Add(tile);
            field.Fill(tile, points);
            for (var row = 0; row < Lattice.TileSide; row++)
                points.Slice(row * Lattice.TileSide, Lattice.TileSide).CopyTo(values.AsSpan(start + (row * columns)));
        }

        return active;
    }

    // Edges of cells are numbered 2·point for the one towards +X and 2·point + 1 for the one towards +Y.
    private static List<List<PlanePoint>> March(LevelField field, double[] values, List<int> active, double tolerance)
    {
        var lattice = field.Lattice;
        var columns = lattice.Columns;
        var following = ArrayPool<int>.Shared.Rent(2 * columns * lattice.Rows);
        Array.Fill(following, -1);
        var starts = new List<int>();
        foreach (var tile in active)
        {
            var firstColumn = tile % lattice.TilesX * Lattice.TileSide;
            var firstRow = tile / lattice.TilesX * Lattice.TileSide;
            var endColumn = Math.Min(firstColumn + Lattice.TileSide, columns - 1);
            var endRow = Math.Min(firstRow + Lattice.TileSide, lattice.Rows - 1);
            for (var row = firstRow; row < endRow; row++)
            {
                for (var column = firstColumn; column < endColumn; column++)
                {
                    var at = (row * columns) + column;
                    var corners = (values[at] < 0 ? 1 : 0) | (values[at + 1] < 0 ? 2 : 0)
                        | (values[at + columns + 1] < 0 ? 4 : 0) | (values[at + columns] < 0 ? 8 : 0);
                    if (corners is 0 or 15) continue;
                    Link(field, corners, at, columns, column, row, following, starts);
                }
            }
        }

        var solver = new EdgeSolver(field, values, tolerance);
        var rings = new List<List<PlanePoint>>();
        foreach (var start in starts)
        {
            if (following[start] < 0) continue;
            var ring = new List<PlanePoint>();
            for (var edge = start; following[edge] >= 0;)
            {
                ring.Add(solver.Crossing(edge, NearestCrossing));
                var next = following[edge];
                following[edge] = -1;
                edge = next;
            }

            if (ring.Count >= 3) rings.Add(ring);
        }

        ArrayPool<int>.Shared.Return(following);
        return rings;
    }

    private static void Link(LevelField field, int corners, int at, int columns, int column, int row, int[] following, List<int> starts)
    {
        int bottom = 2 * at, left = (2 * at) + 1, right = (2 * (at + 1)) + 1, top = 2 * (at + columns);
        var step = field.Lattice.Step;
        // Two opposite corners inside: the field itself at the cell's centre says whether they are joined.
        var joined = corners is 5 or 10 && field.At((column + 0.5) * step, (row + 0.5) * step) < 0;
        switch (corners)
        {
            case 1: Add(bottom, left); break;
            case 2: Add(right, bottom); break;
            case 3: Add(right, left); break;
            case 4: Add(top, right); break;
            case 6: Add(top, bottom); break;
            case 7: Add(top, left); break;
            case 8: Add(left, top); break;
            case 9: Add(bottom, top); break;
            case 11: Add(right, top); break;
            case 12: Add(left, right); break;
            case 13: Add(bottom, right); break;
            case 14: Add(left, bottom); break;
            case 5 when joined: Add(bottom, right); Add(top, left); break;
            case 5: Add(bottom, left); Add(top, right); break;
            case 10 when joined: Add(left, bottom); Add(right, top); break;
            case 10: Add(right, bottom); Add(left, top); break;
        }

        void Add(int from, int to)
        {
            following[from] = to;
            starts.Add(from);
        }
    }
}
