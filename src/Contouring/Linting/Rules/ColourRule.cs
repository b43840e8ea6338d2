using System.Globalization;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>ROI Display Color is no colour.</summary>
internal sealed class ColourRule() : LintRule(
    "colour",
    "ROI Display Color is no colour",
    "Three whole numbers from 0 to 255; with others a system picks a colour, or stops.",
    LintSeverity.Warning,
    "DICOM PS3.3 C.8.8.6 (ROI Display Color: RGB triplet, 0 to 255)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var item in set.ContourItems.Where(item => item.Item.Contains(DicomTag.ROIDisplayColor)))
        {
            var values = TextValues.Of(item.Item, DicomTag.ROIDisplayColor).Each().ToArray();
            if (values.Length > 0 && (values.Length != 3 || !Array.TrueForAll(values, value => byte.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))))
                sink.Add(item.Roi.Place.At(DicomTag.ROIDisplayColor), $"'{ShownText.Of(string.Join('/', values))}' is no colour.");
        }
    }
}
