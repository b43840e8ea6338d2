using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Structure Set Label or Observation Label longer than 16 characters.</summary>
internal sealed class LabelLengthRule() : LintRule(
    "label-length",
    "Structure Set Label or Observation Label longer than 16 characters",
    "Both are short strings of at most 16 characters; what is longer is cut, or the object is refused.",
    LintSeverity.Error,
    "DICOM PS3.5 6.2 (SH: 16 characters at most)",
    new VendorBehaviour(LintProfile.Eclipse, LintSeverity.Error, "pytrip/pytrip issue 285: patients could not be imported into Eclipse; pull request 291 mended it: a Structure Set Label exceeding 16 characters caused many problems in Eclipse"))
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        Look(set.Dataset, DicomTag.StructureSetLabel, LintPlace.Whole, sink);
        foreach (var observation in set.Observations) Look(observation.Item, DicomTag.ROIObservationLabel, observation.Place, sink);
    }

    private static void Look(DicomDataset item, DicomTag tag, LintPlace place, LintSink sink)
    {
        var text = item.Text(tag);
        if (text.EnumerateRunes().Count() > WrittenText.ShortString)
            sink.Add(place.At(tag), $"'{ShownText.Of(text)}' has {text.EnumerateRunes().Count()} characters; 16 are allowed.");
    }
}
