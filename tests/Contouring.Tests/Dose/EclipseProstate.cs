using System.Globalization;
using System.IO.Compression;
using System.Text;
using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Dose;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Dose;

/// <summary>A prostate planned in Eclipse 8.1 with 46 Gy, its dose, and the dose-volume histograms that Eclipse itself exported.</summary>
internal sealed class EclipseProstate(string folder)
{
    /// <summary>A structure's histogram as Eclipse wrote it.</summary>
    /// <param name="Name">Name of the structure.</param>
    /// <param name="VolumeCc">Its volume by Eclipse, cm³.</param>
    /// <param name="Doses">Doses, Gy, ascending.</param>
    /// <param name="Percents">The percentage of the volume that gets at least each of them.</param>
    public sealed record Histogram(string Name, double VolumeCc, double[] Doses, double[] Percents)
    {
        /// <summary>D_x%, Gy, between the histogram's points linearly.</summary>
        public double DoseToPercent(double percent)
        {
            var after = Array.FindIndex(Percents, p => p < percent);
            if (after <= 0) return Doses[after < 0 ? ^1 : 0];
            return Doses[after - 1] + ((Doses[after] - Doses[after - 1]) * (Percents[after - 1] - percent) / (Percents[after - 1] - Percents[after]));
        }

        /// <summary>The mean dose, Gy: the area below the curve.</summary>
        public double Mean =>
            Enumerable.Range(1, Doses.Length - 1).Sum(i => (Doses[i] - Doses[i - 1]) * (Percents[i] + Percents[i - 1]) / 200);
    }

    /// <summary>The frame of reference of the structure set; the dose's file names none.</summary>
    private static readonly FrameOfReferenceUid Frame = new("1.2.840.113619.2.55.3.671756986.106.1316467036.462.11505.1");

    /// <summary>The dose, Gy.</summary>
    public DoseGrid Dose()
    {
        var bytes = File.ReadAllBytes(Path.Combine(folder, "EclipseProstate_Dose.nrrd"));
        var end = bytes.AsSpan().IndexOf("\n\n"u8);
        var header = Encoding.ASCII.GetString(bytes, 0, end).Split('\n')
            .Where(line => line.Contains(": ", StringComparison.Ordinal))
            .ToDictionary(line => line[..line.IndexOf(':', StringComparison.Ordinal)], line => line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..].Trim(), StringComparer.Ordinal);
        if (header["encoding"] != "gzip" || header["type"] != "float" || header["space directions"] != "(2.5,0,0) (0,2.5,0) (0,0,2.5)")
            throw new InvalidDataException("The dose of the Eclipse prostate is another file than the one that is known.");
        int[] sizes = [.. header["sizes"].Split(' ').Select(s => int.Parse(s, CultureInfo.InvariantCulture))];
        double[] origin = [.. header["space origin"].Trim('(', ')').Split(',').Select(Number)];
        var values = new float[sizes[0] * sizes[1] * sizes[2]];
        using GZipStream packed = new(new MemoryStream(bytes, end + 2, bytes.Length - end - 2), CompressionMode.Decompress);
        packed.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        return new(
            Frame,
            new(origin[0], origin[1], origin[2]),
            new(1, 0, 0),
            new(0, 1, 0),
            2.5,
            2.5,
            [.. Enumerable.Range(0, sizes[2]).Select(k => 2.5 * k)],
            sizes[0],
            sizes[1],
            values);
    }

    /// <summary>The dose between two of its heights alone, so that what a structure has beyond them does not count.</summary>
    public static DoseGrid Between(DoseGrid dose, double low, double high)
    {
        List<double> offsets = [.. dose.PlaneOffsets.Select(o => dose.Origin.Z + o).Where(z => z > low && z < high)];
        offsets.Insert(0, low);
        offsets.Add(high);
        List<float> values = [];
        foreach (var z in offsets)
        {
            for (var row = 0; row < dose.Rows; row++)
            {
                for (var column = 0; column < dose.Columns; column++)
                {
                    var point = dose.PointOf(0, row, column);
                    values.Add((float)dose.At(point with { Z = z }));
                }
            }
        }

        return new(
            dose.FrameOfReference, dose.Origin, dose.ColumnDirection, dose.RowDirection, dose.ColumnSpacing, dose.RowSpacing,
            [.. offsets.Select(z => z - dose.Origin.Z)], dose.Columns, dose.Rows, [.. values]);
    }

    /// <summary>The structures that have a volume, by their names without spaces.</summary>
    public Dictionary<string, Roi> Structures() =>
        DrawnPlanesOnly.Read(Path.Combine(folder, "RS.1.2.246.352.71.4.2088656855.2404649.20110920153449.dcm"), Frame);

    /// <summary>Eclipse's histograms.</summary>
    public List<Histogram> Histograms()
    {
        var lines = File.ReadAllLines(Path.Combine(folder, "EclipseProstate_DvhTable_Eclipse.csv"));
        var heads = lines[0].Split(',');
        List<Histogram> found = [];
        for (var column = 0; column + 1 < heads.Length; column += 2)
        {
            if (!heads[column].EndsWith("_DvhArray Dose (Gy)", StringComparison.Ordinal)) continue;
            var name = heads[column][..^"_DvhArray Dose (Gy)".Length];
            var volume = heads[column + 1].Split("% of ")[1].Split(' ')[0];
            var points = lines.Skip(1).Select(line => line.Split(','))
                .Where(cells => cells.Length > column + 1 && cells[column].Length > 0 && cells[column + 1].Length > 0)
                .Select(cells => (Dose: Number(cells[column]), Percent: Number(cells[column + 1]))).ToArray();
            found.Add(new(name, Number(volume), [.. points.Select(p => p.Dose)], [.. points.Select(p => p.Percent)]));
        }

        return found;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
