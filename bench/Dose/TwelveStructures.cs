using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Dose;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Bench.Dose;

/// <summary>A plan of one lumbar vertebra: 12 structures from the cord to a body of 32 litres on 1.25 mm slices, dose on 2.5 mm.</summary>
internal sealed class TwelveStructures
{
    private const double Slice = 1.25;
    private static readonly FrameOfReferenceUid Frame = new("1.2.3");
    private static readonly PlaneGrid Planes = new(Frame, PlaneAxes.Axial, [.. Enumerable.Range(0, 337).Select(i => -210 + (i * Slice))]);

    public TwelveStructures()
    {
        var vertebra = Vertebra.Lumbar.At(0, 40, 0);
        var ctv = Drawn(vertebra.Section, 0.7);
        var canal = Drawn(z => Math.Abs(z) < 60 ? Ellipse(z, 0, 40 + Vertebra.Lumbar.CanalY, 11.5, 8.5) : null, 0.7);
        var cord = Drawn(z => Math.Abs(z) < 60 ? Ellipse(z, 0, 40 + Vertebra.Lumbar.CanalY, 6, 4) : null, 0.7);
        var ptv = MarginGrowth.Grow(ctv, TruthShapes.Ptv);
        Structures =
        [
            ("CTV", ctv),
            ("PTV", ptv),
            ("PTV_Eval", StructureBooleans.Difference(ptv, canal)),
            ("SpinalCanal", canal),
            ("SpinalCord", cord),
            ("SpinalCord_PRV02", MarginGrowth.Grow(cord, TruthShapes.Prv)),
            ("Lung_L", Drawn(Ellipsoid(85, -10, 90, 55, 80, 110), 2)),
            ("Lung_R", Drawn(Ellipsoid(-85, -10, 90, 55, 80, 110), 2)),
            ("Liver", Drawn(Ellipsoid(-70, -20, -40, 85, 70, 60), 2)),
            ("Kidney_L", Drawn(Ellipsoid(65, 35, -20, 28, 26, 55), 1.5)),
            ("Kidney_R", Drawn(Ellipsoid(-65, 35, -20, 28, 26, 55), 1.5)),
            ("Body", Drawn(z => Math.Abs(z) < 200 ? Ellipse(z, 0, 0, 190 + (10 * Math.Sin(z / 40)), 125) : null, 2)),
        ];
        Dose = new(
            Frame, Origin, new(1, 0, 0), new(0, 1, 0), Spacing, Spacing, [.. Enumerable.Range(0, Count.Planes).Select(i => i * Spacing)], Count.Columns, Count.Rows, Values());
    }

    public ImmutableArray<(string Name, Structure Structure)> Structures { get; }

    public DoseGrid Dose { get; }

    private static double Spacing => 2.5;

    private static PatientPoint Origin => new(-215, -140, -215);

    private static (int Planes, int Rows, int Columns) Count => (173, 113, 173);

    /// <summary>Writes the case for another program: polygons as JSON, dose as raw floats.</summary>
    public void Write(string folder)
    {
        using StreamWriter file = new(Path.Combine(folder, "case.json"));
        file.Write(string.Create(CultureInfo.InvariantCulture, $"{{\"thickness\":{Slice},\"spacing\":{Spacing},\"planes\":{Count.Planes},\"rows\":{Count.Rows},\"columns\":{Count.Columns},\"origin\":[{Origin.X},{Origin.Y},{Origin.Z}],\"structures\":["));
        file.Write(string.Join(',', Structures.Select(s => $"{{\"name\":\"{s.Name}\",\"planes\":[{string.Join(',', s.Structure.Regions.Select(Json))}]}}")));
        file.Write("]}");
        using var dose = File.Create(Path.Combine(folder, "dose.raw"));
        dose.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Dose.Values));
    }

    private static string Json(PlanarRegion region) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"z\":{region.Z},\"rings\":[{string.Join(',', region.Rings.Select(ring => $"[{string.Join(',', ring.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"[{p.X:0.00},{p.Y:0.00}]")))}]"))}]}}");

    // High in the vertebra, with a fall of about 3 Gy a millimetre towards the canal, and a low bath around.
    private static float[] Values()
    {
        var values = new float[Count.Planes * Count.Rows * Count.Columns];
        for (var i = 0; i < values.Length; i++)
        {
            var x = Origin.X + (i % Count.Columns * Spacing);
            var y = Origin.Y + (i / Count.Columns % Count.Rows * Spacing);
            var z = Origin.Z + (i / (Count.Columns * Count.Rows) * Spacing);
            var target = Math.Sqrt((x * x / 900) + ((y - 42) * (y - 42) / 500) + (z * z / 400));
            var canal = Math.Sqrt((x * x / 132) + ((y - 40 - Vertebra.Lumbar.CanalY) * (y - 40 - Vertebra.Lumbar.CanalY) / 72));
            values[i] = (float)((38 / (1 + Math.Exp(8 * (target - 1.1))) * (1 - (0.55 * Math.Exp(-canal * canal)))) + (6 * Math.Exp(-((x * x) + (y * y)) / 12_000)));
        }

        return values;
    }

    private static Func<double, PlanarRegion?> Ellipsoid(double x, double y, double z, double a, double b, double c) => at =>
    {
        var part = 1 - ((at - z) * (at - z) / (c * c));
        return part > 0.001 ? Ellipse(at, x, y, a * Math.Sqrt(part), b * Math.Sqrt(part)) : null;
    };

    private static PlanarRegion Ellipse(double z, double x, double y, double a, double b) => new(z,
    [
        new Ring([.. Enumerable.Range(0, 2000).Select(i => Math.Tau * i / 2000).Select(t => new PlanePoint(x + (a * Math.Cos(t)), y + (b * Math.Sin(t))))]),
    ]);

    // As a person draws: points at a distance, hundredths of a millimetre.
    private static Structure Drawn(Func<double, PlanarRegion?> section, double distance) => new(Planes,
    [
        .. Planes.Positions.Select(section).OfType<PlanarRegion>()
            .Select(region => CanonicalRegion.Of(region.Z, region.Rings.Select(ring => Thinned(ring, distance)).OfType<Ring>()))
            .OfType<PlanarRegion>(),
    ]);

    private static Ring? Thinned(Ring ring, double distance)
    {
        List<PlanePoint> points = [];
        foreach (var point in ring.Points)
        {
            if (points.Count > 0 && Math.Sqrt(Math.Pow(point.X - points[^1].X, 2) + Math.Pow(point.Y - points[^1].Y, 2)) < distance) continue;
            points.Add(new(Math.Round(point.X, 2), Math.Round(point.Y, 2)));
        }

        return points.Count >= 3 ? new([.. points]) : null;
    }
}
