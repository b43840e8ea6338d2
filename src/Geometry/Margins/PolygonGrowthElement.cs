using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Margins;

/// <summary>Grows polygons in their plane by a section of the margin's element.</summary>
internal abstract class PolygonElement
{
    /// <summary>The way that fits the margins: circles where scaling one axis makes them, else quarter ellipses.</summary>
    public static PolygonElement For(PatientMargins margins) =>
        margins.Left == margins.Right && margins.Anterior == margins.Posterior && margins.Left > 0 && margins.Anterior > 0
            ? new Circular(margins.Left, margins.Anterior)
            : new Quartered(margins);

    /// <summary>The polygons grown by the element's section whose margins are this fraction of the full ones.</summary>
    public abstract PolygonSet Grow(PolygonSet section, double fraction);

    /// <summary>Symmetric margins: with Y scaled so that the ellipse is a circle, growing is a buffer.</summary>
    private sealed class Circular(double x, double y) : PolygonElement
    {
        public override PolygonSet Grow(PolygonSet section, double fraction)
        {
            // Scaled to the larger margin, so that scaling back makes the arcs' error smaller, not larger.
            var larger = Math.Max(x, y);
            return section.Scale(larger / x, larger / y).Grow(larger * fraction).Scale(x / larger, y / larger);
        }
    }

    /// <summary>
    /// A margin for each side: the element is convex, so the sum is the polygon itself and the hull of the element at
    /// both ends of every edge.
    /// </summary>
    private sealed class Quartered(PatientMargins margins) : PolygonElement
    {
        public override PolygonSet Grow(PolygonSet section, double fraction)
        {
            var element = Element(fraction);
            if (element.Count == 1) return section;
            var parts = new List<PolygonSet> { section };
            foreach (var (a, b) in section.Edges())
            {
                parts.Add(PolygonSet.Convex(element.Concat(element.Select(e => new PlanePoint(e.X + b.X - a.X, e.Y + b.Y - a.Y)))
                    .Select(e => new PlanePoint(e.X + a.X, e.Y + a.Y))));
            }

            return PolygonSet.Union(parts);
        }

        /// <summary>Points of the element's section around the origin; those of margins of zero fall together.</summary>
        private List<PlanePoint> Element(double fraction)
        {
            var largest = Math.Max(Math.Max(margins.Left, margins.Right), Math.Max(margins.Anterior, margins.Posterior));
            var steps = PolygonSet.QuadrantSegments(largest * fraction);
            var points = new HashSet<PlanePoint>();
            var ordered = new List<PlanePoint>();
            for (var i = 0; i < 4 * steps; i++)
            {
                // The four ends exactly, so that margins of zero give points that are equal.
                var (sin, cos) = i % steps == 0
                    ? (Math.Round(Math.Sin(Math.PI / 2 * i / steps)), Math.Round(Math.Cos(Math.PI / 2 * i / steps)))
                    : Math.SinCos(Math.PI / 2 * i / steps);
                var point = new PlanePoint(
                    fraction * cos * (cos > 0 ? margins.Left : margins.Right) + 0.0,
                    fraction * sin * (sin > 0 ? margins.Posterior : margins.Anterior) + 0.0);
                if (points.Add(point)) ordered.Add(point);
            }

            return ordered;
        }
    }
}
