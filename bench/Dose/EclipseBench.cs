using ContourFlow.Contouring.Tests.Dose;
using ContourFlow.Geometry.Dose;

namespace ContourFlow.Bench.Dose;

/// <summary>A clinical plan's structures beside the histograms that Eclipse computed of them.</summary>
internal static class EclipseBench
{
    public static void Run(string data)
    {
        EclipseProstate prostate = new(Path.Combine(data, "eclipse-prostate"));
        var dose = prostate.Dose();
        var structures = prostate.Structures();
        Console.WriteLine("### A prostate plan of 46 Gy, beside Eclipse 8.1's own histograms\n");
        Console.WriteLine("ContourFlow and Eclipse; in brackets ContourFlow between the outermost contours alone, without the half slices beyond them.\n");
        Console.WriteLine("| structure | volume cm³ | D2 % Gy | D50 % Gy | D98 % Gy | mean Gy |\n|---|---|---|---|---|---|");
        foreach (var histogram in prostate.Histograms())
        {
            var structure = structures[histogram.Name].Geometry!;
            var found = DoseVolumes.Of(structure, dose).Nominal;
            var cut = DoseVolumes.Of(structure, EclipseProstate.Between(dose, structure.Regions[0].Z, structure.Regions[^1].Z)).Nominal;
            Console.WriteLine(
                $"| {histogram.Name} | {found.Volume / 1000:0.0}, {histogram.VolumeCc:0.0} ({(cut.Volume - cut.Outside) / 1000:0.0}) | {Figure(histogram.DoseToPercent(2), d => d.DoseToPercent(2))} | "
                + $"{Figure(histogram.DoseToPercent(50), d => d.DoseToPercent(50))} | {Figure(histogram.DoseToPercent(98), d => d.DoseToPercent(98))} | {Figure(histogram.Mean, d => d.Mean)} |");

            string Figure(double eclipse, Func<DoseVolume, double> figure) => $"{figure(found):0.00}, {eclipse:0.00} ({figure(cut):0.00})";
        }

        Console.WriteLine();
    }
}
