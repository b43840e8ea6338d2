using ContourFlow.Geometry.Fields;

namespace ContourFlow.Geometry.Margins;

/// <summary>
/// The grown field on one output plane: the least of its terms. Where the tiles' centres show that a term cannot
/// reach zero, it is left out; the zero set stays what it is.
/// </summary>
internal sealed class MarginGrowthField(Lattice lattice, PlaneField[] fields, MarginGrowthTerm[] terms) : LevelField(lattice)
{
    private readonly double[] ofTile = new double[lattice.Tiles];
    private readonly int[] starts = new int[lattice.Tiles + 1];
    private readonly List<int> used = [];

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
        var least = double.PositiveInfinity;
        // Pairs come in order: one's upper section is the next one's lower.
        var known = -1;
        var knownValue = 0.0;
        for (var i = starts[tile]; i < starts[tile + 1]; i++)
        {
            ref readonly var term = ref terms[used[i]];
            var first = term.First == known ? knownValue : fields[term.First].At(tile, x, y);
            var second = 0.0;
            if (term.Second >= 0)
            {
                second = fields[term.Second].At(tile, x, y);
                (known, knownValue) = (term.Second, second);
            }

            least = Math.Min(least, term.Value(first, second));
        }

        return least;
    }
}
