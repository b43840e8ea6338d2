using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Fields;

/// <summary>A rectangle along the axes of a plane, mm.</summary>
internal readonly record struct Rectangle(double MinimumX, double MinimumY, double MaximumX, double MaximumY)
{
    /// <summary>The rectangle that holds nothing.</summary>
    public static Rectangle Empty { get; } = new(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);

    /// <summary>The smallest rectangle that holds every point of every ring.</summary>
    public static Rectangle Of(IEnumerable<PlanarRegion> regions)
    {
        var result = Empty;
        foreach (var region in regions)
        {
            foreach (var ring in region.Rings)
            {
                foreach (var point in ring.Points) result = result.With(point.X, point.Y);
            }
        }

        return result;
    }

    /// <summary>The smallest rectangle that also holds a point.</summary>
    public Rectangle With(double x, double y) =>
        new(Math.Min(MinimumX, x), Math.Min(MinimumY, y), Math.Max(MaximumX, x), Math.Max(MaximumY, y));

    /// <summary>The rectangle with its four sides moved outwards.</summary>
    public Rectangle Widened(double minimumX, double minimumY, double maximumX, double maximumY) =>
        new(MinimumX - minimumX, MinimumY - minimumY, MaximumX + maximumX, MaximumY + maximumY);

    /// <summary>The rectangle with all its sides moved outwards by the same length.</summary>
    public Rectangle Widened(double by) => Widened(by, by, by, by);
}
