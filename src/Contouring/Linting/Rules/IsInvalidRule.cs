using System.Globalization;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Integer string that is no whole number.</summary>
internal sealed class IsInvalidRule() : LintRule(
    "is-invalid",
    "Integer string that is no whole number",
    "Numbers tie contours to ROIs; one that cannot be read leaves contours without an owner.",
    LintSeverity.Error,
    "DICOM PS3.5 6.2 (IS: whole number of 32 bits, 12 bytes at most)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var roi in set.Rois) Look(roi.Item, roi.Place, sink, DicomTag.ROINumber);
        foreach (var item in set.ContourItems) Look(item.Item, item.Roi.Place, sink, DicomTag.ReferencedROINumber);
        foreach (var contour in set.Contours) Look(contour.Item, contour.Place, sink, DicomTag.NumberOfContourPoints, DicomTag.ContourNumber);
        foreach (var observation in set.Observations) Look(observation.Item, observation.Place, sink, DicomTag.ObservationNumber, DicomTag.ReferencedROINumber);
    }

    private static void Look(DicomDataset item, LintPlace place, LintSink sink, params ReadOnlySpan<DicomTag> tags)
    {
        foreach (var tag in tags)
        {
            var values = TextValues.Of(item, tag);
            if (values.Length == 0) continue;
            foreach (var value in values.Each())
            {
                if (value.Length is 0 or > 12 || !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                    sink.Add(place.At(tag), $"'{ShownText.Of(value)}' is no whole number.");
            }
        }
    }
}
