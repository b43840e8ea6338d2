namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Attribute that must be there is absent.</summary>
internal sealed class MissingType2Rule() : LintRule(
    "missing-type-2",
    "Attribute that must be there is absent",
    "What is type 2 may be empty, not absent; validators complain, and some databases refuse the object.",
    LintSeverity.Warning,
    "DICOM PS3.3, type 2 attributes of A.19.3: C.7.1.1, C.7.2.1, C.8.8.1, C.7.5.1, C.8.8.5, C.8.8.8")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        Look(set.Dataset, LintPlace.Whole, sink,
            DicomTag.PatientName, DicomTag.PatientID, DicomTag.PatientBirthDate, DicomTag.PatientSex,
            DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.ReferringPhysicianName, DicomTag.StudyID, DicomTag.AccessionNumber,
            DicomTag.SeriesNumber, DicomTag.OperatorsName, DicomTag.Manufacturer, DicomTag.StructureSetDate, DicomTag.StructureSetTime);
        foreach (var roi in set.Rois) Look(roi.Item, roi.Place, sink, DicomTag.ROIName, DicomTag.ROIGenerationAlgorithm);
        foreach (var observation in set.Observations) Look(observation.Item, observation.Place, sink, DicomTag.RTROIInterpretedType, DicomTag.ROIInterpreter);
    }

    private static void Look(DicomDataset item, LintPlace place, LintSink sink, params ReadOnlySpan<DicomTag> tags)
    {
        foreach (var tag in tags)
        {
            if (!item.Contains(tag)) sink.Add(place.At(tag), $"{tag.DictionaryEntry.Name} is absent; it may be empty.");
        }
    }
}
