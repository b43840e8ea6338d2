namespace ContourFlow.Dicom.Network;

/// <summary>A C-FIND request (DICOM PS3.7 9.1.2, PS3.4 C.4.1, K.4.1): asks for what matches its data set. Keys that are empty are asked for.</summary>
public sealed class DicomCFindRequest : DicomPriorityRequest
{
    /// <summary>Handles a response.</summary>
    public delegate void ResponseDelegate(DicomCFindRequest request, DicomCFindResponse response);

    /// <summary>Called with each response: the pending ones carry the matches.</summary>
    public ResponseDelegate? OnResponseReceived;

    /// <summary>Makes a request of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomCFindRequest(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.CFindRequest);
        CommandSet.Uid(command, DicomTag.AffectedSOPClassUID);
        ExpectDataset();
    }

    /// <summary>Makes a request at a level of the patient root (for patients), of the study root (below), or of the worklist.</summary>
    /// <exception cref="ArgumentException">The level is none of a query.</exception>
    public DicomCFindRequest(DicomQueryRetrieveLevel level, DicomPriority priority = DicomPriority.Medium)
        : this(ModelOf(level), level, priority)
    {
    }

    /// <summary>Makes a request of a SOP class without levels.</summary>
    public DicomCFindRequest(DicomUID affectedSopClassUid, DicomPriority priority = DicomPriority.Medium)
        : this(affectedSopClassUid, DicomQueryRetrieveLevel.NotApplicable, priority)
    {
    }

    /// <summary>Makes a request of a SOP class at a level.</summary>
    public DicomCFindRequest(DicomUID affectedSopClassUid, DicomQueryRetrieveLevel level, DicomPriority priority = DicomPriority.Medium)
        : base(DicomCommandField.CFindRequest, affectedSopClassUid, priority) => Dataset = Identifier.At(level);

    /// <summary>Query/Retrieve Level (0008,0052) of the data set; of a received request known when that is there.</summary>
    public DicomQueryRetrieveLevel Level => Identifier.LevelOf(Dataset, SOPClassUID);

    /// <summary>Makes a query for patients. <c>null</c> matches all of them.</summary>
    /// <exception cref="DicomValidationException">A value breaks the rules of its attribute.</exception>
    public static DicomCFindRequest CreatePatientQuery(string? patientId = null, string? patientName = null) =>
        new(DicomQueryRetrieveLevel.Patient) { Dataset = QueryKeys.Patients(patientId, patientName) };

    /// <summary>Makes a query for studies. <c>null</c> matches all of them.</summary>
    /// <exception cref="DicomValidationException">A value breaks the rules of its attribute.</exception>
    public static DicomCFindRequest CreateStudyQuery(string? patientId = null, string? patientName = null, DicomDateRange? studyDateTime = null, string? accession = null, string? studyId = null, string? modalitiesInStudy = null, string? studyInstanceUid = null) =>
        new(DicomQueryRetrieveLevel.Study) { Dataset = QueryKeys.Studies(patientId, patientName, studyDateTime, accession, studyId, modalitiesInStudy, studyInstanceUid) };

    /// <summary>Makes a query for the series of a study.</summary>
    /// <exception cref="DicomValidationException">A value breaks the rules of its attribute.</exception>
    public static DicomCFindRequest CreateSeriesQuery(string studyInstanceUid, string? modality = null) =>
        new(DicomQueryRetrieveLevel.Series) { Dataset = QueryKeys.Series(studyInstanceUid, modality) };

    /// <summary>Makes a query for the instances of a series.</summary>
    /// <exception cref="DicomValidationException">A value breaks the rules of its attribute.</exception>
    public static DicomCFindRequest CreateImageQuery(string studyInstanceUid, string seriesInstanceUid, string? modality = null) =>
        new(DicomQueryRetrieveLevel.Image) { Dataset = QueryKeys.Images(studyInstanceUid, seriesInstanceUid, modality) };

    /// <summary>Makes a query of the modality worklist (PS3.4 K.6.1.2). <c>null</c> matches everything.</summary>
    /// <exception cref="DicomValidationException">A value breaks the rules of its attribute.</exception>
    public static DicomCFindRequest CreateWorklistQuery(string? patientId = null, string? patientName = null, string? stationAE = null, string? stationName = null, string? modality = null, DicomDateRange? scheduledDateTime = null) =>
        new(DicomQueryRetrieveLevel.Worklist) { Dataset = QueryKeys.Worklist(patientId, patientName, stationAE, stationName, modality, scheduledDateTime) };

    /// <inheritdoc/>
    protected override void PostResponse(DicomService service, DicomResponse response)
    {
        DicomCFindResponse own = Own<DicomCFindResponse>(response);
        OnResponseReceived?.Invoke(this, own);
    }

    private static DicomUID ModelOf(DicomQueryRetrieveLevel level) => level switch
    {
        DicomQueryRetrieveLevel.Patient => DicomUID.PatientRootQueryRetrieveInformationModelFind,
        DicomQueryRetrieveLevel.Study or DicomQueryRetrieveLevel.Series or DicomQueryRetrieveLevel.Image => DicomUID.StudyRootQueryRetrieveInformationModelFind,
        DicomQueryRetrieveLevel.Worklist => DicomUID.ModalityWorklistInformationModelFind,
        _ => throw new ArgumentException("A query is for patients, studies, series, images, or of the worklist; others name their SOP class.", nameof(level)),
    };
}
