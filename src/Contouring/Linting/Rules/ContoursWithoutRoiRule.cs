namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contours of an ROI that there is not.</summary>
internal sealed class ContoursWithoutRoiRule() : LintRule(
    "contours-without-roi",
    "Contours of an ROI that there is not",
    "Contours without a name or a frame of reference are dropped, or stop the import.",
    LintSeverity.Error,
    "DICOM PS3.3 C.8.8.6 (Referenced ROI Number: an ROI of Structure Set ROI Sequence)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var item in set.ContourItems.Where(item => item.Roi.Number is not null && !item.IsKnown))
            sink.Add(item.Roi.Place.At(DicomTag.ReferencedROINumber), $"{item.Contours.Length} contour(s) belong to ROI Number {item.Roi.Number}, which Structure Set ROI Sequence does not have.");
    }
}
