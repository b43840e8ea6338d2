using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Text that its character set does not explain.</summary>
internal sealed class TextEncodingRule() : LintRule(
    "text-encoding",
    "Text that its character set does not explain",
    "Readers show other characters, question marks, or refuse the object; a name that two systems read differently is two names.",
    LintSeverity.Error,
    "DICOM PS3.3 C.12.1.1.2 (Specific Character Set) and PS3.5 6.1; no control characters or backslash in LO and SH: PS3.5 6.2")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        Look(set.Dataset, DicomTag.StructureSetLabel, LintPlace.Whole, sink);
        foreach (var roi in set.Rois) Look(roi.Item, DicomTag.ROIName, roi.Place, sink);
    }

    private static void Look(DicomDataset item, DicomTag tag, LintPlace place, LintSink sink)
    {
        var bytes = TextValues.Of(item, tag);
        var text = item.Text(tag);
        if (bytes.Length > 0 && text.Length == 0)
            sink.Add(place.At(tag), $"{tag.DictionaryEntry.Name} has bytes that Specific Character Set does not explain.");
        else if (text.Any(c => char.IsControl(c) || c == '\\'))
            sink.Add(place.At(tag), $"{tag.DictionaryEntry.Name} has a control character or a backslash in it.");
    }
}
