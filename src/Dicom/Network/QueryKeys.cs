using System.Globalization;

namespace ContourFlow.Dicom.Network;

/// <summary>Identifiers of the usual queries (DICOM PS3.4 C.6, K.6.1.2): what is looked for, and the attributes that are asked for, empty.</summary>
internal static class QueryKeys
{
    /// <summary>Patients (PS3.4 C.6.1.1.2).</summary>
    public static DicomDataset Patients(string? patientId, string? patientName)
    {
        DicomDataset keys = For(DicomQueryRetrieveLevel.Patient, patientId, patientName);
        Key(keys, DicomTag.PatientID, patientId);
        Key(keys, DicomTag.PatientName, patientName);
        return Empty(keys, DicomTag.IssuerOfPatientID, DicomTag.PatientBirthDate, DicomTag.PatientSex);
    }

    /// <summary>Studies (PS3.4 C.6.2.1.2).</summary>
    public static DicomDataset Studies(string? patientId, string? patientName, DicomDateRange? when, string? accession, string? studyId, string? modalities, string? study)
    {
        DicomDataset keys = For(DicomQueryRetrieveLevel.Study, patientId, patientName, accession, studyId);
        Key(keys, DicomTag.PatientID, patientId);
        Key(keys, DicomTag.PatientName, patientName);
        Key(keys, DicomTag.AccessionNumber, accession);
        Key(keys, DicomTag.StudyID, studyId);
        Key(keys, DicomTag.ModalitiesInStudy, modalities);
        Key(keys, DicomTag.StudyInstanceUID, study);
        When(keys, DicomTag.StudyDate, DicomTag.StudyTime, when);
        return Empty(keys, DicomTag.IssuerOfPatientID, DicomTag.PatientBirthDate, DicomTag.PatientSex, DicomTag.StudyDescription, DicomTag.NumberOfStudyRelatedSeries, DicomTag.NumberOfStudyRelatedInstances);
    }

    /// <summary>Series of a study (PS3.4 C.6.2.1.3).</summary>
    public static DicomDataset Series(string study, string? modality)
    {
        ArgumentNullException.ThrowIfNull(study);
        DicomDataset keys = For(DicomQueryRetrieveLevel.Series);
        Key(keys, DicomTag.StudyInstanceUID, study);
        Key(keys, DicomTag.Modality, modality);
        return Empty(keys, DicomTag.SeriesInstanceUID, DicomTag.SeriesNumber, DicomTag.SeriesDescription, DicomTag.SeriesDate, DicomTag.SeriesTime, DicomTag.NumberOfSeriesRelatedInstances);
    }

    /// <summary>Instances of a series (PS3.4 C.6.2.1.4).</summary>
    public static DicomDataset Images(string study, string series, string? modality)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(series);
        DicomDataset keys = For(DicomQueryRetrieveLevel.Image);
        Key(keys, DicomTag.StudyInstanceUID, study);
        Key(keys, DicomTag.SeriesInstanceUID, series);
        Key(keys, DicomTag.Modality, modality);
        return Empty(keys, DicomTag.SOPInstanceUID, DicomTag.SOPClassUID, DicomTag.InstanceNumber);
    }

    /// <summary>Scheduled procedure steps of the modality worklist.</summary>
    public static DicomDataset Worklist(string? patientId, string? patientName, string? stationTitle, string? stationName, string? modality, DicomDateRange? when)
    {
        DicomDataset keys = For(DicomQueryRetrieveLevel.Worklist, patientId, patientName, stationName);
        Key(keys, DicomTag.PatientID, patientId);
        Key(keys, DicomTag.PatientName, patientName);
        Empty(keys, DicomTag.IssuerOfPatientID, DicomTag.PatientBirthDate, DicomTag.PatientSex, DicomTag.AccessionNumber, DicomTag.StudyInstanceUID, DicomTag.RequestedProcedureID, DicomTag.RequestedProcedureDescription);
        var step = new DicomDataset();
        Key(step, DicomTag.ScheduledStationAETitle, stationTitle);
        Key(step, DicomTag.ScheduledStationName, stationName);
        Key(step, DicomTag.Modality, modality);
        When(step, DicomTag.ScheduledProcedureStepStartDate, DicomTag.ScheduledProcedureStepStartTime, when);
        Empty(step, DicomTag.ScheduledPerformingPhysicianName, DicomTag.ScheduledProcedureStepDescription, DicomTag.ScheduledProcedureStepID, DicomTag.ScheduledProcedureStepLocation);
        return keys.Add(new DicomSequence(DicomTag.ScheduledProcedureStepSequence, step));
    }

    // PS3.4 C.2.2.2: text beyond ASCII needs a character set to be matched; UTF-8 has them all.
    private static DicomDataset For(DicomQueryRetrieveLevel level, params ReadOnlySpan<string?> texts)
    {
        DicomDataset keys = Identifier.At(level);
        foreach (string? text in texts)
        {
            if (text is not null && !System.Text.Ascii.IsValid(text))
                keys.AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        }

        return keys;
    }

    private static void Key(DicomDataset keys, DicomTag tag, string? value)
    {
        if (string.IsNullOrEmpty(value))
            Empty(keys, tag);
        else
            keys.Add(tag, value);
    }

    private static DicomDataset Empty(DicomDataset keys, params ReadOnlySpan<DicomTag> tags)
    {
        foreach (DicomTag tag in tags)
            keys.Add(tag, Array.Empty<string>());
        return keys;
    }

    // PS3.4 C.2.2.2.5: date and time are matched apart, so that times narrow the match only within one day.
    private static void When(DicomDataset keys, DicomTag date, DicomTag time, DicomDateRange? when)
    {
        Key(keys, date, when?.ToString("yyyyMMdd"));
        bool oneDay = when is not null && when.Minimum.Date == when.Maximum.Date && when.Minimum.TimeOfDay <= when.Maximum.TimeOfDay;
        bool wholeDay = oneDay && when!.Minimum.TimeOfDay == TimeSpan.Zero && when.Maximum.TimeOfDay == TimeSpan.Zero;
        Key(keys, time, oneDay && !wholeDay ? $"{Clock(when!.Minimum)}-{Clock(when.Maximum)}" : null);
    }

    private static string Clock(DateTime moment) => moment.ToString("HHmmss", CultureInfo.InvariantCulture);
}
