using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>ROI Name longer than 16 characters.</summary>
internal sealed class RoiNameOver16Rule() : LintRule(
    "roi-name-over-16",
    "ROI Name longer than 16 characters",
    "Several systems show, keep or compare 16 characters only; names that differ behind the sixteenth then clash.",
    LintSeverity.Warning,
    "AAPM Task Group 263 report (Mayo et al., Int J Radiat Oncol Biol Phys 2018;100:1057): names of 16 characters or fewer fit most vendors' systems")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var roi in set.Rois)
        {
            var length = roi.Name.EnumerateRunes().Count();
            if (length is > WrittenText.ShortString and <= WrittenText.LongString)
                sink.Add(roi.Place.At(DicomTag.ROIName), $"'{ShownText.Of(roi.Name)}' has {length} characters.");
        }
    }
}
