using ContourFlow.Geometry.Fields;

namespace ContourFlow.Geometry.Margins;

/// <summary>
/// The grown field on one output plane: the least of its terms. Where the tiles' centres show that a term cannot
/// reach zero, it is left out; the zero set stays what it is.
/// </summary>
internal sealed class MarginGrowthField : LevelField
{
    private readonly PlaneField[] fields;
    private readonly MarginGrowthTerm[] terms;
    private readonly (int First, int Second)[] locals;
    private readonly int localCount;
    private readonly double[] ofTile;
    private readonly int[] starts;
    private readonly List<int> used = [];

    /// <summary>Takes the terms, widest first.</summary>
    public MarginGrowthField(Lattice lattice, PlaneField[] fields, MarginGrowthTerm[] terms)
        : base(lattice)
    {
        this.fields = fields;
        this.terms = terms;
        ofTile = new double[lattice.Tiles];
        starts = new int[lattice.Tiles + 1];
        // The few fields of this plane, numbered from 0.
        var numbers = new Dictionary<int, int>();
        locals = Array.ConvertAll(terms, term => (Number(term.First), term.Second < 0 ? -1 : Number(term.Second)));
        localCount = numbers.Count;

        int Number(int field)
        {
            if (!numbers.TryGetValue(field, out var number)) numbers.Add(field, number = numbers.Count);
            return number;
        }
    }

    /// <summary>Decides which terms matter in which tile, and marks the tiles that each field must prepare.</summary>
    /// <param name="wanted">Per field, non-zero for each tile to prepare; several planes mark at once.</param>
    public void Plan(byte[][] wanted)
    {
        var bound = Lattice.TileBound;
        Span<double> values = terms.Length <= 256 ? stackalloc double[terms.Length] : new double[terms.Length];
        for (var tile = 0; tile < Lattice.Tiles; tile++)
        {
            starts[tile] = used.Count;
            var least = double.PositiveInfinity;
            for (var i = 0; i < terms.Length; i++)
            {
                ref readonly var term = ref terms[i];
                values[i] = term.Value(fields[term.First].Centres[tile], term.Second < 0 ? 0 : fields[term.Second].Centres[tile]);
                least = Math.Min(least, values[i]);
            }

            ofTile[tile] = least;
            if (Math.Abs(least) > bound) continue;
            for (var i = 0; i < terms.Length; i++)
            {
                if (values[i] > bound) continue;
                used.Add(i);
                wanted[terms[i].First][tile] = 1;
                if (terms[i].Second >= 0) wanted[terms[i].Second][tile] = 1;
            }
        }

        starts[^1] = used.Count;
    }

    /// <inheritdoc/>
    public override double OfTile(int tile) => ofTile[tile];

    /// <inheritdoc/>
    public override void Fill(int tile, Span<double> result)
    {
        result.Fill(double.PositiveInfinity);
        for (var i = starts[tile]; i < starts[tile + 1]; i++)
        {
            ref readonly var term = ref terms[used[i]];
            term.Lower(result, fields[term.First].Values(tile), term.Second < 0 ? default : fields[term.Second].Values(tile));
        }
    }

    /// <inheritdoc/>
    public override double At(double x, double y)
    {
        var tile = Lattice.TileAt(x, y);
        if (tile < 0) return Lattice.TileBound;
        if (starts[tile] == starts[tile + 1]) return ofTile[tile];
        // Values at the nearest of the tile's points bound a term from below, and most need no more than that.
        var point = NearestPoint(tile, x, y, out var away);
        Span<double> known = localCount <= 64 ? stackalloc double[localCount] : new double[localCount];
        known.Fill(double.NaN);
        var least = double.PositiveInfinity;
        for (var i = starts[tile]; i < starts[tile + 1]; i++)
        {
            var index = used[i];
            ref readonly var term = ref terms[index];
            var bound = fields[term.First].Values(tile)[point];
            if (term.Second >= 0) bound = Math.Min(bound, fields[term.Second].Values(tile)[point]);
            if (bound - away - term.Widest >= least) continue;
            var first = Known(known, locals[index].First, term.First, tile, x, y);
            var second = term.Second < 0 ? 0 : Known(known, locals[index].Second, term.Second, tile, x, y);
            least = Math.Min(least, term.Value(first, second));
        }

        return least;
    }

    private double Known(Span<double> known, int local, int field, int tile, double x, double y)
    {
        if (double.IsNaN(known[local])) known[local] = fields[field].At(tile, x, y);
        return known[local];
    }

    private int NearestPoint(int tile, double x, double y, out double away)
    {
        var step = Lattice.Step;
        var left = tile % Lattice.TilesX * Lattice.TileSide;
        var low = tile / Lattice.TilesX * Lattice.TileSide;
        var column = Math.Clamp((int)((x / step) + 0.5) - left, 0, Lattice.TileSide - 1);
        var row = Math.Clamp((int)((y / step) + 0.5) - low, 0, Lattice.TileSide - 1);
        var dx = x - ((left + column) * step);
        var dy = y - ((low + row) * step);
        away = Math.Sqrt((dx * dx) + (dy * dy));
        return (row * Lattice.TileSide) + column;
    }
}
