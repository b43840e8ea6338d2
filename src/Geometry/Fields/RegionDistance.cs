using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Fields;

/// <summary>
/// The signed distance from points of a plane to a region, mm: negative inside (even-odd over all rings), exact to
/// the segments that bound it. A region that encloses nothing has no inside, and the distance is to its rings. Made for many queries; may be asked by several threads at once.
/// </summary>
public sealed class RegionDistance
{
    // Tiles of 4 mm, out to 8 mm around the region; further out every segment is looked at.
    private const double Step = 0.5;
    private const double Around = 8;

    private readonly Lattice lattice;
    private readonly PlaneField field;

    /// <summary>Prepares a region.</summary>
    public RegionDistance(PlanarRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        // A keyhole's channel is drawn twice and bounds nothing: it is no surface to be near to.
        region = CanonicalRegion.Of(region.Z, region.Rings) ?? region;
        lattice = Lattice.Covering(Rectangle.Of([region]).Widened(Around), Step);
        field = new PlaneField(region, lattice, withCentres: false);
        var all = new byte[lattice.Tiles];
        Array.Fill(all, (byte)1);
        field.Prepare(all, withValues: false);
    }

    /// <summary>Signed distance in mm.</summary>
    public double SignedDistance(PlanePoint point) =>
        field.At(point.X - lattice.OriginX, point.Y - lattice.OriginY);
}
