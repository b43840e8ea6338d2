using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>RT ROI Interpreted Type is empty.</summary>
internal sealed class InterpretedTypeMissingRule() : LintRule(
    "interpreted-type-missing",
    "RT ROI Interpreted Type is empty",
    "The system gives the ROI a type of its own; the outline of the body is not found by itself.",
    LintSeverity.Information,
    null,
    new VendorBehaviour(LintProfile.RayStation, LintSeverity.Warning, "brianmanderson/Dicom_RT_and_Images_to_Mask pull request 15: RayStation makes a second ROI \"name (1)\" when the type differs from that of the ROI it has"))
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var observation in set.Observations.Where(observation => observation.Item.Contains(DicomTag.RTROIInterpretedType) && observation.Item.Text(DicomTag.RTROIInterpretedType).Length == 0))
            sink.Add(observation.Place.At(DicomTag.RTROIInterpretedType), "The ROI has no interpreted type.");
    }
}
