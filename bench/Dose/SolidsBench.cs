using ContourFlow.Geometry.Dose;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Tests.Dose;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Bench.Dose;

/// <summary>D-values of nine exact solids in a dose of 3 Gy a millimetre, planes and dose grid at random phases.</summary>
internal static class SolidsBench
{
    private const double PerMillimetre = 3;
    private const int Slices = 800;

    private static readonly (string Name, PatientVector[] Directions)[] Gradients =
    [
        ("within the planes", [new(1, 0, 0), new(0, 1, 0)]),
        ("oblique", [new(0.48, 0.6, 0.64), new(-0.6, 0.64, 0.48)]),
        ("along Z", [new(0, 0, 1)]),
    ];

    public static void Run(int phases)
    {
        PatientPoint centre = new(3.21, -45.67, 89.1);
        foreach (var spacing in new[] { 1.25, 2.5 })
        {
            Random random = new(20250106);
            Console.WriteLine($"### Nine exact solids, {spacing} mm slices, dose grid 2.5 mm, {phases} phases\n");
            Console.WriteLine("Volume %: mean and worst. D2, D50, D90, D95, D98 %, D0.03cc and mean, error over gradient in mm: mean (worst); minimum and maximum: worst.\n");
            Console.WriteLine($"| solid | volume % | {string.Join(" | ", Gradients.Select(g => $"{g.Name} | extremes"))} |\n|---|---|{string.Concat(Gradients.Select(_ => "---|---|"))}");
            foreach (var shape in TruthShapes.All(centre)) Console.WriteLine(Row(shape.Solid, centre, spacing, phases, random));
            Console.WriteLine();
        }
    }

    private static string Row(Solid solid, PatientPoint centre, double spacing, int phases, Random random)
    {
        var sections = LinearDose.Sections(solid, Slices);
        var values = Gradients.Select(_ => (Figures: new List<double>(), Extremes: new List<double>())).ToArray();
        List<double> volumes = [];
        for (var phase = 0; phase < phases; phase++)
        {
            // Where a flat end lies between two planes no contour tells: the solids that have such ends get planes half a slice off them.
            var flat = solid.Name is "cylinder" or "cord";
            var drawn = Doses.Drawn(solid, spacing, flat ? 0.5 : random.NextDouble());
            PatientVector shift = new(random.NextDouble(), random.NextDouble(), random.NextDouble());
            for (var i = 0; i < Gradients.Length; i++)
            {
                foreach (var direction in Gradients[i].Directions)
                {
                    LinearDose truth = new(sections, (solid.Superior - solid.Inferior) / Slices, centre + new PatientVector(0, 0, -200), direction * PerMillimetre);
                    var found = DoseVolumes.Of(drawn, Doses.Grid(centre + shift, 55, 2.5, truth.At)).Nominal;
                    foreach (var percent in new[] { 2, 50, 90, 95, 98 })
                        values[i].Figures.Add(Math.Abs(found.DoseToPercent(percent) - truth.DoseTo(truth.Volume * percent / 100)) / PerMillimetre);
                    values[i].Figures.Add(Math.Abs(found.DoseToVolume(30) - truth.DoseTo(30)) / PerMillimetre);
                    values[i].Figures.Add(Math.Abs(found.Mean - truth.Mean) / PerMillimetre);
                    values[i].Extremes.Add(Math.Abs(found.Minimum - truth.Minimum) / PerMillimetre);
                    values[i].Extremes.Add(Math.Abs(found.Maximum - truth.Maximum) / PerMillimetre);
                    volumes.Add(100 * ((found.Volume / truth.Volume) - 1));
                }
            }
        }

        var cells = values.Select(v => $"{v.Figures.Average():0.000} ({v.Figures.Max():0.000}) | {v.Extremes.Max():0.00}");
        return $"| {solid.Name} | {volumes.Average():+0.00;-0.00}, {volumes.MaxBy(Math.Abs):+0.00;-0.00} | {string.Join(" | ", cells)} |";
    }
}
