using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ContourFlow.Geometry.Fields;

/// <summary>
/// The in-plane element of margins that differ by side: per quadrant a quarter of an ellipse. The gauge of a
/// displacement is the factor by which the element must grow to hold it: √((dx/a)² + (dy/b)²), with a and b the
/// margins on the side of dx's and dy's sign.
/// </summary>
internal readonly struct Gauge
{
    /// <summary>
    /// A margin of nothing on a side would make the gauge infinite there; a tenth of a micrometre stands for it.
    /// </summary>
    private const double Nothing = 1e-4;

    private readonly double inverseLeft;
    private readonly double inverseRight;
    private readonly double inverseAnterior;
    private readonly double inversePosterior;

    /// <summary>Makes the gauge of four margins, mm: to +X, −X, −Y and +Y.</summary>
    public Gauge(double left, double right, double anterior, double posterior)
    {
        inverseLeft = 1 / Math.Max(left, Nothing);
        inverseRight = 1 / Math.Max(right, Nothing);
        inverseAnterior = 1 / Math.Max(anterior, Nothing);
        inversePosterior = 1 / Math.Max(posterior, Nothing);
        Largest = Math.Max(Math.Max(left, right), Math.Max(anterior, posterior));
        Smallest = Math.Min(Math.Min(left, right), Math.Min(anterior, posterior));
    }

    /// <summary>The largest margin, mm: nothing further away has a gauge of one or less.</summary>
    public double Largest { get; }

    /// <summary>The smallest margin, mm: everything nearer has a gauge of one or less.</summary>
    public double Smallest { get; }

    /// <summary>
    /// The least squared gauge of (point − y) over the points y of packed segments (x, y, dx, dy, 1/length²).
    /// </summary>
    /// <remarks>
    /// Along a segment the squared gauge is convex and made of at most four parabolas. Its minimum is at an end, at
    /// the lowest point of a parabola or where two of them meet, so the least of its values at all of those is exact.
    /// </remarks>
    public double NearestSquared(ReadOnlySpan<double> pack, int size, double x, double y)
    {
        var zero = Vector256<double>.Zero;
        var one = Vector256<double>.One;
        var least = Vector256.Create(double.PositiveInfinity);
        var px = Vector256.Create(x);
        var py = Vector256.Create(y);
        ref var start = ref MemoryMarshal.GetReference(pack);
        for (var i = 0; i < size; i += 4)
        {
            var ex = px - Vector256.LoadUnsafe(ref start, (nuint)i);
            var ey = py - Vector256.LoadUnsafe(ref start, (nuint)(i + size));
            var dx = Vector256.LoadUnsafe(ref start, (nuint)(i + (2 * size)));
            var dy = Vector256.LoadUnsafe(ref start, (nuint)(i + (3 * size)));
            least = Vector256.MinNative(least, Squared(ex, ey));
            least = Vector256.MinNative(least, Squared(ex - dx, ey - dy));
            least = Vector256.MinNative(least, SquaredAt(ex, ey, dx, dy, Part(ex, dx)));
            least = Vector256.MinNative(least, SquaredAt(ex, ey, dx, dy, Part(ey, dy)));
            for (var quadrant = 0; quadrant < 4; quadrant++)
            {
                var a = (quadrant & 1) == 0 ? inverseLeft : inverseRight;
                var b = (quadrant & 2) == 0 ? inversePosterior : inverseAnterior;
                var wx = Vector256.Create(a * a);
                var wy = Vector256.Create(b * b);
                var t = Part((wx * ex * dx) + (wy * ey * dy), (wx * dx * dx) + (wy * dy * dy));
                least = Vector256.MinNative(least, SquaredAt(ex, ey, dx, dy, t));
            }
        }

        return Segments.Smallest(least);

        // A quotient within [0, 1]; a divisor of nothing gives an end.
        Vector256<double> Part(Vector256<double> above, Vector256<double> below)
        {
            var safe = Vector256.ConditionalSelect(Vector256.Equals(below, zero), one, below);
            return Vector256.MaxNative(zero, Vector256.MinNative(one, above / safe));
        }
    }

    private Vector256<double> SquaredAt(Vector256<double> ex, Vector256<double> ey, Vector256<double> dx, Vector256<double> dy, Vector256<double> t) =>
        Squared(ex - (t * dx), ey - (t * dy));

    private Vector256<double> Squared(Vector256<double> dx, Vector256<double> dy)
    {
        var gx = dx * Vector256.ConditionalSelect(
            Vector256.GreaterThan(dx, Vector256<double>.Zero), Vector256.Create(inverseLeft), Vector256.Create(inverseRight));
        var gy = dy * Vector256.ConditionalSelect(
            Vector256.GreaterThan(dy, Vector256<double>.Zero), Vector256.Create(inversePosterior), Vector256.Create(inverseAnterior));
        return (gx * gx) + (gy * gy);
    }
}
