using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>More than 2,000 points in a contour.</summary>
internal sealed class TooManyPointsRule() : LintRule(
    "too-many-points",
    "More than 2,000 points in a contour",
    "Systems have limits of their own on the points of a contour, and thin or refuse what is above.",
    LintSeverity.Warning)
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var contour in set.Contours.Where(contour => contour.Points > WrittenRings.MaximumPoints))
            sink.Add(contour.Place.At(DicomTag.ContourData), $"The contour has {contour.Points} points.");
    }
}
