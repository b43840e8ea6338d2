using System.Collections.Immutable;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>
/// The cut of a stack of planar regions by a plane across them, as it was drawn: every region stands for a slab
/// of half the way to the neighbouring planes, and no surface between the planes is guessed.
/// </summary>
internal static class StairSteps
{
    /// <summary>Shorter pieces are not drawn, mm: a keyhole's channel has no width.</summary>
    private const double Shortest = 1e-6;

    /// <summary>Which patient axis is held fixed by the cut.</summary>
    public enum FixedAxis
    {
        /// <summary>A sagittal cut: X is fixed, Y runs across.</summary>
        X,

        /// <summary>A coronal cut: Y is fixed, X runs across.</summary>
        Y,
    }

    /// <summary>The cut as steps and blocks; null when the cut does not meet the structure.</summary>
    /// <param name="structure">The structure, on axial planes.</param>
    /// <param name="axis">The axis that is fixed.</param>
    /// <param name="position">Where, patient mm.</param>
    /// <param name="toPicture">Picture coordinates of (the other in-plane axis, Z), patient mm.</param>
    public static PictureOutline? Cut(
        DrawnStructure structure, FixedAxis axis, double position, Func<double, double, PicturePoint> toPicture)
    {
        var grid = structure.Geometry.Grid;
        var lines = ImmutableArray.CreateBuilder<ImmutableArray<PicturePoint>>();
        var blocks = ImmutableArray.CreateBuilder<PictureBlock>();
        List<(double From, double To)> below = [];
        var planeBelow = -2;
        var top = 0.0;
        foreach (var region in structure.Geometry.Regions)
        {
            var plane = grid.IndexOf(region.Z);
            var spans = Spans(region, axis, position);
            var bottom = region.Z - PlaneSlab.Below(grid, plane);
            if (plane != planeBelow + 1)
            {
                AddLevels(below, top);
                below = [];
            }

            AddLevels(Difference(below, spans), bottom);
            top = region.Z + PlaneSlab.Above(grid, plane);
            foreach (var (from, to) in spans)
            {
                lines.Add([toPicture(from, bottom), toPicture(from, top)]);
                lines.Add([toPicture(to, bottom), toPicture(to, top)]);
                var (corner, opposite) = (toPicture(from, top), toPicture(to, bottom));
                blocks.Add(new(corner.Across, corner.Down, opposite.Across - corner.Across, opposite.Down - corner.Down));
            }

            (below, planeBelow) = (spans, plane);
        }

        AddLevels(below, top);
        return blocks.Count == 0 ? null : new(structure, lines.DrainToImmutable(), Closed: false, blocks.DrainToImmutable());

        void AddLevels(List<(double From, double To)> spans, double z)
        {
            foreach (var (from, to) in spans)
                lines.Add([toPicture(from, z), toPicture(to, z)]);
        }
    }

    /// <summary>Where the line lies inside, by even-odd over all rings; ascending, not touching.</summary>
    private static List<(double From, double To)> Spans(PlanarRegion region, FixedAxis axis, double position)
    {
        var crossings = new List<double>();
        foreach (var ring in region.Rings)
        {
            var (fixedFrom, alongFrom) = Split(ring.Points[^1], axis);
            foreach (var point in ring.Points)
            {
                var (fixedTo, alongTo) = Split(point, axis);
                // Half open, so that a vertex on the line counts once.
                if ((fixedFrom <= position) != (fixedTo <= position))
                    crossings.Add(alongFrom + ((alongTo - alongFrom) * (position - fixedFrom) / (fixedTo - fixedFrom)));
                (fixedFrom, alongFrom) = (fixedTo, alongTo);
            }
        }

        crossings.Sort();
        var spans = new List<(double From, double To)>();
        for (var i = 0; i + 1 < crossings.Count; i += 2)
        {
            if (spans.Count > 0 && crossings[i] - spans[^1].To < Shortest)
                spans[^1] = (spans[^1].From, crossings[i + 1]);
            else if (crossings[i + 1] - crossings[i] >= Shortest)
                spans.Add((crossings[i], crossings[i + 1]));
        }

        return spans;
    }

    /// <summary>What lies in one set of spans and not in the other: the treads of the stairs.</summary>
    private static List<(double From, double To)> Difference(List<(double From, double To)> a, List<(double From, double To)> b)
    {
        var ends = new List<double>((a.Count + b.Count) * 2);
        foreach (var (from, to) in a.Concat(b))
        {
            ends.Add(from);
            ends.Add(to);
        }

        ends.Sort();
        var pieces = new List<(double From, double To)>();
        for (var i = 0; i + 1 < ends.Count; i += 2)
        {
            // Both sets change at every end, so pairs of ends in order are the symmetric difference.
            if (ends[i + 1] - ends[i] >= Shortest) pieces.Add((ends[i], ends[i + 1]));
        }

        return pieces;
    }

    private static (double Fixed, double Along) Split(PlanePoint point, FixedAxis axis) =>
        axis == FixedAxis.X ? (point.X, point.Y) : (point.Y, point.X);
}
