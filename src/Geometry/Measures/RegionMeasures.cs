using System.Collections.Immutable;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Measures;

/// <summary>Measures of one plane's region, read by even-odd whatever way it is drawn.</summary>
public static class RegionMeasures
{
    /// <summary>Area in mm²; zero for null and for rings that cancel each other.</summary>
    public static double Area(PlanarRegion? region) =>
        region is null ? 0 : CanonicalRegion.Of(region.Z, region.Rings) is { } canonical ? CanonicalArea(canonical) : 0;

    /// <summary>Centre of area, mm in the plane.</summary>
    /// <exception cref="ArgumentException">The region encloses no area.</exception>
    public static PlanePoint Centroid(PlanarRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        var canonical = CanonicalRegion.Of(region.Z, region.Rings)
            ?? throw new ArgumentException("A region without area has no centroid.", nameof(region));

        // Moments relative to the first point, so that a region far from the origin loses no digits.
        var origin = canonical.Rings[0].Points[0];
        double area = 0, momentX = 0, momentY = 0;
        foreach (var ring in canonical.Rings)
        {
            var a = ring.Points[^1];
            foreach (var b in ring.Points)
            {
                double ax = a.X - origin.X, ay = a.Y - origin.Y, bx = b.X - origin.X, by = b.Y - origin.Y;
                var cross = (ax * by) - (bx * ay);
                area += cross;
                momentX += cross * (ax + bx);
                momentY += cross * (ay + by);
                a = b;
            }
        }

        return new PlanePoint(origin.X + (momentX / (3 * area)), origin.Y + (momentY / (3 * area)));
    }

    /// <summary>The smallest box around the rings.</summary>
    public static PlaneBounds Bounds(PlanarRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        double x0 = double.PositiveInfinity, y0 = x0, x1 = double.NegativeInfinity, y1 = x1;
        foreach (var ring in region.Rings)
        {
            foreach (var point in ring.Points)
            {
                x0 = Math.Min(x0, point.X);
                y0 = Math.Min(y0, point.Y);
                x1 = Math.Max(x1, point.X);
                y1 = Math.Max(y1, point.Y);
            }
        }

        return new PlaneBounds(x0, y0, x1, y1);
    }

    /// <summary>The connected pieces of a canonical region, each with its own holes, in the order of their outer rings.</summary>
    public static ImmutableArray<PlanarRegion> Pieces(PlanarRegion region) =>
        [.. RegionPiece.Of(region).Select(piece => new PlanarRegion(region.Z, [piece.Outer, .. piece.Holes]))];

    /// <summary>Number of separate pieces and of holes. Pieces that touch at a point count as two.</summary>
    public static (int Pieces, int Holes) Topology(PlanarRegion? region)
    {
        if (region is null || CanonicalRegion.Of(region.Z, region.Rings) is not { } canonical) return (0, 0);
        var pieces = canonical.Rings.Count(r => r.SignedArea > 0);
        return (pieces, canonical.Rings.Length - pieces);
    }

    /// <summary>True when the region holds the point; points on the outline count as held.</summary>
    public static bool Contains(PlanarRegion region, PlanePoint point)
    {
        ArgumentNullException.ThrowIfNull(region);
        var inside = false;
        foreach (var ring in region.Rings)
        {
            var place = Segments.Locate(point, ring.Points.AsSpan());
            if (place == 0) return true;
            inside ^= place > 0;
        }

        return inside;
    }

    /// <summary>Area of a region known to be canonical: holes have negative rings.</summary>
    internal static double CanonicalArea(PlanarRegion region)
    {
        var sum = 0.0;
        foreach (var ring in region.Rings) sum += ring.SignedArea;
        return sum;
    }
}
