namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contour Geometric Type is unknown, or contradicts the points.</summary>
internal sealed class GeometricTypeRule() : LintRule(
    "geometric-type",
    "Contour Geometric Type is unknown, or contradicts the points",
    "The type says whether points enclose an area. A reader that does not know it leaves the contour out.",
    LintSeverity.Error,
    "DICOM PS3.3 C.8.8.6.1 (enumerated values; a POINT is one point)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var contour in set.Contours.Where(contour => contour.Type.Length > 0))
        {
            if (contour.Type is not ("POINT" or "OPEN_PLANAR" or "OPEN_NONPLANAR" or "CLOSED_PLANAR" or "CLOSEDPLANAR_XOR"))
                sink.Add(contour.Place.At(DicomTag.ContourGeometricType), $"'{ShownText.Of(contour.Type)}' is no Contour Geometric Type.");
            else if (contour.Type == "POINT" && contour.Points > 1)
                sink.Add(contour.Place.At(DicomTag.ContourGeometricType), $"A POINT has {contour.Points} points.");
        }
    }
}
