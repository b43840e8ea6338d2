namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Two ROIs of one number.</summary>
internal sealed class RoiNumberDuplicateRule() : LintRule(
    "roi-number-duplicate",
    "Two ROIs of one number",
    "The number is what ties contours to their ROI: nobody knows whose they are.",
    LintSeverity.Error,
    "DICOM PS3.3 C.8.8.5 (ROI Number shall be unique within the structure set)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var same in set.Rois.Where(roi => roi.Number is not null).GroupBy(roi => roi.Number))
        {
            foreach (var roi in same.Skip(1))
                sink.Add(roi.Place.At(DicomTag.ROINumber), $"ROI Number {roi.Number} is that of '{ShownText.Of(same.First().Name)}' too.");
        }
    }
}
