using System.Collections.Immutable;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Margins;

/// <summary>A convex polygon around the origin to grow rings by: Minkowski sums through convolution of outlines.</summary>
internal sealed class ConvexElement
{
    private readonly PlanePoint[] _points;
    private readonly double[] _angles;

    /// <summary>Takes corners of a strictly convex polygon, counter-clockwise; two make a segment, one a point.</summary>
    public ConvexElement(IReadOnlyList<PlanePoint> corners)
    {
        var edges = corners.Select((p, i) => (Point: p, Angle: Angle(p, corners[(i + 1) % corners.Count]))).OrderBy(e => e.Angle).ToArray();
        _points = [.. edges.Select(e => e.Point)];
        _angles = [.. edges.Select(e => e.Angle)];
        Width = _points.Max(p => p.X) - _points.Min(p => p.X);
        Height = _points.Max(p => p.Y) - _points.Min(p => p.Y);
    }

    /// <summary>True when growing by this element changes nothing.</summary>
    public bool IsPoint => _points.Length == 1;

    /// <summary>Extent along X, mm.</summary>
    public double Width { get; }

    /// <summary>Extent along Y, mm.</summary>
    public double Height { get; }

    /// <summary>The corners of the points' convex hull, counter-clockwise (the monotone chain).</summary>
    public static List<PlanePoint> HullOf(IEnumerable<PlanePoint> points)
    {
        var sorted = points.Distinct().ToList();
        sorted.Sort(Segments.Compare);
        if (sorted.Count < 3) return sorted;
        var hull = new List<PlanePoint>();
        for (var pass = 0; pass < 2; pass++)
        {
            var start = hull.Count;
            foreach (var point in sorted)
            {
                while (hull.Count >= start + 2 && Segments.Turn(hull[^2], hull[^1], point) <= 0) hull.RemoveAt(hull.Count - 1);
                hull.Add(point);
            }

            hull.RemoveAt(hull.Count - 1);
            sorted.Reverse();
        }

        return hull;
    }

    /// <summary>
    /// The closed curve that the element's outermost corner draws along a ring with the inside on its left. Around a
    /// point x it winds as often as the ring's inside meets the element turned about x in separate parts, so that an
    /// outer ring's sum is where the winding is positive; along a hole (clockwise) it is one less, so that what is
    /// left of the hole is where it is negative.
    /// </summary>
    public PlanePoint[] Convolve(ImmutableArray<PlanePoint> ring)
    {
        var curve = new List<PlanePoint>(ring.Length * 2);
        for (var i = 0; i < ring.Length; i++)
        {
            PlanePoint before = ring[(i + ring.Length - 1) % ring.Length], at = ring[i], after = ring[(i + 1) % ring.Length];
            double arriving = Angle(before, at), leaving = Angle(at, after);
            int corner = Corner(arriving), end = Corner(leaving);

            // Corner is monotone in the angle, so that the angles themselves must tell the turn's direction.
            var turn = leaving - arriving;
            if (turn > Math.PI) turn -= 2 * Math.PI;
            else if (turn <= -Math.PI) turn += 2 * Math.PI;
            var step = turn >= 0 ? 1 : _points.Length - 1;
            Add(at, corner);
            while (corner != end)
            {
                corner = (corner + step) % _points.Length;
                Add(at, corner);
            }
        }

        return [.. curve];

        void Add(PlanePoint at, int corner) => curve.Add(new PlanePoint(at.X + _points[corner].X, at.Y + _points[corner].Y));
    }

    /// <summary>The corner farthest to the right of a direction: the one after the last edge whose angle is not larger.</summary>
    private int Corner(double angle)
    {
        var found = Array.BinarySearch(_angles, angle);
        return (found >= 0 ? found + 1 : ~found) % _points.Length;
    }

    private static double Angle(PlanePoint from, PlanePoint to) => Math.Atan2(to.Y - from.Y, to.X - from.X);
}
