using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Fields;

/// <summary>
/// The segments of all rings of a region, in a lattice's local coordinates and in vector-friendly order. Each
/// segment runs from its smaller end (X, then Y), so that a ring drawn in the other direction, or from another
/// starting point, gives the same distances to the last bit.
/// </summary>
internal sealed class Segments
{
    private static readonly Vector256<double> Zero = Vector256<double>.Zero;
    private static readonly Vector256<double> One = Vector256<double>.One;

    /// <summary>Segments of a group: along an outline neighbours lie near each other.</summary>
    public const int GroupSize = 16;

    private readonly double[] groupX;
    private readonly double[] groupY;
    private readonly double[] groupRadius;

    private Segments(int count)
    {
        Count = count;
        Padded = (count + 3) & ~3;
        X = new double[Padded];
        Y = new double[Padded];
        DX = new double[Padded];
        DY = new double[Padded];
        InverseSquare = new double[Padded];
        EndY = new double[Padded];
        Groups = (((Padded + GroupSize - 1) / GroupSize) + 3) & ~3;
        groupX = new double[Groups];
        groupY = new double[Groups];
        groupRadius = new double[Groups];
    }

    /// <summary>Number of groups of <see cref="GroupSize"/> segments that follow each other, rounded up to a multiple of four.</summary>
    public int Groups { get; }

    /// <summary>Number of segments.</summary>
    public int Count { get; }

    /// <summary>Number of segments with copies of the last one up to a multiple of four.</summary>
    public int Padded { get; }

    /// <summary>X of each segment's start.</summary>
    public double[] X { get; }

    /// <summary>Y of each segment's start.</summary>
    public double[] Y { get; }

    /// <summary>Extent along X.</summary>
    public double[] DX { get; }

    /// <summary>Extent along Y.</summary>
    public double[] DY { get; }

    /// <summary>One over the squared length; 0 for a segment of no length.</summary>
    public double[] InverseSquare { get; }

    /// <summary>
    /// Y of each segment's end, to the bit that of the next segment's start: start + extent may round differently,
    /// and a vertex would be counted twice or not at all.
    /// </summary>
    public double[] EndY { get; }

    /// <summary>Reads the segments of a region.</summary>
    public static Segments Of(PlanarRegion region, in Lattice lattice)
    {
        var count = 0;
        foreach (var ring in region.Rings) count += ring.Points.Length;
        var result = new Segments(count);
        var at = 0;
        foreach (var ring in region.Rings)
        {
            var points = ring.Points;
            var last = points[^1];
            double fromX = last.X - lattice.OriginX, fromY = last.Y - lattice.OriginY;
            foreach (var point in points)
            {
                double toX = point.X - lattice.OriginX, toY = point.Y - lattice.OriginY;
                if (fromX < toX || (fromX == toX && fromY <= toY)) result.Set(at++, fromX, fromY, toX, toY);
                else result.Set(at++, toX, toY, fromX, fromY);
                (fromX, fromY) = (toX, toY);
            }
        }

        for (; at < result.Padded; at++) result.Copy(at - 1, at);
        result.Enclose();
        return result;
    }

    /// <summary>Squared distance from points to a segment, four at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> DistanceSquared(
        Vector256<double> pointX,
        Vector256<double> pointY,
        Vector256<double> x,
        Vector256<double> y,
        Vector256<double> dx,
        Vector256<double> dy,
        Vector256<double> inverseSquare)
    {
        // No fused multiply-add: the bits must not depend on the processor.
        var ex = pointX - x;
        var ey = pointY - y;
        var t = ((ex * dx) + (ey * dy)) * inverseSquare;
        t = Vector256.MaxNative(Zero, Vector256.MinNative(One, t));
        ex -= t * dx;
        ey -= t * dy;
        return (ex * ex) + (ey * ey);
    }

    /// <summary>Squared distance from a point to the four segments from an index that is divisible by four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> FourSquared(double pointX, double pointY, int index) => DistanceSquared(
        Vector256.Create(pointX),
        Vector256.Create(pointY),
        At(X, index),
        At(Y, index),
        At(DX, index),
        At(DY, index),
        At(InverseSquare, index));

    /// <summary>Smallest squared distance from a point to a segment.</summary>
    public double NearestSquared(double pointX, double pointY)
    {
        Span<double> bounds = Groups <= 256 ? stackalloc double[Groups] : new double[Groups];
        return NearestSquared(pointX, pointY, bounds);
    }

    /// <summary>
    /// Smallest squared distance from a point to a segment. Only groups that can hold the nearest are looked at; the minimum over
    /// them is the minimum over all, to the bit.
    /// </summary>
    /// <param name="pointX">The point's X.</param>
    /// <param name="pointY">The point's Y.</param>
    /// <param name="bounds">Takes a distance for each group that none of its segments is nearer than, mm; at least <see cref="Groups"/>.</param>
    public double NearestSquared(double pointX, double pointY, Span<double> bounds)
    {
        var first = 0;
        for (var group = 0; group < Groups; group += 4)
        {
            var ex = Vector256.Create(pointX) - At(groupX, group);
            var ey = Vector256.Create(pointY) - At(groupY, group);
            (Vector256.Sqrt((ex * ex) + (ey * ey)) - At(groupRadius, group)).CopyTo(bounds[group..]);
        }

        for (var group = 1; group < Groups; group++)
        {
            if (bounds[group] < bounds[first]) first = group;
        }

        var nearest = NearestSquared(pointX, pointY, first, double.PositiveInfinity);
        var distance = Math.Sqrt(nearest);
        for (var group = 0; group < Groups; group++)
        {
            if (group == first || bounds[group] > distance) continue;
            nearest = NearestSquared(pointX, pointY, group, nearest);
            distance = Math.Sqrt(nearest);
        }

        return nearest;
    }

    /// <summary>
    /// Whether a segment lies within a squared distance of a point, looked for from where one was found before.
    /// </summary>
    public bool AnyNear(double pointX, double pointY, double square, ref int hint)
    {
        var px = Vector256.Create(pointX);
        var py = Vector256.Create(pointY);
        var blocks = Padded / 4;
        for (var i = 0; i < blocks; i++)
        {
            // The block where the last one was found, then outwards on both sides.
            var block = hint + ((i & 1) == 0 ? i / 2 : -((i / 2) + 1));
            block = ((block % blocks) + blocks) % blocks;
            var at = 4 * block;
            var squares = DistanceSquared(px, py, At(X, at), At(Y, at), At(DX, at), At(DY, at), At(InverseSquare, at));
            if (!Vector256.LessThanOrEqualAny(squares, Vector256.Create(square))) continue;
            hint = block;
            return true;
        }

        return false;
    }

    /// <summary>
    /// True when an odd number of rings surround a point. A segment holds its lower end and not its upper one, so
    /// that a vertex is counted once.
    /// </summary>
    public bool Surround(double x, double y)
    {
        var inside = false;
        for (var i = 0; i < Count; i++)
        {
            if ((Y[i] <= y) != (EndY[i] <= y) && CrossingX(i, y) < x) inside = !inside;
        }

        return inside;
    }

    /// <summary>X at which a segment that is not level passes a height.</summary>
    public double CrossingX(int segment, double y) => X[segment] + ((y - Y[segment]) * (DX[segment] / DY[segment]));

    /// <summary>The smallest of four.</summary>
    public static double Smallest(Vector256<double> four) =>
        Math.Min(Math.Min(four[0], four[1]), Math.Min(four[2], four[3]));

    private double NearestSquared(double pointX, double pointY, int group, double nearest)
    {
        var smallest = Vector256.Create(nearest);
        var end = Math.Min(Padded, (group + 1) * GroupSize);
        for (var i = group * GroupSize; i < end; i += 4) smallest = Vector256.MinNative(smallest, FourSquared(pointX, pointY, i));
        return Smallest(smallest);
    }

    // A circle around each group; a little wider, so that rounding makes no group look further away than it is.
    private void Enclose()
    {
        for (var group = 0; group < Groups; group++)
        {
            var end = Math.Min(Padded, (group + 1) * GroupSize);
            double left = double.PositiveInfinity, right = double.NegativeInfinity, low = left, high = right;
            for (var i = Math.Min(group * GroupSize, Padded - 1); i < end; i++)
            {
                left = Math.Min(left, Math.Min(X[i], X[i] + DX[i]));
                right = Math.Max(right, Math.Max(X[i], X[i] + DX[i]));
                low = Math.Min(low, Math.Min(Y[i], Y[i] + DY[i]));
                high = Math.Max(high, Math.Max(Y[i], Y[i] + DY[i]));
            }

            // What fills up the last four holds nothing.
            var empty = left > right;
            groupX[group] = empty ? 0 : (left + right) / 2;
            groupY[group] = empty ? 0 : (low + high) / 2;
            var square = ((right - left) * (right - left)) + ((high - low) * (high - low));
            groupRadius[group] = empty ? double.NegativeInfinity : (Math.Sqrt(square) / 2) + 1e-6;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> At(double[] array, int index) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(array), (nuint)index);

    private void Set(int index, double fromX, double fromY, double toX, double toY)
    {
        double dx = toX - fromX, dy = toY - fromY;
        var square = (dx * dx) + (dy * dy);
        X[index] = fromX;
        Y[index] = fromY;
        DX[index] = dx;
        DY[index] = dy;
        InverseSquare[index] = square > 0 && double.IsFinite(1 / square) ? 1 / square : 0;
        EndY[index] = toY;
    }

    private void Copy(int from, int to)
    {
        X[to] = X[from];
        Y[to] = Y[from];
        DX[to] = DX[from];
        DY[to] = DY[from];
        InverseSquare[to] = InverseSquare[from];
        EndY[to] = EndY[from];
    }
}
