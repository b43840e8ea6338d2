using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>References to study, series or images incomplete.</summary>
internal sealed class ReferenceChainRule() : LintRule(
    "reference-chain",
    "References to study, series or images incomplete",
    "Systems find the images of a structure set through Referenced Frame of Reference, study, series and image. Where the chain breaks they ask, guess, or refuse.",
    LintSeverity.Warning,
    "DICOM PS3.3 C.8.8.5 (the study sequence is type 3; below it series, UIDs and images are type 1). qurit/rt-utils issue 33: a reader failed without the study sequence")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var frames = set.Dataset.Items(DicomTag.ReferencedFrameOfReferenceSequence);
        if (frames.Count == 0) Break(sink, DicomTag.ReferencedFrameOfReferenceSequence, "The structure set lists no frame of reference and no images");
        foreach (var frame in frames)
        {
            var studies = frame.Items(DicomTag.RTReferencedStudySequence);
            if (studies.Count == 0) Break(sink, DicomTag.RTReferencedStudySequence, "A frame of reference lists no study");
            foreach (var study in studies)
            {
                if (study.Text(DicomTag.ReferencedSOPInstanceUID).Length == 0) Break(sink, DicomTag.ReferencedSOPInstanceUID, "A referenced study has no UID");
                var series = study.Items(DicomTag.RTReferencedSeriesSequence);
                if (series.Count == 0) Break(sink, DicomTag.RTReferencedSeriesSequence, "A referenced study lists no series");
                foreach (var one in series)
                {
                    if (one.Text(DicomTag.SeriesInstanceUID).Length == 0) Break(sink, DicomTag.SeriesInstanceUID, "A referenced series has no UID");
                    if (one.Items(DicomTag.ContourImageSequence).Count == 0) Break(sink, DicomTag.ContourImageSequence, "A referenced series lists no images");
                }
            }
        }
    }

    private static void Break(LintSink sink, DicomTag tag, string what) => sink.Add(LintPlace.Of(tag), what + ".");
}
