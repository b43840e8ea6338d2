using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>ROI Generation Algorithm is no defined term.</summary>
internal sealed class GenerationAlgorithmRule() : LintRule(
    "generation-algorithm",
    "ROI Generation Algorithm is no defined term",
    "Who drew an ROI, a person or a program, decides how it is reviewed.",
    LintSeverity.Warning,
    "DICOM PS3.3 C.8.8.5 (defined terms AUTOMATIC, SEMIAUTOMATIC, MANUAL)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var roi in set.Rois)
        {
            var algorithm = roi.Item.Text(DicomTag.ROIGenerationAlgorithm);
            if (algorithm is not ("" or "AUTOMATIC" or "SEMIAUTOMATIC" or "MANUAL"))
                sink.Add(roi.Place.At(DicomTag.ROIGenerationAlgorithm), $"'{ShownText.Of(algorithm)}' is no defined term.");
        }
    }
}
