using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Planes are missing within an ROI.</summary>
internal sealed class PlaneGapRule() : LintRule(
    "plane-gap",
    "Planes are missing within an ROI",
    "Some systems close a gap between contours, some leave it open: the canal of a missing plane is in the target, or not.",
    LintSeverity.Warning,
    "DICOM PS3.3 C.8.8.6.4 (Source Pixel Planes Characteristics tells which planes there are)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var roi in set.Planes.Where(plane => plane.Axis == 2).GroupBy(plane => (plane.Contours[0].Roi.Number, plane.Contours[0].Roi.Name)))
        {
            var owner = roi.First().Contours[0].Roi;
            var drawn = roi.Select(plane => plane.Position).Order().ToArray();
            foreach (var (low, high, missing) in ExpectedPlanes.Of(set, owner).Gaps(drawn))
                sink.Add(owner.Place with { Z = Math.Round(low, 3) }, $"{missing} plane(s) without a contour between z = {Say(low)} and {Say(high)} mm.");
        }
    }
}
