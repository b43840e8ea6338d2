using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ContourFlow.Contouring.Viewing;

namespace ContourFlow.Contouring.Reporting.Printing;

/// <summary>A structure to be printed.</summary>
/// <param name="Name">ROI Name.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Role">Its role in the protocol where it was derived: "ptv"; else input or carried.</param>
/// <param name="IsDerived">Whether it was derived.</param>
/// <param name="Contours">Its polygons.</param>
public sealed record PrintedStructure(string Name, RgbColour Colour, string Role, bool IsDerived, ImmutableArray<ViewContour> Contours);

/// <summary>
/// The sections that a printed report shows: axial planes through the target from end to end, and sagittal and coronal ones through its middle, with the
/// stored polygons; on the latter stair-steps, since nothing is known between planes.
/// </summary>
internal static class PrintedSections
{
    // Half the width of a picture at the least, mm, and what it shows around the target.
    private const double AxialHalf = 60, Around = 25;

    /// <summary>The pictures; none where nothing is drawn.</summary>
    /// <param name="grid">The voxels.</param>
    /// <param name="structures">The structures.</param>
    /// <param name="ct">The CT's volume: 16-bit values, little endian, plane by plane; read to its end.</param>
    public static ImmutableArray<PrintedPicture> Of(ViewGrid grid, ImmutableArray<PrintedStructure> structures, Stream ct)
    {
        var target = structures.FirstOrDefault(one => one is { IsDerived: true, Role: "ptv", Contours.IsEmpty: false })
            ?? structures.FirstOrDefault(one => one is { IsDerived: true, Contours.IsEmpty: false })
            ?? structures.FirstOrDefault(one => !one.Contours.IsEmpty);
        if (target is null) return [];
        var place = Bounds.Of(target, grid);
        var planes = new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(part => (int)Math.Round(place.FirstPlane + (part * (place.LastPlane - place.FirstPlane)))).Distinct().ToArray();
        var volume = Cuts.Read(grid, ct, planes, grid.IndexX(place.MiddleX), grid.IndexY(place.MiddleY));
        return
        [
            .. planes.Select(plane => Axial(grid, structures, volume.Axial[plane], plane, place)),
            Long(grid, structures, volume.Sagittal, place, isSagittal: true),
            Long(grid, structures, volume.Coronal, place, isSagittal: false),
        ];
    }

    private static PrintedPicture Axial(ViewGrid grid, ImmutableArray<PrintedStructure> structures, short[] values, int plane, Bounds place)
    {
        var half = Math.Max(AxialHalf, place.HalfWidth + Around);
        double left = place.MiddleX - half, top = place.MiddleY - half;
        var columns = (int)Math.Ceiling(2 * half / grid.SpacingX);
        var rows = (int)Math.Ceiling(2 * half / grid.SpacingY);
        var grey = new byte[columns * rows];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (i, j) = (grid.IndexX(left + ((column + 0.5) * grid.SpacingX)), grid.IndexY(top + ((row + 0.5) * grid.SpacingY)));
                if (i >= 0 && j >= 0 && i < grid.CountX && j < grid.CountY) grey[(row * columns) + column] = Grey(values[(j * grid.CountX) + i]);
            }
        }

        var outlines = structures.Select(structure => new PrintedOutline(
            structure.Colour,
            Closed: true,
            [.. structure.Contours.Where(contour => contour.Plane == plane).Select(contour => Line(contour.Points.Span, left, top))]));
        return new(
            $"Axial, z = {Mm(grid.Planes[plane])} mm (plane {plane + 1} of {grid.Planes.Length})", columns * grid.SpacingX, rows * grid.SpacingY, grey, columns,
            ('R', 'L', 'A', 'P'), [.. outlines]);
    }

    private static PrintedPicture Long(ViewGrid grid, ImmutableArray<PrintedStructure> structures, short[] values, Bounds place, bool isSagittal)
    {
        var half = Math.Max(80, ((grid.Planes[place.LastPlane] - grid.Planes[place.FirstPlane]) / 2) + Around);
        var (spacing, origin, count, middle) = isSagittal ? (grid.SpacingY, grid.OriginY, grid.CountY, place.MiddleY) : (grid.SpacingX, grid.OriginX, grid.CountX, place.MiddleX);
        double left = middle - half, top = place.MiddleZ + half;
        var size = (int)Math.Ceiling(2 * half / spacing);
        var grey = new byte[size * size];
        for (var row = 0; row < size; row++)
        {
            var (below, part) = Between(grid.Planes, top - ((row + 0.5) * spacing));
            if (below < 0) continue;
            var above = Math.Min(below + 1, grid.Planes.Length - 1);
            for (var column = 0; column < size; column++)
            {
                var at = (int)Math.Round((left + ((column + 0.5) * spacing) - origin) / spacing);
                if (at < 0 || at >= count) continue;
                double one = values[(below * count) + at], other = values[(above * count) + at];
                grey[(row * size) + column] = Grey(one + (part * (other - one)));
            }
        }

        var cut = isSagittal ? place.MiddleX : place.MiddleY;
        return new(
            isSagittal ? $"Sagittal, x = {Mm(cut)} mm" : $"Coronal, y = {Mm(cut)} mm", size * spacing, size * spacing, grey, size,
            isSagittal ? ('A', 'P', 'S', 'I') : ('R', 'L', 'S', 'I'),
            [.. structures.Select(structure => new PrintedOutline(structure.Colour, Closed: false, Steps(grid, structure, cut, isSagittal, left, top)))]);
    }

    // Each plane stands for half the way to its neighbours: sides where the cut enters and leaves, and lines across where only one of two neighbours is inside.
    private static ImmutableArray<ImmutableArray<(double, double)>> Steps(ViewGrid grid, PrintedStructure structure, double cut, bool isSagittal, double left, double top)
    {
        var lines = ImmutableArray.CreateBuilder<ImmutableArray<(double, double)>>();
        var byPlane = structure.Contours.ToLookup(contour => contour.Plane);
        List<double> before = [];
        for (var k = 0; k < grid.Planes.Length; k++)
        {
            var here = Crossings(byPlane[k], cut, isSagittal);
            var low = k > 0 ? (grid.Planes[k] + grid.Planes[k - 1]) / 2 : grid.Planes[0] - HalfGap(grid, 0);
            var high = k + 1 < grid.Planes.Length ? (grid.Planes[k] + grid.Planes[k + 1]) / 2 : grid.Planes[^1] + HalfGap(grid, k - 1);
            foreach (var at in here) lines.Add([(at - left, top - low), (at - left, top - high)]);
            Across(before, here, low);
            before = here;
            if (k + 1 == grid.Planes.Length) Across(here, [], high);
        }

        return lines.ToImmutable();

        void Across(List<double> one, List<double> other, double z)
        {
            // Between sorted ends of either, an odd number of them passed means that one alone is inside.
            var ends = one.Concat(other).Order().ToList();
            for (var i = 0; i + 1 < ends.Count; i += 2)
            {
                if (ends[i + 1] > ends[i]) lines.Add([(ends[i] - left, top - z), (ends[i + 1] - left, top - z)]);
            }
        }
    }

    private static double HalfGap(ViewGrid grid, int below) => grid.Planes.Length > 1 ? (grid.Planes[Math.Max(below, 0) + 1] - grid.Planes[Math.Max(below, 0)]) / 2 : 0.5;

    // Where a line crosses the polygons, in order: inside between the first and the second, and so on (even-odd).
    private static List<double> Crossings(IEnumerable<ViewContour> contours, double cut, bool isSagittal)
    {
        var crossings = new List<double>();
        foreach (var contour in contours)
        {
            var points = contour.Points.Span;
            for (var i = 0; i < points.Length; i += 2)
            {
                var next = (i + 2) % points.Length;
                var (a, b) = isSagittal ? ((points[i], points[i + 1]), (points[next], points[next + 1])) : ((points[i + 1], points[i]), (points[next + 1], points[next]));
                if ((a.Item1 > cut) != (b.Item1 > cut)) crossings.Add(a.Item2 + ((cut - a.Item1) / (b.Item1 - a.Item1) * (b.Item2 - a.Item2)));
            }
        }

        crossings.Sort();
        return crossings;
    }

    private static ImmutableArray<(double, double)> Line(ReadOnlySpan<float> points, double left, double top)
    {
        var line = ImmutableArray.CreateBuilder<(double, double)>(points.Length / 2);
        for (var i = 0; i < points.Length; i += 2) line.Add((points[i] - left, points[i + 1] - top));
        return line.MoveToImmutable();
    }

    private static (int Below, double Part) Between(ImmutableArray<double> planes, double z)
    {
        if (z < planes[0] || z > planes[^1]) return (-1, 0);
        var found = planes.BinarySearch(z);
        if (found >= 0) return (found, 0);
        var below = ~found - 1;
        return (below, (z - planes[below]) / (planes[below + 1] - planes[below]));
    }

    // Bone: W 1500, L 300, as in report.html.
    private static byte Grey(double hounsfield) => (byte)Math.Clamp(Math.Round((hounsfield + 450) / 1500 * 255), 0, 255);

    private static int IndexX(this ViewGrid grid, double x) => (int)Math.Round((x - grid.OriginX) / grid.SpacingX);

    private static int IndexY(this ViewGrid grid, double y) => (int)Math.Round((y - grid.OriginY) / grid.SpacingY);

    private static string Mm(double value) => ReportNumber.Text(value, 2);

    private sealed record Bounds(int FirstPlane, int LastPlane, double MiddleX, double MiddleY, double MiddleZ, double HalfWidth)
    {
        public static Bounds Of(PrintedStructure structure, ViewGrid grid)
        {
            double lowX = double.PositiveInfinity, highX = double.NegativeInfinity, lowY = double.PositiveInfinity, highY = double.NegativeInfinity;
            foreach (var contour in structure.Contours)
            {
                var points = contour.Points.Span;
                for (var i = 0; i < points.Length; i += 2)
                {
                    (lowX, highX) = (Math.Min(lowX, points[i]), Math.Max(highX, points[i]));
                    (lowY, highY) = (Math.Min(lowY, points[i + 1]), Math.Max(highY, points[i + 1]));
                }
            }

            int first = structure.Contours.Min(contour => contour.Plane), last = structure.Contours.Max(contour => contour.Plane);
            // On a voxel's centre, so that a cut shows that column's or row's own values.
            var x = grid.OriginX + (Math.Clamp(grid.IndexX((lowX + highX) / 2), 0, grid.CountX - 1) * grid.SpacingX);
            var y = grid.OriginY + (Math.Clamp(grid.IndexY((lowY + highY) / 2), 0, grid.CountY - 1) * grid.SpacingY);
            return new(first, last, x, y, (grid.Planes[first] + grid.Planes[last]) / 2, Math.Max(highX - lowX, highY - lowY) / 2);
        }
    }

    private sealed record Cuts(Dictionary<int, short[]> Axial, short[] Sagittal, short[] Coronal)
    {
        public static Cuts Read(ViewGrid grid, Stream ct, int[] planes, int column, int row)
        {
            var cuts = new Cuts([], new short[grid.Planes.Length * grid.CountY], new short[grid.Planes.Length * grid.CountX]);
            var plane = new short[grid.PlaneSize];
            for (var k = 0; k < grid.Planes.Length; k++)
            {
                ct.ReadExactly(MemoryMarshal.AsBytes(plane.AsSpan()));
                if (!BitConverter.IsLittleEndian) System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(plane, plane);
                if (planes.Contains(k)) cuts.Axial[k] = (short[])plane.Clone();
                for (var j = 0; j < grid.CountY; j++) cuts.Sagittal[(k * grid.CountY) + j] = plane[(j * grid.CountX) + column];
                Array.Copy(plane, row * grid.CountX, cuts.Coronal, k * grid.CountX, grid.CountX);
            }

            return cuts;
        }
    }
}
