namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Hole drawn as a CLOSED_PLANAR contour within another.</summary>
internal sealed class NestedHoleRule() : LintRule(
    "nested-hole",
    "Hole drawn as a CLOSED_PLANAR contour within another",
    "The standard does not say what it means. Readers that take the union fill the hole: a spinal canal becomes a part of the target (+11 % of volume in our study). A keyhole is read alike by all.",
    LintSeverity.Warning,
    "DICOM PS3.3 C.8.8.6 (holes: keyhole technique, or CLOSEDPLANAR_XOR). Filled by cornerstonejs/cornerstone3D (issue 2477) and pyplati/platipy before issue 244")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var plane in set.Planes)
        {
            foreach (var (inner, outer) in plane.Nested())
                sink.Add(inner.Place.At(DicomTag.ContourData), $"The contour lies within contour {outer.Ordinal} of its plane.");
        }
    }
}
