using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>ROI Name longer than 64 characters.</summary>
internal sealed class RoiNameTooLongRule() : LintRule(
    "roi-name-too-long",
    "ROI Name longer than 64 characters",
    "A long string ends at 64 characters; what is behind is cut or the object refused.",
    LintSeverity.Error,
    "DICOM PS3.5 6.2 (LO: 64 characters at most)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var roi in set.Rois)
        {
            if (roi.Name.EnumerateRunes().Count() > WrittenText.LongString)
                sink.Add(roi.Place.At(DicomTag.ROIName), $"The name has {roi.Name.EnumerateRunes().Count()} characters; 64 are allowed.");
        }
    }
}
