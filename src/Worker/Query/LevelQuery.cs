using System.Collections.Immutable;

namespace ContourFlow.Worker.Query;

/// <summary>A query at one level, below what is named of the levels above it (hierarchical search, DICOM PS3.4 section C.4.1.3.1).</summary>
/// <param name="Level">What is searched for.</param>
internal sealed record LevelQuery(QueryLevel Level)
{
    /// <summary>Study Instance UID: of the study, or of the one that is searched in. Below studies it has to be there.</summary>
    public string? StudyInstanceUid { get; init; }

    /// <summary>Series Instance UID: of the series, or of the one that is searched in. Below series it has to be there.</summary>
    public string? SeriesInstanceUid { get; init; }

    /// <summary>SOP Instance UID; null for all.</summary>
    public string? SopInstanceUid { get; init; }

    /// <summary>What matches must have beside.</summary>
    public ImmutableArray<QueryKey> Keys { get; init; } = [];

    /// <summary>The attributes that are asked for at this level, beside UIDs and keys.</summary>
    public IEnumerable<DicomTag> Returned => Level switch
    {
        QueryLevel.Study =>
        [
            DicomTag.PatientID, DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.ModalitiesInStudy,
            DicomTag.NumberOfStudyRelatedSeries, DicomTag.NumberOfStudyRelatedInstances,
        ],
        QueryLevel.Series => [DicomTag.Modality, DicomTag.SeriesNumber, DicomTag.SeriesDate, DicomTag.SeriesTime, DicomTag.NumberOfSeriesRelatedInstances],
        _ => [DicomTag.SOPClassUID, DicomTag.InstanceNumber],
    };

    /// <summary>The attribute by which one match is told from another.</summary>
    public DicomTag IdentifyingTag => Level switch
    {
        QueryLevel.Study => DicomTag.StudyInstanceUID,
        QueryLevel.Series => DicomTag.SeriesInstanceUID,
        _ => DicomTag.SOPInstanceUID,
    };
}
