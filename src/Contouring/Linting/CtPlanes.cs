namespace ContourFlow.Contouring.Linting;

/// <summary>Contours held against the planes of the CT.</summary>
internal static class CtPlanes
{
    /// <summary>
    /// Each closed contour in the CT's frame with its farthest point's distance from the nearest plane, how far it may be, and where
    /// the plane is along the CT's normal, mm.
    /// </summary>
    public static IEnumerable<(LintedContour Contour, double Off, double Reach, double Position)> Offsets(LintedSet set)
    {
        var ct = set.Ct!;
        foreach (var contour in set.Contours)
        {
            if (!contour.IsClosed || contour.Shape is null || !set.IsInFrameOfCt(contour.Roi)) continue;
            var (low, high) = Range(contour, ct);
            if (ct.Nearest((low + high) / 2) is not { } plane) continue;
            yield return (contour, Math.Max(Math.Abs(low - plane.Position), Math.Abs(high - plane.Position)), plane.Reach, plane.Position);
        }
    }

    /// <summary>Distance of a contour's farthest point from a plane of the CT; null for a contour without a shape.</summary>
    public static double? Farthest(LintedContour contour, LintCt ct, double position)
    {
        if (contour.Shape is null) return null;
        var (low, high) = Range(contour, ct);
        return Math.Max(Math.Abs(low - position), Math.Abs(high - position));
    }

    private static (double Low, double High) Range(LintedContour contour, LintCt ct)
    {
        var normal = ct.Normal;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (var i = 0; i < contour.Numbers.Length; i += 3)
        {
            var along = (contour.Numbers[i] * normal.X) + (contour.Numbers[i + 1] * normal.Y) + (contour.Numbers[i + 2] * normal.Z);
            low = Math.Min(low, along);
            high = Math.Max(high, along);
        }

        return (low, high);
    }
}
