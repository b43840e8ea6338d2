using System.Collections.Immutable;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Linting;

/// <summary>
/// How much geometry one structure set may cost. Crossings of a drawing grow with the square of its points, so a file
/// of a few megabytes could keep a reader busy for days; no drawing of a patient comes near these limits.
/// </summary>
internal sealed class GeometryBudget
{
    private const int RingsOfAPlane = 1000;
    private const int PointsOfAPlane = 60_000;
    private const long MeetingsOfAPlane = 20_000;
    private const long PairWorkOfAPlane = 4_000_000;
    private const long ComparisonsOfAPlane = 20_000_000;

    // Of the whole structure set: some twenty planes at the limit.
    private long _meetings = 20 * MeetingsOfAPlane;
    private long _pairWork = 20 * PairWorkOfAPlane;
    private long _comparisons = 50 * ComparisonsOfAPlane;

    /// <summary>Whether the rings of a plane may be read; what they cost is taken off.</summary>
    public bool Allows(IReadOnlyList<ImmutableArray<PlanePoint>> rings)
    {
        if (rings.Count > RingsOfAPlane || rings.Sum(ring => (long)ring.Length) > PointsOfAPlane) return false;
        var pairs = PairWork(rings);
        _pairWork -= pairs;
        if (pairs > PairWorkOfAPlane || _pairWork < 0) return false;
        var (meetings, comparisons) = Meetings(rings);
        _meetings -= meetings;
        _comparisons -= comparisons;
        return meetings <= MeetingsOfAPlane && comparisons <= ComparisonsOfAPlane && _meetings >= 0 && _comparisons >= 0;
    }

    /// <summary>Points of all pairs of rings whose boxes overlap.</summary>
    private static long PairWork(IReadOnlyList<ImmutableArray<PlanePoint>> rings)
    {
        var boxes = rings.Select(ring => (
            MinX: ring.Min(p => p.X), MaxX: ring.Max(p => p.X), MinY: ring.Min(p => p.Y), MaxY: ring.Max(p => p.Y))).ToArray();
        long work = 0;
        for (var i = 0; i < boxes.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (boxes[i].MinX < boxes[j].MaxX && boxes[j].MinX < boxes[i].MaxX && boxes[i].MinY < boxes[j].MaxY && boxes[j].MinY < boxes[i].MaxY)
                    work += rings[i].Length + rings[j].Length;
            }
        }

        return work;
    }

    /// <summary>Pairs of segments whose boxes overlap, and how many had to be compared; counting stops beyond the limits.</summary>
    private static (long Meetings, long Comparisons) Meetings(IReadOnlyList<ImmutableArray<PlanePoint>> rings)
    {
        var segments = new List<(double MinX, double MaxX, double MinY, double MaxY)>();
        foreach (var ring in rings)
        {
            for (var i = 0; i < ring.Length; i++)
            {
                PlanePoint a = ring[i], b = ring[(i + 1) % ring.Length];
                if (a != b) segments.Add((Math.Min(a.X, b.X), Math.Max(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.Y, b.Y)));
            }
        }

        segments.Sort((left, right) => left.MinX.CompareTo(right.MinX));

        // Neighbours of a ring always meet; what is beyond those is counted.
        long meetings = -segments.Count, comparisons = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            for (var j = i + 1; j < segments.Count && segments[j].MinX <= segments[i].MaxX; j++)
            {
                comparisons++;
                if (segments[j].MinY <= segments[i].MaxY && segments[i].MinY <= segments[j].MaxY) meetings++;
                if (meetings > MeetingsOfAPlane || comparisons > ComparisonsOfAPlane) return (meetings, comparisons);
            }
        }

        return (Math.Max(0, meetings), comparisons);
    }
}
