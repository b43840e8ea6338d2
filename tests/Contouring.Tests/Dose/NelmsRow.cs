using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.Dose;
using ContourFlow.Geometry.Dose;

namespace ContourFlow.Contouring.Tests.Dose;

/// <summary>
/// One row of the analytical figures of Nelms et al., Med Phys 42 (2015) 4435: a sphere or a cylinder drawn at a spacing, in a
/// dose that falls linearly from Anterior to Posterior (1 Gy a millimetre) on a grid of a spacing.
/// </summary>
/// <param name="Structure">Name of the structure and of its file.</param>
/// <param name="Spacing">As the file says it: distance of the planes.</param>
/// <param name="DoseVoxel">As the file says it: distance of the dose's points, mm.</param>
/// <param name="VolumeCc">Volume with half a slice beyond the outermost planes, cm³.</param>
/// <param name="Doses">Minimum, maximum, mean, D99%, D95%, D5%, D1%, D0.03cc, cGy.</param>
internal sealed record NelmsRow(string Structure, string Spacing, string DoseVoxel, double VolumeCc, ImmutableArray<double> Doses)
{
    /// <summary>What <see cref="Doses"/> are.</summary>
    public static readonly string[] Figures = ["min", "max", "mean", "D99%", "D95%", "D5%", "D1%", "D0.03cc"];

    /// <summary>Whether the data set holds the dose of this row: it has none of 0.4×0.2×0.4 mm.</summary>
    public bool HasDose => !DoseVoxel.Contains('x', StringComparison.Ordinal);

    /// <summary>The file of the dose, below the data set's folder.</summary>
    public string DoseFile => $"DOSE/Linear_AntPost_{DoseVoxel}mm_Aligned.dcm";

    /// <summary>The file of the structure, below the data set's folder.</summary>
    public string StructureFile => $"STRUCTURES/{Structure}.dcm";

    /// <summary>All rows.</summary>
    public static ImmutableArray<NelmsRow> All(string folder) =>
    [
        .. File.ReadLines(Path.Combine(folder, "ANALYTICAL/d_points_sphere_cylinder_AP.csv")).Skip(1)
            .Select(line => line.Split(','))
            .Select(cells => new NelmsRow(cells[0], cells[1], cells[3], Number(cells[5]), [.. cells[6..].Select(Number)])),
    ];

    /// <summary>ContourFlow's figures of the row: volume in cm³, doses in cGy.</summary>
    public (double VolumeCc, double[] Doses) Measure(string folder)
    {
        var dose = RtDoseReader.Read(DicomFile.Open(Path.Combine(folder, DoseFile)).Dataset).Grid;
        var roi = DrawnPlanesOnly.Read(Path.Combine(folder, StructureFile), dose.FrameOfReference)[Structure];
        var found = DoseVolumes.Of(roi.Geometry!, dose).Nominal;
        double[] gray =
        [
            found.Minimum, found.Maximum, found.Mean, found.DoseToPercent(99), found.DoseToPercent(95), found.DoseToPercent(5),
            found.DoseToPercent(1), found.DoseToVolume(30),
        ];
        return (found.Volume / 1000, [.. gray.Select(d => 100 * d)]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
