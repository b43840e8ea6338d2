using System.Collections.Immutable;

namespace ContourFlow.Geometry.Structures;

/// <summary>A closed ring of straight segments; the first point is not repeated at the end.</summary>
public sealed class Ring
{
    /// <summary>Makes a ring of at least three points.</summary>
    /// <exception cref="ArgumentException">Fewer than three points, or one that is not finite.</exception>
    public Ring(ImmutableArray<PlanePoint> points)
    {
        if (points.IsDefault || points.Length < 3)
            throw new ArgumentException("A ring needs at least three points.", nameof(points));
        foreach (var point in points)
        {
            if (!double.IsFinite(point.X) || !double.IsFinite(point.Y))
                throw new ArgumentException("A ring's points must be finite.", nameof(points));
        }

        Points = points;
    }

    /// <summary>The ring's points in order, millimetres in the plane.</summary>
    public ImmutableArray<PlanePoint> Points { get; }

    /// <summary>
    /// Area in mm² by the shoelace formula: positive when the points run counter-clockwise in a right-handed
    /// (X, Y) plane.
    /// </summary>
    public double SignedArea
    {
        get
        {
            // Relative to the first point, so that a ring far from the origin loses no digits.
            var origin = Points[0];
            var sum = 0.0;
            for (var i = 1; i + 1 < Points.Length; i++)
            {
                sum += ((Points[i].X - origin.X) * (Points[i + 1].Y - origin.Y))
                    - ((Points[i + 1].X - origin.X) * (Points[i].Y - origin.Y));
            }

            return sum / 2;
        }
    }
}
