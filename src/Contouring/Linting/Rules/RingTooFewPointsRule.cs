namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Closed contour of one or two points.</summary>
internal sealed class RingTooFewPointsRule() : LintRule(
    "ring-too-few-points",
    "Closed contour of one or two points",
    "Such a contour encloses nothing. It comes of masks with single pixels; readers drop it, warn, or stop.",
    LintSeverity.Error,
    "DICOM PS3.3 C.8.8.6.1 (CLOSED_PLANAR: a polygon). qurit/rt-utils issues 16 and 87, pull requests 105 and 134: a planning system, not named, warned of corrupt data; others fail on it")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var contour in set.Contours.Where(contour => contour is { IsClosed: true, IsPoints: true, DistinctPoints: < 3 }))
            sink.Add(contour.Place.At(DicomTag.ContourData), $"A {contour.Type} contour has {contour.DistinctPoints} different point(s).");
    }
}
