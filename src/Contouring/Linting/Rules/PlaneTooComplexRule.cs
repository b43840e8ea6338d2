namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Drawing of a plane is more than any structure needs.</summary>
internal sealed class PlaneTooComplexRule() : LintRule(
    "plane-too-complex",
    "Drawing of a plane is more than any structure needs",
    "Crossings grow with the square of the points. Such a plane was not looked at for crossings, holes and overlaps; a planning system may take minutes for it, or stop.",
    LintSeverity.Warning)
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var plane in set.Planes.Where(plane => plane.Reading is null))
            sink.Add(plane.Place.At(DicomTag.ContourData), $"{plane.Contours.Length} contour(s) with {plane.Contours.Sum(contour => contour.Points)} points cross or overlap so often that they were not compared.");
    }
}
