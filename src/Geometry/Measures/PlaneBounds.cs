namespace ContourFlow.Geometry.Measures;

/// <summary>The smallest box around points of a plane, mm along the grid's in-plane axes.</summary>
/// <param name="MinX">Smallest X.</param>
/// <param name="MinY">Smallest Y.</param>
/// <param name="MaxX">Largest X.</param>
/// <param name="MaxY">Largest Y.</param>
public readonly record struct PlaneBounds(double MinX, double MinY, double MaxX, double MaxY)
{
    /// <summary>Extent along X, mm.</summary>
    public double Width => MaxX - MinX;

    /// <summary>Extent along Y, mm.</summary>
    public double Height => MaxY - MinY;

    /// <summary>The smallest box around both.</summary>
    public PlaneBounds Union(PlaneBounds other) =>
        new(Math.Min(MinX, other.MinX), Math.Min(MinY, other.MinY), Math.Max(MaxX, other.MaxX), Math.Max(MaxY, other.MaxY));
}
