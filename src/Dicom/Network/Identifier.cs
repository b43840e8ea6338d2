namespace ContourFlow.Dicom.Network;

/// <summary>The data set that a query or retrieval is about: its Identifier (DICOM PS3.4 C.2.2).</summary>
internal static class Identifier
{
    private static readonly (DicomQueryRetrieveLevel Level, string Term)[] s_terms =
    [
        (DicomQueryRetrieveLevel.Patient, "PATIENT"),
        (DicomQueryRetrieveLevel.Study, "STUDY"),
        (DicomQueryRetrieveLevel.Series, "SERIES"),
        (DicomQueryRetrieveLevel.Image, "IMAGE"),
    ];

    /// <summary>An identifier that names its level, where it is one of those that are named.</summary>
    public static DicomDataset At(DicomQueryRetrieveLevel level)
    {
        var identifier = new DicomDataset();
        string? term = Array.Find(s_terms, t => t.Level == level).Term;
        return term is null ? identifier : identifier.Add(DicomTag.QueryRetrieveLevel, term);
    }

    /// <summary>What to retrieve: a study, a series of it, or an instance of that.</summary>
    /// <exception cref="DicomValidationException">A UID is malformed.</exception>
    public static DicomDataset Of(string study, string? series, string? instance)
    {
        ArgumentNullException.ThrowIfNull(study);
        DicomDataset identifier = At(instance is not null ? DicomQueryRetrieveLevel.Image : series is not null ? DicomQueryRetrieveLevel.Series : DicomQueryRetrieveLevel.Study);
        identifier.Add(DicomTag.StudyInstanceUID, study);
        if (series is not null)
            identifier.Add(DicomTag.SeriesInstanceUID, series);
        if (instance is not null)
            identifier.Add(DicomTag.SOPInstanceUID, instance);
        return identifier;
    }

    /// <summary>The level that an identifier names; the worklist has none.</summary>
    public static DicomQueryRetrieveLevel LevelOf(DicomDataset? identifier, DicomUID? model)
    {
        if (model == DicomUID.ModalityWorklistInformationModelFind)
            return DicomQueryRetrieveLevel.Worklist;
        string term = identifier?.GetSingleValueOrDefault(DicomTag.QueryRetrieveLevel, "") ?? "";
        foreach ((DicomQueryRetrieveLevel level, string name) in s_terms)
            if (string.Equals(name, term, StringComparison.Ordinal)) return level;
        return DicomQueryRetrieveLevel.NotApplicable;
    }
}
