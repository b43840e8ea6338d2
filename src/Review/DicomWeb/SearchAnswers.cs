namespace ContourFlow.Review.DicomWeb;

/// <summary>What a search says of a study, a series or an instance (PS3.18 section 10.6.3.3): the attributes that the standard asks for, and those that were asked for.</summary>
internal static class SearchAnswers
{
    private static readonly DicomTag[] Study =
    [
        DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.AccessionNumber, DicomTag.ReferringPhysicianName, DicomTag.TimezoneOffsetFromUTC, DicomTag.PatientName, DicomTag.PatientID,
        DicomTag.PatientBirthDate, DicomTag.PatientSex, DicomTag.StudyInstanceUID, DicomTag.StudyID, DicomTag.StudyDescription,
    ];

    private static readonly DicomTag[] Series =
    [
        DicomTag.Modality, DicomTag.TimezoneOffsetFromUTC, DicomTag.SeriesDescription, DicomTag.SeriesInstanceUID, DicomTag.SeriesNumber, DicomTag.SeriesDate, DicomTag.SeriesTime,
        DicomTag.PerformedProcedureStepStartDate, DicomTag.PerformedProcedureStepStartTime, DicomTag.BodyPartExamined, DicomTag.StudyInstanceUID,
    ];

    private static readonly DicomTag[] Instance =
    [
        DicomTag.SOPClassUID, DicomTag.SOPInstanceUID, DicomTag.TimezoneOffsetFromUTC, DicomTag.InstanceNumber, DicomTag.Rows, DicomTag.Columns, DicomTag.BitsAllocated,
        DicomTag.NumberOfFrames, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID,
    ];

    /// <summary>A study.</summary>
    /// <param name="first">An object of it.</param>
    /// <param name="modalities">Modalities in it.</param>
    /// <param name="counts">Series and instances in it; null where they were not counted.</param>
    /// <param name="keys">What was asked for.</param>
    /// <param name="root">Where it is retrieved.</param>
    public static DicomDataset OfStudy(WebObject first, IEnumerable<string> modalities, (int Series, int Instances)? counts, SearchKeys keys, string root)
    {
        DicomDataset answer = Picked(first, Study, keys, $"{root}/studies/{first.StudyInstanceUid}")
            .AddOrUpdate(DicomTag.ModalitiesInStudy, [.. modalities.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        return counts is not { } counted ? answer : answer
            .AddOrUpdate(DicomTag.NumberOfStudyRelatedSeries, counted.Series)
            .AddOrUpdate(DicomTag.NumberOfStudyRelatedInstances, counted.Instances);
    }

    /// <summary>A series.</summary>
    public static DicomDataset OfSeries(IReadOnlyCollection<WebObject> series, SearchKeys keys, string root)
    {
        WebObject first = series.First();
        return Picked(first, Series, keys, $"{root}/studies/{first.StudyInstanceUid}/series/{first.SeriesInstanceUid}")
            .AddOrUpdate(DicomTag.NumberOfSeriesRelatedInstances, series.Count);
    }

    /// <summary>An instance.</summary>
    public static DicomDataset OfInstance(WebObject one, SearchKeys keys, string root) =>
        Picked(one, Instance, keys, $"{root}/studies/{one.StudyInstanceUid}/series/{one.SeriesInstanceUid}/instances/{one.SopInstanceUid}");

    private static DicomDataset Picked(WebObject one, DicomTag[] usual, SearchKeys keys, string url)
    {
        // What comes from devices is handed on as it is.
        DicomDataset answer = new DicomDataset().NotValidated();
        IEnumerable<DicomTag> wanted = keys.Included is { } included
            ? usual.Concat(included).Concat(keys.Keys.Select(key => key.Tag))
            : one.Head.Select(item => item.Tag).Where(tag => !tag.IsPrivate);
        foreach (DicomTag tag in wanted.Distinct())
        {
            if (one.Head.GetDicomItem<DicomItem>(tag) is { } item)
                answer.AddOrUpdate(item);
        }

        return answer
            .AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 192")
            .AddOrUpdate(DicomTag.InstanceAvailability, "ONLINE")
            .AddOrUpdate(DicomTag.RetrieveURL, url);
    }
}
