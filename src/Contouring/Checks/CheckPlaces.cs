using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>Points to look at: where on a plane a check means.</summary>
internal static class CheckPlaces
{
    // Outlines that share a border are written to 0.01 mm.
    private const double Touching = 0.05;

    /// <summary>A point in a region: its centroid, or where that lies outside (a ring, a horseshoe) the corner nearest to it.</summary>
    public static PatientPoint In(PlanarRegion region)
    {
        var centroid = RegionMeasures.Centroid(region);
        if (!double.IsFinite(centroid.X) || !double.IsFinite(centroid.Y) || !RegionMeasures.Contains(region, centroid))
        {
            var aim = double.IsFinite(centroid.X) && double.IsFinite(centroid.Y) ? centroid : region.Rings[0].Points[0];
            centroid = region.Rings.SelectMany(ring => ring.Points).MinBy(point => double.Hypot(point.X - aim.X, point.Y - aim.Y));
        }

        return new(centroid.X, centroid.Y, region.Z);
    }

    /// <summary>A point where a structure is largest; null for an empty one.</summary>
    public static PatientPoint? Largest(Structure structure) => structure.IsEmpty ? null : In(structure.Regions.MaxBy(RegionMeasures.Area)!);

    /// <summary>A point of a structure on a plane; null where it has none there.</summary>
    public static PatientPoint? OnPlane(Structure? structure, double? z) => z is { } plane && structure?.RegionAt(plane) is { } region ? In(region) : null;

    /// <summary>
    /// Where two structures touch, on the plane nearest to the middle of those that both are on; where they touch nowhere, the corner of the first
    /// that is nearest to the other. Null where no plane has both.
    /// </summary>
    public static PatientPoint? WhereTheyMeet(Structure one, Structure other)
    {
        var common = one.Regions.Where(region => other.RegionAt(region.Z) is not null).ToList();
        (double Distance, PatientPoint Point)? nearest = null;
        foreach (var region in common.Select((region, i) => (region, Off: Math.Abs(i - ((common.Count - 1) / 2.0)))).OrderBy(pair => pair.Off).Select(pair => pair.region))
        {
            var gauge = new RegionGauge(other.RegionAt(region.Z)!);
            foreach (var point in region.Rings.SelectMany(ring => ring.Points))
            {
                var distance = gauge.Distance(point);
                if (nearest is null || distance < nearest.Value.Distance) nearest = (distance, new(point.X, point.Y, region.Z));
            }

            if (nearest!.Value.Distance <= Touching) break;
        }

        return nearest?.Point;
    }

    /// <summary>A check that knows its plane and no place on it gets a point of its structure there, as written or drawn.</summary>
    public static CheckResult Placed(CheckResult check, CheckContext context) =>
        check.Place is null && check.RoiName is { } name && OnPlane(Named(context, name), check.Z) is { } place ? check with { Place = place } : check;

    private static Structure? Named(CheckContext context, string roiName) =>
        context.Written.Structures.GetValueOrDefault(roiName)
        ?? context.Derivation.Inputs.FirstOrDefault(input => input.RoiName == roiName)?.Geometry;
}
