using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Object is no RT Structure Set.</summary>
internal sealed class SopClassRule() : LintRule(
    "sop-class",
    "Object is no RT Structure Set",
    "Systems choose what to do with an object by its SOP class and its modality.",
    LintSeverity.Error,
    "DICOM PS3.4 B.5 and PS3.3 C.8.8.1 (Modality RTSTRUCT)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var sopClass = set.Dataset.Text(DicomTag.SOPClassUID);
        if (sopClass.Length > 0 && sopClass != DicomUID.RTStructureSetStorage.UID)
            sink.Add(LintPlace.Of(DicomTag.SOPClassUID), $"The SOP class is {ShownText.Of(sopClass)}, not RT Structure Set Storage.");
        var modality = set.Dataset.Text(DicomTag.Modality);
        if (modality.Length > 0 && modality != "RTSTRUCT")
            sink.Add(LintPlace.Of(DicomTag.Modality), $"The modality is {ShownText.Of(modality)}, not RTSTRUCT.");
    }
}
