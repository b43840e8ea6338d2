namespace ContourFlow.Geometry.Fields;

/// <summary>
/// A function over a lattice's plane, negative inside, whose zero set is wanted as a contour. Coordinates are the
/// lattice's local ones, mm.
/// </summary>
internal abstract class LevelField(Lattice lattice)
{
    /// <summary>The lattice on which the zero set is looked for.</summary>
    public Lattice Lattice { get; } = lattice;

    /// <summary>
    /// Whether the value is near zero only near the zero set (a distance, mm). If not, only its sign says anything.
    /// </summary>
    public virtual bool IsDistance => true;

    /// <summary>The value at any local point, exactly.</summary>
    public abstract double At(double x, double y);

    /// <summary>
    /// A value for a tile: further from zero than <see cref="Lattice.TileBound"/> only when the whole tile and
    /// one cell around it have that sign.
    /// </summary>
    public virtual double OfTile(int tile) => At(Lattice.CentreX(tile), Lattice.CentreY(tile));

    /// <summary>Writes the values at a tile's points, row by row.</summary>
    public virtual void Fill(int tile, Span<double> result)
    {
        var firstColumn = tile % Lattice.TilesX * Lattice.TileSide;
        var firstRow = tile / Lattice.TilesX * Lattice.TileSide;
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = At(
                (firstColumn + (i % Lattice.TileSide)) * Lattice.Step,
                (firstRow + (i / Lattice.TileSide)) * Lattice.Step);
        }
    }
}
