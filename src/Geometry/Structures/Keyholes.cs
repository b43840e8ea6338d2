using System.Collections.Immutable;
using ContourFlow.Geometry.Booleans;

namespace ContourFlow.Geometry.Structures;

/// <summary>
/// Writes holes as keyholes: an outer ring and its holes become one ring that goes to each hole through a channel of
/// no width and comes back the same way.
/// </summary>
/// <remarks>
/// This is how holes survive readers that know outlines only: such a ring encloses the same set by even-odd and by
/// non-zero winding, and none of the rings lies within another, so that a reader that takes the union of all rings
/// fills nothing.
/// </remarks>
public static class Keyholes
{
    /// <summary>One ring for each piece of the region.</summary>
    /// <param name="region">The region, read by even-odd.</param>
    /// <returns>
    /// Counter-clockwise rings, in the order of the pieces. Channels lead from vertex to vertex and are the shortest
    /// that cross no ring and no other channel; points are the region's own, those at channels twice.
    /// </returns>
    public static ImmutableArray<Ring> Join(PlanarRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        var canonical = CanonicalRegion.Of(region.Z, region.Rings);
        return canonical is null ? [] : [.. RegionPiece.Of(canonical).Select(Join)];
    }

    private static Ring Join(RegionPiece piece)
    {
        if (piece.Holes.Count == 0) return piece.Outer;
        var joined = new List<PlanePoint>(piece.Outer.Points);
        var waiting = new List<Ring>(piece.Holes);
        var obstacles = Outlines(piece);
        while (waiting.Count > 0)
        {
            var bridge = ShortestBridge(joined, waiting, obstacles);
            var hole = waiting[bridge.Hole].Points;
            waiting.RemoveAt(bridge.Hole);

            var loop = new List<PlanePoint>(hole.Length + 2);
            for (var i = 0; i <= hole.Length; i++) loop.Add(hole[(bridge.Landing + i) % hole.Length]);
            var bridgeHasLength = joined[bridge.Start] != loop[0];
            var start = Occurrence(joined, joined[bridge.Start], bridgeHasLength ? loop[0] : loop[1]);
            if (bridgeHasLength)
            {
                obstacles.Add((joined[start], loop[0]));
                loop.Add(joined[start]);
            }
            else
            {
                loop.RemoveAt(0);
            }

            joined.InsertRange(start + 1, loop);
        }

        return new Ring([.. joined]);
    }

    private static List<(PlanePoint A, PlanePoint B)> Outlines(RegionPiece piece)
    {
        var segments = new List<(PlanePoint, PlanePoint)>();
        foreach (var ring in piece.Holes.Prepend(piece.Outer))
        {
            for (var i = 0; i < ring.Points.Length; i++)
                segments.Add((ring.Points[i], ring.Points[(i + 1) % ring.Points.Length]));
        }

        return segments;
    }

    /// <summary>
    /// The shortest channel from the joined ring to a hole. The shortest pair of vertices nearly always sees each
    /// other; when it does not, all pairs are tried by length. One always does (every polygon with holes has a
    /// diagonal to each of its holes' connected rings).
    /// </summary>
    private static Bridge ShortestBridge(List<PlanePoint> joined, List<Ring> holes, List<(PlanePoint A, PlanePoint B)> obstacles)
    {
        var best = new Bridge(double.PositiveInfinity, 0, 0, 0);
        foreach (var bridge in Bridges(joined, holes))
        {
            if (bridge.SquaredLength <= best.SquaredLength && Compare(bridge, best, joined, holes) < 0) best = bridge;
        }

        if (IsFree(best, joined, holes, obstacles)) return best;
        var all = Bridges(joined, holes).ToList();
        all.Sort((a, b) => Compare(a, b, joined, holes));
        return all.First(b => IsFree(b, joined, holes, obstacles));
    }

    private static IEnumerable<Bridge> Bridges(List<PlanePoint> joined, List<Ring> holes)
    {
        for (var hole = 0; hole < holes.Count; hole++)
        {
            for (var landing = 0; landing < holes[hole].Points.Length; landing++)
            {
                var to = holes[hole].Points[landing];
                for (var start = 0; start < joined.Count; start++)
                {
                    double dx = joined[start].X - to.X, dy = joined[start].Y - to.Y;
                    yield return new Bridge((dx * dx) + (dy * dy), start, hole, landing);
                }
            }
        }
    }

    private static int Compare(Bridge a, Bridge b, List<PlanePoint> joined, List<Ring> holes)
    {
        var order = a.SquaredLength.CompareTo(b.SquaredLength);
        if (order != 0) return order;
        order = Segments.Compare(holes[a.Hole].Points[a.Landing], holes[b.Hole].Points[b.Landing]);
        return order != 0 ? order : Segments.Compare(joined[a.Start], joined[b.Start]);
    }

    private static bool IsFree(Bridge bridge, List<PlanePoint> joined, List<Ring> holes, List<(PlanePoint A, PlanePoint B)> obstacles)
    {
        PlanePoint from = joined[bridge.Start], to = holes[bridge.Hole].Points[bridge.Landing];
        return from == to || !obstacles.Exists(s => Segments.Meet(from, to, s.A, s.B, 0));
    }

    /// <summary>
    /// A point with several channels is several places of the joined ring; a new channel leaves from the place whose
    /// interior angle (from the next point counter-clockwise to the one before) holds its direction.
    /// </summary>
    private static int Occurrence(List<PlanePoint> joined, PlanePoint point, PlanePoint towards)
    {
        var last = -1;
        for (var i = 0; i < joined.Count; i++)
        {
            if (joined[i] != point) continue;
            last = i;
            PlanePoint before = joined[(i + joined.Count - 1) % joined.Count], after = joined[(i + 1) % joined.Count];
            if (IsBetween(point, after, towards, before)) return i;
        }

        return last;
    }

    /// <summary>True when the direction to q comes between those to p and r, counter-clockwise from p.</summary>
    private static bool IsBetween(PlanePoint origin, PlanePoint p, PlanePoint q, PlanePoint r)
    {
        int pq = Segments.Turn(origin, p, q), qr = Segments.Turn(origin, q, r), pr = Segments.Turn(origin, p, r);
        return pr > 0 ? pq > 0 && qr > 0 : pr < 0 ? pq > 0 || qr > 0 : pq > 0;
    }

    private readonly record struct Bridge(double SquaredLength, int Start, int Hole, int Landing);
}
