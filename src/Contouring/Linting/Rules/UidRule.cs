using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>UID breaks the rules.</summary>
internal sealed class UidRule() : LintRule(
    "uid",
    "UID breaks the rules",
    "References are UIDs; systems that keep them in a database refuse those that are none.",
    LintSeverity.Error,
    "DICOM PS3.5 9.1")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        Look(set.Dataset, LintPlace.Whole, sink, DicomTag.SOPInstanceUID, DicomTag.SOPClassUID, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.FrameOfReferenceUID);
        foreach (var frame in set.Dataset.Items(DicomTag.ReferencedFrameOfReferenceSequence))
        {
            Look(frame, LintPlace.Whole, sink, DicomTag.FrameOfReferenceUID);
            foreach (var study in frame.Items(DicomTag.RTReferencedStudySequence))
            {
                Look(study, LintPlace.Whole, sink, DicomTag.ReferencedSOPInstanceUID);
                foreach (var series in study.Items(DicomTag.RTReferencedSeriesSequence))
                {
                    Look(series, LintPlace.Whole, sink, DicomTag.SeriesInstanceUID);
                    foreach (var image in series.Items(DicomTag.ContourImageSequence)) Look(image, LintPlace.Whole, sink, DicomTag.ReferencedSOPInstanceUID);
                }
            }
        }

        foreach (var roi in set.Rois) Look(roi.Item, roi.Place, sink, DicomTag.ReferencedFrameOfReferenceUID);
        foreach (var contour in set.Contours)
        {
            foreach (var image in contour.Item.Items(DicomTag.ContourImageSequence)) Look(image, contour.Place, sink, DicomTag.ReferencedSOPInstanceUID);
        }
    }

    private static void Look(DicomDataset item, LintPlace place, LintSink sink, params ReadOnlySpan<DicomTag> tags)
    {
        foreach (var tag in tags)
        {
            var uid = item.Text(tag);
            if (uid.Length > 0 && !DicomUID.IsValidUid(uid))
                sink.Add(place.At(tag), $"{ShownText.Of(uid)} is no UID: at most 64 digits and dots, no component with a leading zero.");
        }
    }
}
