using ContourFlow.Geometry.Booleans;

namespace ContourFlow.Geometry.Structures;

/// <summary>One connected piece of a canonical region: an outer ring and the holes in it.</summary>
/// <param name="Outer">The outer ring, counter-clockwise.</param>
/// <param name="Holes">Its holes, clockwise, in the region's order.</param>
internal sealed record RegionPiece(Ring Outer, List<Ring> Holes)
{
    /// <summary>Area in mm².</summary>
    public double Area => Outer.SignedArea + Holes.Sum(h => h.SignedArea);

    /// <summary>The pieces of a canonical region, in the order of their outer rings.</summary>
    public static List<RegionPiece> Of(PlanarRegion region)
    {
        var pieces = region.Rings.Where(r => r.SignedArea > 0).Select(r => new RegionPiece(r, [])).ToList();
        foreach (var hole in region.Rings.Where(r => r.SignedArea < 0))
        {
            // Outer rings around a hole are nested, so the smallest of them is the one the hole is cut from.
            pieces.Where(p => Encloses(p.Outer, hole)).MinBy(p => p.Outer.SignedArea)!.Holes.Add(hole);
        }

        return pieces;
    }

    /// <summary>Rings of a canonical region touch in points at most: any point of one off the other decides.</summary>
    private static bool Encloses(Ring outer, Ring hole)
    {
        var previous = hole.Points[^1];
        foreach (var point in hole.Points)
        {
            var place = Segments.Locate(point, outer.Points.AsSpan());
            if (place == 0)
                place = Segments.Locate(new PlanePoint((point.X + previous.X) / 2, (point.Y + previous.Y) / 2), outer.Points.AsSpan());
            if (place != 0) return place > 0;
            previous = point;
        }

        return false;
    }
}
