using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>The slab that a plane stands for: half the way to both neighbours, mm from the plane.</summary>
internal static class PlaneSlab
{
    /// <summary>Half the way to the plane below; half a millimetre in a grid of one plane, which knows no spacing.</summary>
    public static double Below(PlaneGrid grid, int plane) =>
        grid.Positions.Length < 2 ? 0.5 : grid.SpacingBelow(plane) / 2;

    /// <summary>Half the way to the plane above; half a millimetre in a grid of one plane.</summary>
    public static double Above(PlaneGrid grid, int plane) =>
        grid.Positions.Length < 2 ? 0.5 : grid.SpacingAbove(plane) / 2;

    /// <summary>The plane nearest to a position; the lower one half way between two.</summary>
    public static int Nearest(PlaneGrid grid, double z)
    {
        var found = grid.Positions.AsSpan().BinarySearch(z);
        if (found >= 0) return found;
        var above = ~found;
        if (above == 0) return 0;
        if (above == grid.Positions.Length) return above - 1;
        return z - grid.Positions[above - 1] <= grid.Positions[above] - z ? above - 1 : above;
    }
}
