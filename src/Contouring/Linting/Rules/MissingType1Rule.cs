using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Attribute that must have a value has none.</summary>
internal sealed class MissingType1Rule() : LintRule(
    "missing-type-1",
    "Attribute that must have a value has none",
    "What is type 1 is what the rest of the object hangs on; validators and careful readers refuse the object.",
    LintSeverity.Error,
    "DICOM PS3.3, type 1 attributes of A.19.3: C.12.1, C.7.2.1, C.8.8.1, C.8.8.5, C.8.8.6, C.8.8.8")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        Look(set.Dataset, LintPlace.Whole, sink,
            DicomTag.SOPClassUID, DicomTag.SOPInstanceUID, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.Modality,
            DicomTag.StructureSetLabel, DicomTag.StructureSetROISequence, DicomTag.ROIContourSequence, DicomTag.RTROIObservationsSequence);
        foreach (var roi in set.Rois) Look(roi.Item, roi.Place, sink, DicomTag.ROINumber);
        foreach (var item in set.ContourItems) Look(item.Item, item.Roi.Place, sink, DicomTag.ReferencedROINumber);
        foreach (var contour in set.Contours)
        {
            Look(contour.Item, contour.Place, sink, DicomTag.ContourGeometricType, DicomTag.NumberOfContourPoints, DicomTag.ContourData);
            foreach (var image in contour.Item.Items(DicomTag.ContourImageSequence))
                Look(image, contour.Place, sink, DicomTag.ReferencedSOPClassUID, DicomTag.ReferencedSOPInstanceUID);
        }

        foreach (var observation in set.Observations) Look(observation.Item, observation.Place, sink, DicomTag.ObservationNumber, DicomTag.ReferencedROINumber);
    }

    private static void Look(DicomDataset item, LintPlace place, LintSink sink, params ReadOnlySpan<DicomTag> tags)
    {
        foreach (var tag in tags)
        {
            var filled = item.GetDicomItem<DicomItem>(tag) switch
            {
                DicomSequence sequence => sequence.Items.Count > 0,
                DicomElement element => TextValues.Of(item, element.Tag).Length > 0,
                _ => false,
            };
            if (!filled) sink.Add(place.At(tag), $"{tag.DictionaryEntry.Name} is {(item.Contains(tag) ? "empty" : "absent")}.");
        }
    }
}
