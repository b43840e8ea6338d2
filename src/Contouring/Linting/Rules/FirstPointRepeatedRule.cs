namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>First point repeated as the last.</summary>
internal sealed class FirstPointRepeatedRule() : LintRule(
    "first-point-repeated",
    "First point repeated as the last",
    "A closed contour closes itself. A repeated point makes an edge of no length, on which normals, offsets and point counts go wrong.",
    LintSeverity.Warning)
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var contour in set.Contours.Where(contour => contour is { IsClosed: true, RepeatsFirstPoint: true }))
            sink.Add(contour.Place.At(DicomTag.ContourData), "The last point is the first one again.");
    }
}
