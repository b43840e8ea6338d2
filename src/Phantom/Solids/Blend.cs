namespace ContourFlow.Phantom.Solids;

/// <summary>
/// Levels of simple shapes (negative inside, near zero a distance in mm) and joins rounded over a width, as
/// anatomy is. Everything is smooth, so that roots and polygons converge.
/// </summary>
internal static class Blend
{
    /// <summary>Union with a fillet of about <paramref name="width"/> mm.</summary>
    public static double Union(double a, double b, double width)
    {
        var h = Math.Max(width - Math.Abs(a - b), 0);
        return Math.Min(a, b) - (width > 0 ? h * h / (4 * width) : 0);
    }

    /// <summary>Intersection with an edge rounded over about <paramref name="width"/> mm.</summary>
    public static double Both(double a, double b, double width) => -Union(-a, -b, width);

    /// <summary>The first without the second, its edge rounded.</summary>
    public static double Without(double a, double b, double width) => -Union(-a, b, width);

    /// <summary>An ellipse, distance to first order.</summary>
    public static double Ellipse(double x, double y, double a, double b)
    {
        double qx = x / a, qy = y / b, q = Math.Sqrt((qx * qx) + (qy * qy));
        double gx = qx / a, gy = qy / b, g = Math.Sqrt((gx * gx) + (gy * gy));
        return g > 1e-9 ? q * (q - 1) / g : -Math.Min(a, b);
    }

    /// <summary>An ellipse for partial volumes: the same where it matters, 1 and cheap where the point is far outside.</summary>
    public static double Oval(double x, double y, double a, double b) =>
        Math.Abs(x) > a + 1 || Math.Abs(y) > b + 1 ? 1 : Ellipse(x, y, a, b);

    /// <summary>An ellipsoid for partial volumes: the same where it matters, 1 and cheap where the point is far outside.</summary>
    public static double Ball(double x, double y, double z, double a, double b, double c) =>
        Math.Abs(x) > a + 1 || Math.Abs(y) > b + 1 || Math.Abs(z) > c + 1 ? 1 : Ellipsoid(x, y, z, a, b, c);

    /// <summary>An ellipsoid, distance to first order.</summary>
    public static double Ellipsoid(double x, double y, double z, double a, double b, double c)
    {
        double qx = x / a, qy = y / b, qz = z / c, q = Math.Sqrt((qx * qx) + (qy * qy) + (qz * qz));
        double gx = qx / a, gy = qy / b, gz = qz / c, g = Math.Sqrt((gx * gx) + (gy * gy) + (gz * gz));
        return g > 1e-9 ? q * (q - 1) / g : -Math.Min(a, Math.Min(b, c));
    }

    /// <summary>
    /// A rod between two points whose cross section is stretched along Z by <paramref name="tall"/>: with 1 a capsule.
    /// </summary>
    public static double Rod(
        double x, double y, double z, (double X, double Y, double Z) from, (double X, double Y, double Z) to, double radius, double tall = 1)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, dz = (to.Z - from.Z) / tall;
        double px = x - from.X, py = y - from.Y, pz = (z - from.Z) / tall;
        var along = Math.Clamp(((px * dx) + (py * dy) + (pz * dz)) / ((dx * dx) + (dy * dy) + (dz * dz)), 0, 1);
        px -= along * dx;
        py -= along * dy;
        pz -= along * dz;
        return Math.Sqrt((px * px) + (py * py) + (pz * pz)) - radius;
    }
}
