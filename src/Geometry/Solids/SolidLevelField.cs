using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Geometry.Solids;

/// <summary>
/// A solid on any plane through it: the plane's lattice point (x, y) lies at start + x·alongX + y·alongY in the
/// solid's own grid coordinates (alongX and alongY are orthogonal unit vectors).
/// </summary>
internal sealed class SolidLevelField(Lattice lattice, SolidField solid, PatientPoint start, PatientVector alongX, PatientVector alongY)
    : LevelField(lattice)
{
    // From a tile's centre to the edge of the cell around it, in steps.
    private const double HalfTile = (Lattice.TileSide / 2) + 1.5;

    /// <summary>The solid on one of its own grid's planes, or between them.</summary>
    public static SolidLevelField Across(SolidField solid, double z, double step)
    {
        var lattice = Lattice.Covering(solid.Area, step);
        return new(lattice, solid, new(lattice.OriginX, lattice.OriginY, z), new(1, 0, 0), new(0, 1, 0));
    }

    /// <inheritdoc/>
    public override double At(double x, double y)
    {
        var point = start + (alongX * x) + (alongY * y);
        return solid.At(point.X, point.Y, point.Z);
    }

    /// <inheritdoc/>
    public override double OfTile(int tile)
    {
        var centre = start + (alongX * Lattice.CentreX(tile)) + (alongY * Lattice.CentreY(tile));
        var rise = HalfTile * Lattice.Step * (Math.Abs(alongX.Z) + Math.Abs(alongY.Z));
        if (centre.Z - rise >= solid.High || centre.Z + rise <= solid.Low) return double.PositiveInfinity;
        // Between two sections the solid's value lies between theirs, and each changes by at most a millimetre a
        // millimetre within the plane. Caps are parts of sections.
        var (least, greatest) = solid.Range(centre.X, centre.Y, centre.Z - rise, centre.Z + rise);
        return least > Lattice.TileBound ? least : greatest < -Lattice.TileBound ? greatest : 0;
    }
}
