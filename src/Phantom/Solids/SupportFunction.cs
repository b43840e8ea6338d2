using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Phantom.Solids;

/// <summary>
/// The farthest point of a convex solid in a direction (its support mapping). The support point of a Minkowski sum
/// is the sum of the support points, which makes grown convex solids exact.
/// </summary>
/// <param name="direction">Any vector but zero; need not be of unit length.</param>
public delegate PatientVector SupportFunction(PatientVector direction);

/// <summary>Support mappings of the convex solids used as truths, each about the origin.</summary>
public static class SupportFunctions
{
    /// <summary>An ellipsoid with half axes along X, Y, Z, mm. Half axes of zero are allowed.</summary>
    public static SupportFunction Ellipsoid(double a, double b, double c) => n =>
    {
        double x = a * n.X, y = b * n.Y, z = c * n.Z;
        var length = Math.Sqrt((x * x) + (y * y) + (z * z));
        return length > 0 ? new(a * x / length, b * y / length, c * z / length) : default;
    };

    /// <summary>An elliptic cylinder about Z with flat ends at ±<paramref name="halfHeight"/>, mm.</summary>
    public static SupportFunction Cylinder(double a, double b, double halfHeight)
    {
        var disc = Ellipsoid(a, b, 0);
        return n =>
        {
            var rim = disc(n);
            return new(rim.X, rim.Y, Math.Sign(n.Z) * halfHeight);
        };
    }

    /// <summary>A capsule about X: a segment of half length <paramref name="halfLength"/> with a ball swept along it.</summary>
    public static SupportFunction CapsuleAlongX(double halfLength, double radius)
    {
        var ball = Ellipsoid(radius, radius, radius);
        return n => ball(n) + new PatientVector(Math.Sign(n.X) * halfLength, 0, 0);
    }

    /// <summary>A box with these half sides, tilted about X by an angle in degrees (positive: Superior end to Anterior).</summary>
    public static SupportFunction TiltedBox(double halfX, double halfY, double halfZ, double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        PatientVector x = new(halfX, 0, 0), y = new(0, halfY * cos, halfY * sin), z = new(0, -halfZ * sin, halfZ * cos);
        return n => (x * Math.Sign(n.Dot(x))) + (y * Math.Sign(n.Dot(y))) + (z * Math.Sign(n.Dot(z)));
    }

    /// <summary>A solid sheared so that its axis leans from Z towards Posterior by an angle in degrees.</summary>
    public static SupportFunction ShearedTowardsY(SupportFunction solid, double degrees)
    {
        ArgumentNullException.ThrowIfNull(solid);
        var slope = Math.Tan(degrees * Math.PI / 180);
        return n =>
        {
            // The support point of A·S in direction n is A times that of S in direction Aᵀn.
            var p = solid(new(n.X, n.Y, n.Z + (slope * n.Y)));
            return new(p.X, p.Y + (slope * p.Z), p.Z);
        };
    }

    /// <summary>The element of margins: per octant an ellipsoid with the half axes of the direction's side.</summary>
    public static SupportFunction Element(PatientMargins margins) => n => Ellipsoid(
        n.X >= 0 ? margins.Left : margins.Right,
        n.Y >= 0 ? margins.Posterior : margins.Anterior,
        n.Z >= 0 ? margins.Superior : margins.Inferior)(n);
}
