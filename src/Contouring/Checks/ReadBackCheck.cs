using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>What was derived is what was written: area, pieces and holes of every plane, read back from the bytes.</summary>
internal sealed class ReadBackCheck : ICaseCheck
{
    // Where rounding makes points of a ring fall together, a small piece loses more than the limit's share.
    private const double RoundingArea = 0.05;

    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        var limit = context.Limit(CheckLimitNames.ReadBackAreaPercent);
        foreach (var added in context.Added())
        {
            var (worst, z, fault) = Compare(added, context, limit);
            var unions = NestedRings(context, added.RoiName);
            var holds = fault is null && unions is null;
            yield return new CheckResult(
                $"read-back-{added.Name}",
                $"{added.RoiName} in the written object is what was derived",
                holds ? Severity.Information : Severity.Failure,
                $"areas differ by at most {Verdicts.Number(worst, 4)} %",
                $"<= {Verdicts.Number(limit)} % on every plane, the same pieces and holes, no nested rings",
                fault ?? unions ?? "Every plane has the derived area, pieces and holes, also for a reader that fills nested rings.",
                Verdicts.Specification,
                added.RoiName,
                holds ? null : z);
        }
    }

    private static (double Worst, double? Z, string? Fault) Compare(AddedStructure added, CheckContext context, double limit)
    {
        var written = context.Written.Structures[added.RoiName];
        var areas = written.Regions.Zip(context.Written.Rois[added.RoiName].Planes).ToDictionary(pair => pair.First.Z, pair => pair.Second.Area);
        var (worst, worstZ) = (0.0, (double?)null);
        foreach (var z in added.Geometry.Regions.Concat(written.Regions).Select(region => region.Z).Distinct().Order())
        {
            if (added.Geometry.RegionAt(z) is not { } before) return (worst, z, $"z = {z:0.00} mm is written, and nothing was derived there.");
            if (written.RegionAt(z) is not { } after) return (worst, z, $"z = {z:0.00} mm was derived and is not written.");
            if (Count(before) != Count(after)) return (worst, z, $"Pieces or holes differ at z = {z:0.00} mm.");
            var (area, readBack) = (RoundedArea(before), areas[z]);
            var difference = Math.Abs(area - readBack);
            var percent = 100 * difference / area;
            if (difference > RoundingArea && percent > limit) return (percent, z, $"The area at z = {z:0.00} mm differs by {Verdicts.Number(percent, 3)} %.");
            if (percent > worst) (worst, worstZ) = (percent, z);
        }

        return (worst, worstZ, null);
    }

    // Points are written to 0.01 mm. On a straight edge along an axis that moves the whole edge, and the area of a
    // slender structure by more than the limit: so the rounding is made here as well, in its own words.
    private static double RoundedArea(PlanarRegion region) =>
        region.Rings.Sum(ring => new Ring([.. ring.Points.Select(point => new PlanePoint(
            Math.Round(point.X, 2, MidpointRounding.AwayFromZero), Math.Round(point.Y, 2, MidpointRounding.AwayFromZero)))]).SignedArea);

    private static (int Pieces, int Holes) Count(PlanarRegion region) =>
        (region.Rings.Count(ring => ring.SignedArea > 0), region.Rings.Count(ring => ring.SignedArea < 0));

    // A part with its holes is one contour; more contours than parts lie within each other.
    private static string? NestedRings(CheckContext context, string roiName)
    {
        if (context.Protocol.Holes != HoleEncoding.Keyhole) return null;
        var plane = context.Written.Rois[roiName].Planes.FirstOrDefault(plane => plane.Contours > plane.Parts);
        return plane is null ? null : $"Rings at z = {plane.Z:0.00} mm lie within each other: some readers would fill the hole.";
    }
}
