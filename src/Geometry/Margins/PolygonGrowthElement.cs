using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Measures;
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
    /// A margin for each side: the element is a convex polygon of quarter ellipses, and growing is its Minkowski sum,
    /// by convolution of the outlines.
    /// </summary>
    private sealed class Quartered(PatientMargins margins) : PolygonElement
    {
        public override PolygonSet Grow(PolygonSet section, double fraction)
        {
            var element = new ConvexElement(Points(fraction));
            if (element.IsPoint || section.ToRegion(0) is not { } region) return section;
            return PolygonSet.Union([.. RegionPiece.Of(region).Select(p => Grow(p, element))]);
        }

        /// <summary>The outer ring's sum, less what the element leaves of each hole.</summary>
        private static PolygonSet Grow(RegionPiece piece, ConvexElement element)
        {
            var grown = Wound(element.Convolve(piece.Outer.Points), Operation.PositiveWinding);
            foreach (var hole in piece.Holes)
            {
                // A hole that the element can cover closes; around such a one the windings below would cancel.
                var box = RegionMeasures.Bounds(new PlanarRegion(0, [hole]));
                if (box.Width <= element.Width || box.Height <= element.Height) continue;
                grown = grown.Subtract(Wound(element.Convolve(hole.Points), Operation.NegativeWinding));
            }

            return grown;
        }

        private static PolygonSet Wound(PlanePoint[] curve, Operation operation) =>
            PolygonSet.Of(RingOrder.ToRegion(0, Arrangement.Evaluate([curve], [], operation)));

        /// <summary>Points of the element's section around the origin, counter-clockwise; those of margins of zero fall together.</summary>
        private List<PlanePoint> Points(double fraction)
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
                    (fraction * cos * (cos > 0 ? margins.Left : margins.Right)) + 0.0,
                    (fraction * sin * (sin > 0 ? margins.Posterior : margins.Anterior)) + 0.0);
                if (points.Add(point)) ordered.Add(point);
            }

            return ConvexElement.HullOf(ordered);
        }
    }
}
