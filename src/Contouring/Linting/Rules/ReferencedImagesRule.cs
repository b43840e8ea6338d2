using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Listed images are not the CT's images.</summary>
internal sealed class ReferencedImagesRule() : LintRule(
    "referenced-images",
    "Listed images are not the CT's images",
    "A reader that waits for the images that are listed waits for ever, and one that counts them refuses the CT.",
    LintSeverity.Warning,
    "DICOM PS3.3 C.8.8.5")
{
    public override bool NeedsCt => true;

    internal override void Check(LintedSet set, LintSink sink)
    {
        var references = RtStructReferences.Of(set.Dataset).Series;
        if (references.IsEmpty) return;
        var ct = set.Ct!;
        if (!references.Any(series => series.SeriesInstanceUid == ct.SeriesInstanceUid))
            sink.Add(LintPlace.Of(DicomTag.RTReferencedSeriesSequence), $"CT series {ShownText.Of(ct.SeriesInstanceUid)} is not among the referenced series.");
        var listed = references.Where(series => series.SeriesInstanceUid == ct.SeriesInstanceUid).SelectMany(series => series.Images).ToHashSet(StringComparer.Ordinal);
        var gone = listed.Count(uid => !ct.Named(uid).Any());
        var unlisted = ct.Images.Select(image => image.SopInstanceUid).Distinct(StringComparer.Ordinal).Count(uid => !listed.Contains(uid));
        if (gone > 0) sink.Add(LintPlace.Of(DicomTag.ContourImageSequence), $"{gone} listed image(s) are not in the CT series.");
        if (listed.Count > 0 && unlisted > 0) sink.Add(LintPlace.Of(DicomTag.ContourImageSequence), $"{unlisted} image(s) of the CT series are not listed.");
    }
}
