using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>
/// An MR whose drawings are used shows the whole PTV, and about a vertebra beyond: what was not imaged cannot have been
/// drawn (geometry specification 5; the trial's MR covers one vertebra beyond).
/// </summary>
internal sealed class MrCoverageCheck : ICaseCheck
{
    // One thoracic vertebra with its disc.
    private const double Vertebra = 24;

    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        if (context.WrittenPtv is not { IsEmpty: false } ptv) yield break;
        foreach (var group in context.Derivation.Brought.GroupBy(input => input.FromMr!.SeriesInstanceUid, StringComparer.Ordinal))
        {
            var mr = context.Case.MrSeries.First(series => string.Equals(series.SeriesInstanceUid, group.Key, StringComparison.Ordinal));
            var toMr = group.First().FromMr!.Pose.MrToCt.Inverse();
            var outside = ptv.Regions.Where(region => !Shows(mr, toMr, ptv, region, 0)).Select(region => region.Z).ToList();
            var beyond = outside.Count > 0 || !Shows(mr, toMr, ptv, ptv.Regions[0], -Vertebra) || !Shows(mr, toMr, ptv, ptv.Regions[^1], Vertebra);
            yield return new CheckResult(
                $"mr-coverage-{string.Join('-', group.Select(input => input.Definition.Name))}",
                "The MR that was drawn on shows the whole PTV",
                outside.Count > 0 ? Severity.Failure : beyond ? Severity.Warning : Severity.Information,
                outside.Count > 0 ? $"{outside.Count} of {ptv.Regions.Length} planes of the PTV are not whole on it" : beyond ? "the PTV, but not one vertebra beyond" : "the PTV and one vertebra beyond",
                "the PTV (else held), and one vertebra beyond both ends",
                outside.Count > 0
                    ? $"MR series {group.Key} does not show all of the PTV: what was not imaged there cannot have been drawn."
                    : beyond ? $"MR series {group.Key} ends close to the PTV." : "Everything that matters was imaged.",
                Verdicts.Specification,
                null,
                outside.Count > 0 ? outside[0] : null)
            {
                Place = CheckPlaces.OnPlane(ptv, outside.Count > 0 ? outside[0] : null),
            };
        }
    }

    // Whether every corner of the region's outline lies within the MR's voxels, the region moved along the patient.
    private static bool Shows(MrSeries mr, RigidTransform toMr, Structure ptv, PlanarRegion region, double along) =>
        region.Rings.All(ring => ring.Points.All(point => Holds(mr, toMr.Apply(ptv.Grid.Axes.ToPatient(point.X, point.Y, region.Z + along)))));

    private static bool Holds(MrSeries mr, PatientPoint point)
    {
        var plane = mr.Slices[0].Plane;
        var offset = point - plane.Position;
        var (_, _, height) = mr.Grid.Axes.FromPatient(point);
        var positions = mr.Grid.Positions;
        return Within(offset.Dot(plane.RowDirection) / plane.ColumnSpacing, plane.Columns)
            && Within(offset.Dot(plane.ColumnDirection) / plane.RowSpacing, plane.Rows)
            && height >= positions[0] - (mr.Grid.SpacingBelow(0) / 2)
            && height <= positions[^1] + (mr.Grid.SpacingAbove(positions.Length - 1) / 2);
    }

    private static bool Within(double index, int count) => index >= -0.5 && index <= count - 0.5;
}
