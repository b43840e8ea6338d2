using System.Collections.Immutable;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Linting;

/// <summary>How a contour's points lie in the patient.</summary>
/// <param name="Axis">The patient axis that its plane lies across: 0 is x, 1 is y, 2 is z.</param>
/// <param name="Low">Lowest coordinate on that axis, mm.</param>
/// <param name="High">Highest coordinate on that axis, mm.</param>
/// <param name="OffPlane">Largest distance of a point from the plane that fits it best, mm.</param>
/// <param name="Points">The points without that axis, mm.</param>
internal sealed record ContourShape(int Axis, double Low, double High, double OffPlane, ImmutableArray<PlanePoint> Points)
{
    /// <summary>Coordinates beyond this, mm, are in no patient and in no room: no geometry is done on them.</summary>
    public const double Farthest = 10_000;

    /// <summary>The shape of points; null when one is out of any room.</summary>
    /// <param name="numbers">x, y, z of each point, mm; at least one point.</param>
    public static ContourShape? Of(double[] numbers)
    {
        if (Array.Exists(numbers, number => Math.Abs(number) > Farthest)) return null;
        var count = numbers.Length / 3;
        double cx = 0, cy = 0, cz = 0, nx = 0, ny = 0, nz = 0;
        for (var i = 0; i < count; i++)
        {
            cx += numbers[3 * i] / count;
            cy += numbers[(3 * i) + 1] / count;
            cz += numbers[(3 * i) + 2] / count;
        }

        // Newell's normal: the sum of the cross products of neighbours, about the centre so that no digits are lost.
        for (var i = 0; i < count; i++)
        {
            var j = (i + 1) % count;
            double ax = numbers[3 * i] - cx, ay = numbers[(3 * i) + 1] - cy, az = numbers[(3 * i) + 2] - cz;
            double bx = numbers[3 * j] - cx, by = numbers[(3 * j) + 1] - cy, bz = numbers[(3 * j) + 2] - cz;
            nx += (ay * bz) - (az * by);
            ny += (az * bx) - (ax * bz);
            nz += (ax * by) - (ay * bx);
        }

        var length = Math.Sqrt((nx * nx) + (ny * ny) + (nz * nz));
        var axis = length > 0 ? Largest(Math.Abs(nx), Math.Abs(ny), Math.Abs(nz)) : Flattest(numbers);
        double low = double.PositiveInfinity, high = double.NegativeInfinity, off = 0;
        var points = ImmutableArray.CreateBuilder<PlanePoint>(count);
        for (var i = 0; i < count; i++)
        {
            double x = numbers[3 * i], y = numbers[(3 * i) + 1], z = numbers[(3 * i) + 2];
            var along = axis switch { 0 => x, 1 => y, _ => z };
            low = Math.Min(low, along);
            high = Math.Max(high, along);
            if (length > 0) off = Math.Max(off, Math.Abs(((x - cx) * nx) + ((y - cy) * ny) + ((z - cz) * nz)) / length);
            points.Add(axis switch { 0 => new(y, z), 1 => new(x, z), _ => new(x, y) });
        }

        return new(axis, low, high, off, points.MoveToImmutable());
    }

    private static int Largest(double x, double y, double z) => z >= x && z >= y ? 2 : y >= x ? 1 : 0;

    /// <summary>For points on a line: the axis on which they spread least, z where they do not spread.</summary>
    private static int Flattest(double[] numbers)
    {
        Span<double> spread = stackalloc double[3];
        for (var axis = 0; axis < 3; axis++)
        {
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            for (var i = axis; i < numbers.Length; i += 3)
            {
                low = Math.Min(low, numbers[i]);
                high = Math.Max(high, numbers[i]);
            }

            spread[axis] = high - low;
        }

        return Largest(-spread[0], -spread[1], -spread[2]);
    }
}
