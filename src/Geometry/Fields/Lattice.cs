using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Fields;

/// <summary>
/// A square lattice over a part of a plane, in tiles of 8 × 8 points. All work happens in local coordinates
/// (millimetres from the lattice's origin), so that a structure far from the patient's origin loses no digits.
/// </summary>
/// <param name="OriginX">Plane coordinate X of lattice point (0, 0), mm.</param>
/// <param name="OriginY">Plane coordinate Y of lattice point (0, 0), mm.</param>
/// <param name="Step">Distance between neighbouring points, mm.</param>
/// <param name="TilesX">Number of tiles along X.</param>
/// <param name="TilesY">Number of tiles along Y.</param>
internal readonly record struct Lattice(double OriginX, double OriginY, double Step, int TilesX, int TilesY)
{
    /// <summary>Points along each side of a tile.</summary>
    public const int TileSide = 8;

    /// <summary>Points of a tile.</summary>
    public const int TilePoints = TileSide * TileSide;

    // A lattice line through a contour's straight edge would make every sign there a matter of rounding. Contours
    // are drawn on pixels, so the lattice starts at an odd fraction of a step beside them.
    private const double Stagger = 2.3719;

    /// <summary>Points along X.</summary>
    public int Columns => TilesX * TileSide;

    /// <summary>Points along Y.</summary>
    public int Rows => TilesY * TileSide;

    /// <summary>Number of tiles.</summary>
    public int Tiles => TilesX * TilesY;

    /// <summary>Largest distance from a tile's centre to a point of its closed square, mm.</summary>
    public double TileRadius => Step * (TileSide / 2) * Math.Sqrt(2);

    /// <summary>
    /// A value further from zero than this at a tile's centre settles the sign in the whole tile and one cell
    /// around it, for a function that changes by at most one millimetre a millimetre.
    /// </summary>
    public double TileBound => TileRadius + (1.5 * Step);

    /// <summary>Makes a lattice that covers a rectangle with some steps to spare.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A step that is not positive, or more than 2³⁰ points.</exception>
    public static Lattice Covering(Rectangle area, double step)
    {
        if (!double.IsFinite(step) || step <= 0)
            throw new ArgumentOutOfRangeException(nameof(step), step, "A lattice needs a positive step.");
        var tilesX = Math.Ceiling((((area.MaximumX - area.MinimumX) / step) + Stagger + 3) / TileSide);
        var tilesY = Math.Ceiling((((area.MaximumY - area.MinimumY) / step) + Stagger + 3) / TileSide);
        if (!(tilesX * tilesY * TilePoints < 1 << 30))
            throw new ArgumentOutOfRangeException(nameof(area), "The structure is too large for a lattice of this step.");
        return new(area.MinimumX - (Stagger * step), area.MinimumY - (Stagger * step), step, (int)tilesX, (int)tilesY);
    }

    /// <summary>Local X of a tile's centre (one of its points), mm.</summary>
    public double CentreX(int tile) => ((tile % TilesX * TileSide) + (TileSide / 2)) * Step;

    /// <summary>Local Y of a tile's centre (one of its points), mm.</summary>
    public double CentreY(int tile) => ((tile / TilesX * TileSide) + (TileSide / 2)) * Step;

    /// <summary>The tile of a local point, or -1 outside the lattice.</summary>
    public int TileAt(double x, double y)
    {
        var width = Step * TileSide;
        var column = Math.Floor(x / width);
        var row = Math.Floor(y / width);
        return column >= 0 && row >= 0 && column < TilesX && row < TilesY ? ((int)row * TilesX) + (int)column : -1;
    }

    /// <summary>The plane point of a local one.</summary>
    public PlanePoint ToPlane(double x, double y) => new(OriginX + x, OriginY + y);
}
