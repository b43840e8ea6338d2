using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>ROI Name or label with unusual characters.</summary>
internal sealed class RoiNameCharactersRule() : LintRule(
    "roi-name-characters",
    "ROI Name or label with unusual characters",
    "Names become file names, database keys and parts of formulas; letters, digits and _ ^ ~ ! - are safe everywhere.",
    LintSeverity.Warning)
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var label = set.Dataset.Text(DicomTag.StructureSetLabel);
        if (label.Any(c => c is < ' ' or > '~' or '\\'))
            sink.Add(LintPlace.Of(DicomTag.StructureSetLabel), $"The label '{ShownText.Of(label)}' has characters outside plain ASCII.");
        foreach (var roi in set.Rois)
        {
            if (roi.Name.Any(c => !IsSafe(c)))
                sink.Add(roi.Place.At(DicomTag.ROIName), $"'{ShownText.Of(roi.Name)}' has characters other than letters, digits and _ ^ ~ ! - (spaces are one).");
        }
    }

    private static bool IsSafe(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '^' or '~' or '!' or '-';
}
