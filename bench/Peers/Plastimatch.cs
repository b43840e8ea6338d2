using System.Globalization;
using System.Text;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Bench.Peers;

/// <summary>The pixels of a mask.</summary>
internal sealed record MaskGrid(double OriginX, double OriginY, int Columns, int Rows, double Pixel);

/// <summary>
/// plastimatch, run as anyone would grow a margin with it: contours to a mask on the CT's grid, its distance map,
/// a threshold, and contours again. Its map is round, so that z is told in units of which the margin is the same as in
/// the plane: the ellipsoid becomes a ball.
/// </summary>
internal sealed class Plastimatch : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("contourflow-bench-").FullName;

    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(':').Any(path => File.Exists(Path.Combine(path, "plastimatch")));

    /// <summary>Time of each step of the last growth, ms: wall, and processor.</summary>
    public Dictionary<string, (double Wall, double Processor)> Steps { get; } = new(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public Structure Grow(Structure source, PatientMargins margins, MaskGrid mask)
    {
        var scale = margins.Left / margins.Superior;
        var cxt = Path.Combine(folder, "in.cxt");
        File.WriteAllText(cxt, ToCxt(source, mask, scale));
        Run("mask", "convert", "--input-cxt", cxt, "--output-prefix", folder, "--prefix-format", "mha");
        Run("distance map", "dmap", "--input", Path.Combine(folder, "ROI.mha"), "--output", Path.Combine(folder, "d.mha"), "--algorithm", "maurer");
        Run("threshold", "threshold", "--input", Path.Combine(folder, "d.mha"), "--below", Text(margins.Left), "--output", Path.Combine(folder, "grown.mha"));
        var grown = Path.Combine(folder, "grown.cxt");
        Run("contours", "convert", "--input-ss-img", Path.Combine(folder, "grown.mha"), "--output-cxt", grown);
        return FromCxt(grown, source.Grid);
    }

    private static string ToCxt(Structure source, MaskGrid mask, double scale)
    {
        var z = source.Grid.Positions;
        var spacing = (z[^1] - z[0]) / (z.Length - 1) * scale;
        StringBuilder text = new();
        text.Append("CT_SERIES_UID\nCT_STUDY_UID\nCT_FRAME_OF_REFERENCE_UID\nPATIENT_NAME\nPATIENT_ID\nPATIENT_SEX\nSTUDY_ID\n");
        text.Append($"OFFSET {Text(mask.OriginX)} {Text(mask.OriginY)} 0\n");
        text.Append($"DIMENSION {mask.Columns} {mask.Rows} {z.Length}\n");
        text.Append($"SPACING {Text(mask.Pixel)} {Text(mask.Pixel)} {Text(spacing)}\n");
        text.Append("ROI_NAMES\n1|255\\0\\0|ROI\nEND_OF_ROI_NAMES\n");
        foreach (var region in source.Regions)
        {
            // One ring with channels: its mask has the holes whatever is made of nested rings.
            var slice = source.Grid.IndexOf(region.Z);
            foreach (var ring in Keyholes.Join(region))
            {
                text.Append($"1||{ring.Points.Length}|{slice}||");
                text.AppendJoin('\\', ring.Points.Select(p => $"{Text(p.X)}\\{Text(p.Y)}\\{Text(slice * spacing)}"));
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    private static Structure FromCxt(string file, PlaneGrid grid)
    {
        var rings = new List<Ring>[grid.Positions.Length];
        var isContour = false;
        foreach (var line in File.ReadLines(file))
        {
            if (!isContour)
            {
                isContour = line == "END_OF_ROI_NAMES";
                continue;
            }

            var parts = line.Split('|');
            if (parts.Length < 6 || parts[0] != "1") continue;
            var numbers = parts[5].Split('\\').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            var points = Enumerable.Range(0, numbers.Length / 3).Select(i => new PlanePoint(numbers[3 * i], numbers[(3 * i) + 1])).ToList();
            if (points.Count > 1 && points[0] == points[^1]) points.RemoveAt(points.Count - 1);
            if (points.Count >= 3) (rings[int.Parse(parts[3], CultureInfo.InvariantCulture)] ??= []).Add(new([.. points]));
        }

        return new(grid, [.. rings.Select((r, i) => r is null ? null : CanonicalRegion.Of(grid.Positions[i], r)).OfType<PlanarRegion>()]);
    }

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private void Run(string step, params string[] arguments) => Steps[step] = TimedProcess.Run("plastimatch", arguments);
}
