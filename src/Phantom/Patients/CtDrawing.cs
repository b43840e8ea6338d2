using System.Collections.Immutable;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Phantom.Patients;

/// <summary>The structures of the planning CT: exact sections of the anatomy at its planes, and what they derive to.</summary>
internal sealed class CtDrawing
{
    private const double Ladder = 0.4;
    private static readonly LevelContourOptions Fine = new(0.6, 0.003, Steepness: 4);
    private static readonly LevelContourOptions Coarse = new(1, 0.006, Steepness: 1);
    private readonly SectionUnion ctvSum;
    private readonly SpineAnatomy anatomy;
    private readonly CtScan ct;
    private readonly PhantomOptions options;
    private readonly ParallelOptions parallel;

    public CtDrawing(SpineAnatomy anatomy, CtScan ct, PhantomOptions options)
    {
        this.anatomy = anatomy;
        this.ct = ct;
        this.options = options;
        parallel = new() { MaxDegreeOfParallelism = options.MaximumDegreeOfParallelism ?? -1 };
        var isSacral = options.Site == SpineSite.Sacral;
        (double, double) tube = isSacral ? (-76, 48) : (-56, 56);
        Ctv = SolidOf(anatomy.Ctv, anatomy.TargetReach);
        ctvSum = new(Ctv, Ladder, Coarse);
        List<Item> items =
        [
            new("GTV", "GTV", [255, 220, 0], SolidOf(anatomy.Gtv, anatomy.TargetReach)),
            new($"CTV_{anatomy.Level}", "CTV", [255, 80, 80], Ctv),
        ];
        if (options.Site == SpineSite.Thoracic)
            items.Add(new("SpinalCord", "ORGAN", [255, 130, 255], Cord = SolidOf(anatomy.Cord, OnPlanes(tube))));
        items.Add(new("ThecalSac", "ORGAN", [80, 160, 255], SolidOf(anatomy.Sac, OnPlanes(isSacral ? (-40, 48) : tube))));
        items.Add(new(isSacral ? "SacralCanal" : "SpinalCanal", "ORGAN", [80, 230, 80], SolidOf(anatomy.Canal, OnPlanes(tube))));
        if (isSacral) items.Add(new("SacralForamina", "ORGAN", [0, 220, 220], SolidOf(anatomy.Foramina, (-92, 3))));
        Structures =
        [
            Body(),
            .. items.Select(Draw),
        ];
        Structures = [.. Structures.Where(s => !options.WithoutStructures.Contains(s.Name, StringComparer.Ordinal))];
    }

    /// <summary>All ROIs in the order of the structure set.</summary>
    public ImmutableArray<DrawnStructure> Structures { get; }

    private ImplicitSolid Ctv { get; }

    private ImplicitSolid? Cord { get; }

    /// <summary>Volumes of PTV, PTV_Eval and, where there is a cord, its PRV, on the CT's planes.</summary>
    public ImmutableArray<ExpectedTruth> Expected()
    {
        var ptv = PatientMargins.InPlaneAndAxial(2, 5);
        var sum = Sum(ctvSum, ptv, Ctv);
        var away = options.Site == SpineSite.Sacral ? "SacralCanal and SacralForamina" : "SpinalCanal";
        List<ExpectedTruth> expected =
        [
            new("PTV", $"CTV_{anatomy.Level} + 2 mm in axial planes, 5 mm Superior and Inferior", Cc(sum.Whole)),
            new("PTV_Eval", $"PTV without {away}", Cc(sum.Outside)),
        ];
        if (Cord is not null)
            expected.Add(new("SpinalCord_PRV02", "SpinalCord + 2 mm", Cc(Sum(new(Cord, Ladder, Coarse), PatientMargins.Uniform(2), Cord).Whole)));
        return [.. expected];
    }

    private static double Cc(double cubicMillimetres) => Math.Round(cubicMillimetres / 1000, 4);

    private (double Whole, double Outside) Sum(SectionUnion union, PatientMargins margins, ImplicitSolid solid)
    {
        var areas = new (double Whole, double Outside)[ct.Positions.Length];
        var lowest = solid.Inferior - margins.Inferior;
        var highest = solid.Superior + margins.Superior;
        Parallel.For(0, areas.Length, parallel, i =>
        {
            var z = ct.Positions[i] - anatomy.Origin.Z;
            if (z <= lowest || z >= highest || union.Section(z, margins) is not { } section) return;
            var thickness = Thickness(i);
            areas[i].Whole = Rings.Area(section) * thickness;
            if (solid != Ctv) return;

            // Exact sections are polygons already: their distance is cheaper than asking the union again.
            SectionDistance distance = new(section);
            var outside = LevelContour.Of(
                z,
                (x, y) => Math.Max(distance.SignedDistance(x, y), -Math.Min(anatomy.Canal(x, y, z), anatomy.Foramina(x, y, z))),
                distance.Bounds!.Value,
                Fine);
            areas[i].Outside = Rings.Area(outside) * thickness;
        });
        return (areas.Sum(a => a.Whole), areas.Sum(a => a.Outside));
    }

    /// <summary>A tube cut half a slice beyond the first and last plane that it is drawn on.</summary>
    private (double Inferior, double Superior) OnPlanes((double Inferior, double Superior) wanted)
    {
        var local = ct.Positions.Select(z => z - anatomy.Origin.Z).ToArray();
        var margin = Math.Min(3, local.Length / 8);
        var within = local[margin..^margin].Where(z => z >= wanted.Inferior && z <= wanted.Superior).ToArray();
        return within.Length == 0 ? wanted : (within[0] - (options.SliceSpacing / 2), within[^1] + (options.SliceSpacing / 2));
    }

    private ImplicitSolid SolidOf(Func<double, double, double, double> level, (double Inferior, double Superior) reach) => new(
        "part", level, reach.Inferior, reach.Superior, anatomy.Around, Fine);

    private DrawnStructure Draw(Item item)
    {
        var sections = new PlanarRegion?[ct.Positions.Length];
        Parallel.For(0, sections.Length, parallel, i => sections[i] = item.Solid.Section(ct.Positions[i] - anatomy.Origin.Z));
        double? volume = options.IncludeExpectedVolumes ? Volume(item.Solid) : null;
        return Drawn(item.Name, item.Type, item.Colour, sections, 0.7, volume);
    }

    private DrawnStructure Body()
    {
        var sections = new PlanarRegion?[ct.Positions.Length];
        Parallel.For(0, sections.Length, parallel, i =>
        {
            var z = ct.Positions[i] - anatomy.Origin.Z;
            sections[i] = LevelContour.Of(
                z, (x, y) => anatomy.Body(x, y, z), new(-220, -170, 220, 130), new(4, 0.01, Steepness: 3));
        });
        return Drawn("Body", "EXTERNAL", [200, 200, 200], sections, 3, null);
    }

    private DrawnStructure Drawn(
        string name, string type, ImmutableArray<int> colour, PlanarRegion?[] sections, double density, double? solidVolume)
    {
        var contours = ImmutableArray.CreateBuilder<DrawnContour>();
        var volume = 0.0;
        for (var i = 0; i < sections.Length; i++)
        {
            if (sections[i] is not { } section) continue;
            foreach (var ring in section.Rings)
            {
                Ring moved = new([.. ring.Points.Select(p => new PlanePoint(p.X + anatomy.Origin.X, p.Y + anatomy.Origin.Y))]);
                var points = ContourDrawing.Draw(moved, density);
                if (points.Length < 3) continue;
                volume += new Ring(points).SignedArea * Thickness(i);
                contours.Add(new(i, [.. points.Select(p => new PatientPoint(p.X, p.Y, ct.Positions[i]))]));
            }
        }

        return new(name, type, colour, contours.ToImmutable(), solidVolume, volume);
    }

    private double Volume(ImplicitSolid solid)
    {
        if (solid == Ctv) return ctvSum.SolidVolume();
        const int Intervals = 60;
        var step = (solid.Superior - solid.Inferior) / Intervals;
        var areas = new double[Intervals];
        Parallel.For(0, Intervals, parallel, i => areas[i] = Rings.Area(solid.Section(solid.Inferior + ((i + 0.5) * step))) * step);
        return areas.Sum();
    }

    private double Thickness(int plane) => ct.Positions.Length > 1 ? ct.Grid!.Thickness(plane) : options.SliceSpacing;

    private sealed record Item(string Name, string Type, ImmutableArray<int> Colour, ImplicitSolid Solid);
}
