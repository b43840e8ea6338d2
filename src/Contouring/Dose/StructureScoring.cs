using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.Reporting;
using ContourFlow.Geometry.Dose;
using ContourFlow.Geometry.Structures;
using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.Dose;

/// <summary>The dose in a structure, as it is reckoned on with and as it is told.</summary>
/// <param name="Roi">The ROI.</param>
/// <param name="Dose">Its distribution; null where it has none.</param>
/// <param name="Scored">As it is told.</param>
internal sealed record StructureInDose(Roi Roi, StructureDose? Dose, ScoredStructure Scored)
{
    /// <summary>What its figures rest on besides what is drawn, for each line that is of it; null where nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>Whether some of it lies outside the dose grid.</summary>
    public bool ReachesOutside => Dose is { Nominal: { } nominal } && nominal.Outside > StructureScoring.Negligible * nominal.Volume;
}

/// <summary>Works out the dose in every structure that has contours.</summary>
internal sealed class StructureScoring(DoseGrid dose, DoseRules rules, DoseScoringOptions options, ScoredGaps gaps, CancellationToken cancellationToken)
{
    /// <summary>The part of a volume that rounding may put outside a grid that ends where the structure does.</summary>
    public const double Negligible = 1e-6;

    private const double CurveStep = 0.1;

    // A CT shows half a metre, at most about one; what reaches further is a stray point, and a lattice over it would fill the memory.
    private const double MostExtent = 1500;

    /// <summary>The structures in the structure set's order.</summary>
    public ImmutableArray<StructureInDose> Score(PlanningStructureSet set, ImmutableDictionary<string, ImmutableArray<Roi>> named)
    {
        var names = named.Where(pair => pair.Value.Length == 1).ToLookup(pair => pair.Value[0], pair => pair.Key);
        var scored = ImmutableArray.CreateBuilder<StructureInDose>();
        foreach (var roi in set.Rois.Where(roi => roi.Fault is not null || roi.Geometry is { IsEmpty: false }))
        {
            cancellationToken.ThrowIfCancellationRequested();
            scored.Add(Score(roi, [.. names[roi].Order(StringComparer.Ordinal)]));
        }

        return scored.ToImmutable();
    }

    private StructureInDose Score(Roi roi, ImmutableArray<string> names)
    {
        var name = names.FirstOrDefault();
        if (roi.Geometry is not { } geometry) return new(roi, null, Without(roi, name, null, roi.Fault!.ReasonCode, roi.Fault.Message));
        if (Extent(geometry) is > MostExtent and var extent)
        {
            return new(roi, null, Without(roi, name, null, ReasonCodes.BadAttribute,
                $"Contours of '{roi.Name}' reach over {Say(extent)} mm, more than any patient: one of its points is stray. Correct it in the planning system."));
        }

        var drawn = gaps.Of(roi, geometry, names);
        if (drawn.Structure is not { } structure) return new(roi, null, Without(roi, name, null, ReasonCodes.RoiGap, drawn.Sentence!));
        return Score(roi, name, structure) with { Remark = drawn.Sentence };
    }

    private StructureInDose Score(Roi roi, string? name, Structure structure)
    {
        var found = DoseVolumes.Of(
            structure,
            dose,
            new() { SurfaceUncertainty = rules.SurfaceUncertainty, MaximumDegreeOfParallelism = options.MaximumDegreeOfParallelism },
            cancellationToken);
        var nominal = found.Nominal;
        var volume = ReportNumber.Cc(nominal.Volume);
        if (nominal.Outside > Negligible * nominal.Volume)
        {
            var outside = ReportNumber.Cc(nominal.Outside);
            return new(roi, found, Without(roi, name, volume, ReasonCodes.DoseOutsideGrid, OutsideSentence(roi, nominal)) with { OutsideCc = outside });
        }

        // So small that no sample fell into it.
        if (!(nominal.Volume > 0))
        {
            return new(roi, null, Without(roi, name, 0, ReasonCodes.DoseVolumeTooSmall,
                $"'{roi.Name}' is too small for a dose to be told in it. See that it is what it should be, or delete it."));
        }

        return new(roi, found, new(
            roi.Name, roi.Number, name, Colour(roi), volume, 0, nominal.Minimum, nominal.Maximum, nominal.Mean, CurveStep, Curve(nominal), null, null));
    }

    /// <summary>How much of a structure lies outside, in a sentence.</summary>
    public static string OutsideSentence(Roi roi, DoseVolume nominal) => string.Create(
        CultureInfo.InvariantCulture,
        $"{nominal.Outside / 1000:0.######} of {nominal.Volume / 1000:0.###} cm³ of '{roi.Name}' ({100 * nominal.Outside / nominal.Volume:0.####} %) lie outside the dose grid, where the dose is not known. Export a dose grid that holds it.");

    private static double Extent(Structure structure)
    {
        double leastX = double.PositiveInfinity, leastY = leastX, mostX = double.NegativeInfinity, mostY = mostX;
        foreach (var point in structure.Regions.SelectMany(region => region.Rings).SelectMany(ring => ring.Points))
        {
            (leastX, mostX) = (Math.Min(leastX, point.X), Math.Max(mostX, point.X));
            (leastY, mostY) = (Math.Min(leastY, point.Y), Math.Max(mostY, point.Y));
        }

        return Math.Max(mostX - leastX, mostY - leastY);
    }

    private static ScoredStructure Without(Roi roi, string? name, double? volume, string code, string sentence) =>
        new(roi.Name, roi.Number, name, Colour(roi), volume, null, null, null, null, CurveStep, [], code, sentence);

    private static string Colour(Roi roi) => (roi.Colour ?? new RgbColour(128, 128, 128)).ToString();

    private static ImmutableArray<double> Curve(DoseVolume dose)
    {
        var points = (int)Math.Floor(dose.Maximum / CurveStep) + 2;
        var curve = ImmutableArray.CreateBuilder<double>(points);
        for (var i = 0; i < points; i++)
            curve.Add(Math.Round(100 * dose.VolumeAtLeast(i * CurveStep) / dose.Volume, 4, MidpointRounding.AwayFromZero));
        return curve.MoveToImmutable();
    }
}
