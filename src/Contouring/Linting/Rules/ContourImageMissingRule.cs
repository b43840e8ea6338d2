namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contour does not name its image.</summary>
internal sealed class ContourImageMissingRule() : LintRule(
    "contour-image-missing",
    "Contour does not name its image",
    "Contour Image Sequence ties a contour to its slice. Readers that go by it, not by z, lose the contour.",
    LintSeverity.Warning,
    "DICOM PS3.3 C.8.8.6 (type 3). OHIF/Viewers pull requests 2102 and 3476: contours without it were not shown",
    new VendorBehaviour(LintProfile.Eclipse, LintSeverity.Error, "pytrip/pytrip issue 188: for Eclipse the referenced SOP Instance UID has to be added for each contour and each slice"))
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var contour in set.Contours.Where(contour => contour.IsClosed && contour.Images.IsEmpty))
            sink.Add(contour.Place.At(DicomTag.ContourImageSequence), "The contour names no image.");
    }
}
