using System.Collections.Immutable;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Phantom.Patients;

/// <summary>Turns exact sections into contours as a person's tool leaves them.</summary>
internal static class ContourDrawing
{
    /// <summary>
    /// A ring's points about <paramref name="density"/> mm apart, each on the exact curve, rounded to hundredths.
    /// </summary>
    public static ImmutableArray<PlanePoint> Draw(Ring ring, double density)
    {
        var points = ring.Points;
        var length = 0.0;
        for (var i = 0; i < points.Length; i++) length += Distance(points[i], points[(i + 1) % points.Length]);
        var count = Math.Max(12, (int)Math.Round(length / density));
        var step = length / count;

        var drawn = ImmutableArray.CreateBuilder<PlanePoint>(count);
        double walked = 0, next = 0;
        for (var i = 0; i < points.Length; i++)
        {
            PlanePoint a = points[i], b = points[(i + 1) % points.Length];
            var piece = Distance(a, b);
            while (piece > 0 && next < walked + piece && next < length - (step / 2))
            {
                var part = (next - walked) / piece;
                PlanePoint point = new(
                    Math.Round(a.X + (part * (b.X - a.X)), 2), Math.Round(a.Y + (part * (b.Y - a.Y)), 2));
                if (drawn.Count == 0 || drawn[^1] != point) drawn.Add(point);
                next += step;
            }

            walked += piece;
        }

        while (drawn.Count > 1 && drawn[^1] == drawn[0]) drawn.RemoveAt(drawn.Count - 1);
        return drawn.ToImmutable();
    }

    private static double Distance(PlanePoint a, PlanePoint b) => Math.Sqrt(Math.Pow(b.X - a.X, 2) + Math.Pow(b.Y - a.Y, 2));
}
