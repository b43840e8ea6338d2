using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>RT ROI Interpreted Type is no defined term.</summary>
internal sealed class InterpretedTypeUnknownRule() : LintRule(
    "interpreted-type-unknown",
    "RT ROI Interpreted Type is no defined term",
    "Other terms are allowed, and read as \"none\" or refused by systems that do not know them.",
    LintSeverity.Warning,
    "DICOM PS3.3 C.8.8.8 (defined terms)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var observation in set.Observations)
        {
            var type = observation.Item.Text(DicomTag.RTROIInterpretedType);
            if (type.Length > 0 && !Defined.Contains(type))
                sink.Add(observation.Place.At(DicomTag.RTROIInterpretedType), $"'{ShownText.Of(type)}' is no defined term.");
        }
    }

    private static readonly HashSet<string> Defined = new(StringComparer.Ordinal)
    {
        "EXTERNAL", "PTV", "CTV", "GTV", "TREATED_VOLUME", "IRRAD_VOLUME", "OAR", "BOLUS", "AVOIDANCE", "ORGAN", "MARKER",
        "REGISTRATION", "ISOCENTER", "CONTRAST_AGENT", "CAVITY", "BRACHY_CHANNEL", "BRACHY_ACCESSORY", "BRACHY_SRC_APP",
        "BRACHY_CHNL_SHLD", "SUPPORT", "FIXATION", "DOSE_REGION", "CONTROL", "DOSE_MEASUREMENT", "DEVICE",
    };
}
