using System.Collections.Immutable;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Phantom.Solids;

/// <summary>How finely <see cref="LevelContour"/> follows a curve.</summary>
/// <param name="Step">Lattice step, mm: parts thinner than this may be missed.</param>
/// <param name="Tolerance">Chords that miss the curve's by more than this (mm) at their middle are divided.</param>
/// <param name="Steepness">The level changes by no more than this per mm (1 for a distance), so that blocks far from zero can be
/// skipped; infinity where that is not known.</param>
public sealed record LevelContourOptions(double Step, double Tolerance, double Steepness = double.PositiveInfinity)
{
    /// <summary>For smooth solids of some millimetres: errors below <see cref="Solid.SectionTolerance"/>.</summary>
    public static LevelContourOptions Exact { get; } = new(0.4, Solid.SectionTolerance);
}

/// <summary>
/// The zero set of a function of the plane as rings: marching squares finds the topology, then every vertex is a
/// root found on a lattice edge, and chords are divided, again at roots, until they follow the curve.
/// </summary>
public sealed class LevelContour
{
    private const int Block = 4;
    private readonly Func<double, double, double> level;
    private readonly LevelContourOptions options;
    private readonly SectionBounds bounds;
    private readonly int columns;
    private readonly int rows;
    private readonly double[] values;

    private LevelContour(Func<double, double, double> level, SectionBounds bounds, LevelContourOptions options)
    {
        this.level = level;
        this.options = options;
        this.bounds = bounds.Grown(options.Step);
        columns = (int)Math.Ceiling((this.bounds.MaxX - this.bounds.MinX) / options.Step) + 1;
        rows = (int)Math.Ceiling((this.bounds.MaxY - this.bounds.MinY) / options.Step) + 1;
        values = new double[columns * rows];
    }

    /// <summary>The region where <paramref name="level"/> is negative, or null where it is nowhere.</summary>
    /// <param name="z">The plane's position, mm, for the region.</param>
    /// <param name="level">Negative inside, positive outside; must be positive on the border of the bounds.</param>
    /// <param name="bounds">Where to look.</param>
    /// <param name="options">How finely.</param>
    public static PlanarRegion? Of(
        double z, Func<double, double, double> level, SectionBounds bounds, LevelContourOptions options)
    {
        ArgumentNullException.ThrowIfNull(level);
        ArgumentNullException.ThrowIfNull(options);
        var contour = new LevelContour(level, bounds, options);
        contour.Sample();
        return Rings.Region(z, contour.Trace());
    }

    private double X(int column) => bounds.MinX + (column * options.Step);

    private double Y(int row) => bounds.MinY + (row * options.Step);

    private void Sample()
    {
        Array.Fill(values, double.NaN);
        var half = Block / 2.0;
        var reach = half * options.Step * Math.Sqrt(2);
        for (var blockRow = 0; blockRow < rows; blockRow += Block)
        {
            for (var blockColumn = 0; blockColumn < columns; blockColumn += Block)
            {
                var far = 0;
                if (double.IsFinite(options.Steepness))
                {
                    var middle = level(X(blockColumn) + (half * options.Step), Y(blockRow) + (half * options.Step));
                    if (Math.Abs(middle) > reach * options.Steepness) far = Math.Sign(middle);
                }

                // Blocks share their border nodes.
                for (var row = blockRow; row <= Math.Min(blockRow + Block, rows - 1); row++)
                {
                    for (var column = blockColumn; column <= Math.Min(blockColumn + Block, columns - 1); column++)
                    {
                        ref var value = ref values[(row * columns) + column];
                        if (double.IsNaN(value)) value = far != 0 ? far : NonZero(level(X(column), Y(row)));
                    }
                }
            }
        }

        // Rings must close: the border counts as outside.
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (row == 0 || column == 0 || row == rows - 1 || column == columns - 1)
                    values[(row * columns) + column] = Math.Max(values[(row * columns) + column], 1e-9);
            }
        }
    }

    private static double NonZero(double value) => value == 0 ? 1e-12 : value;

    private IEnumerable<ImmutableArray<PlanePoint>> Trace()
    {
        var next = Links();
        foreach (var start in next.Keys.Order().ToArray())
        {
            if (!next.ContainsKey(start)) continue;
            List<PlanePoint> corners = [];
            var edge = start;
            while (next.Remove(edge, out var following))
            {
                corners.Add(Root(edge));
                edge = following;
            }

            if (corners.Count < 3) continue;
            var ring = ImmutableArray.CreateBuilder<PlanePoint>();
            for (var i = 0; i < corners.Count; i++)
            {
                ring.Add(corners[i]);
                Divide(corners[i], corners[(i + 1) % corners.Count], ring, 7);
            }

            yield return ring.ToImmutable();
        }
    }

    /// <summary>For each crossed lattice edge the next one along the curve, the inside on the left.</summary>
    private Dictionary<int, int> Links()
    {
        Dictionary<int, int> next = [];
        Span<int> edges = stackalloc int[4];
        Span<bool> inside = stackalloc bool[4];
        for (var row = 0; row + 1 < rows; row++)
        {
            for (var column = 0; column + 1 < columns; column++)
            {
                var node = (row * columns) + column;
                inside[0] = values[node] < 0;
                inside[1] = values[node + 1] < 0;
                inside[2] = values[node + columns + 1] < 0;
                inside[3] = values[node + columns] < 0;
                if (inside[0] == inside[1] && inside[1] == inside[2] && inside[2] == inside[3]) continue;

                edges[0] = 2 * node;
                edges[1] = (2 * (node + 1)) + 1;
                edges[2] = 2 * (node + columns);
                edges[3] = (2 * node) + 1;
                var saddle = inside[0] == inside[2] && inside[1] == inside[3];
                var joined = saddle && level(X(column) + (options.Step / 2), Y(row) + (options.Step / 2)) < 0;
                for (var side = 0; side < 4; side++)
                {
                    // Round the cell counter-clockwise the curve starts where the inside is left.
                    if (!inside[side] || inside[(side + 1) % 4]) continue;
                    var to = side;
                    do
                    {
                        to = (to + (joined ? 1 : 3)) % 4;
                    }
                    while (inside[to] == inside[(to + 1) % 4]);
                    next[edges[side]] = edges[to];
                }
            }
        }

        return next;
    }

    private PlanePoint Root(int edge)
    {
        int node = edge / 2, column = node % columns, row = node / columns;
        var upright = edge % 2 == 1;
        PlanePoint from = new(X(column), Y(row));
        PlanePoint to = upright ? new(from.X, Y(row + 1)) : new(X(column + 1), from.Y);
        return Root(from, values[node], to, values[node + (upright ? columns : 1)]);
    }

    /// <summary>False position with the Illinois rule: the kept end's value is halved when it stays twice.</summary>
    private PlanePoint Root(PlanePoint from, double fromValue, PlanePoint to, double toValue)
    {
        double low = 0, high = 1, atLow = fromValue, atHigh = toValue;
        var length = Math.Abs(to.X - from.X) + Math.Abs(to.Y - from.Y);
        var side = 0;
        for (var i = 0; i < 60 && (high - low) * length > 1e-7; i++)
        {
            var part = ((low * atHigh) - (high * atLow)) / (atHigh - atLow);
            if (!(part > low && part < high) || i % 8 == 7) part = (low + high) / 2;
            var value = level(from.X + (part * (to.X - from.X)), from.Y + (part * (to.Y - from.Y)));
            if (Math.Abs(value) < 1e-8) return At(part);
            if (value < 0 == atLow < 0)
            {
                low = part;
                atLow = value;
                if (side == 1) atHigh /= 2;
                side = 1;
            }
            else
            {
                high = part;
                atHigh = value;
                if (side == -1) atLow /= 2;
                side = -1;
            }
        }

        return At((low + high) / 2);

        PlanePoint At(double part) => new(from.X + (part * (to.X - from.X)), from.Y + (part * (to.Y - from.Y)));
    }

    private void Divide(PlanePoint a, PlanePoint b, ImmutableArray<PlanePoint>.Builder ring, int depth)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y;
        var chord = Math.Sqrt((dx * dx) + (dy * dy));
        if (depth == 0 || chord < 4 * options.Tolerance) return;

        PlanePoint middle = new((a.X + b.X) / 2, (a.Y + b.Y) / 2);
        var there = NonZero(level(middle.X, middle.Y));

        // The inside is on the left: outside points move to the left to reach the curve.
        var towards = there > 0 ? 1 : -1;
        double nx = -dy / chord * towards, ny = dx / chord * towards;
        for (var distance = options.Tolerance; distance <= chord; distance *= 4)
        {
            PlanePoint beyond = new(middle.X + (distance * nx), middle.Y + (distance * ny));
            var value = NonZero(level(beyond.X, beyond.Y));
            if (value < 0 == there < 0) continue;
            if (distance == options.Tolerance) return;
            var root = Root(middle, there, beyond, value);
            Divide(a, root, ring, depth - 1);
            ring.Add(root);
            Divide(root, b, ring, depth - 1);
            return;
        }
    }
}
