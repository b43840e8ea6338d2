namespace ContourFlow.Dicom.Network;

/// <summary>A C-GET request (DICOM PS3.7 9.1.3, PS3.4 C.4.3): asks the peer to send objects in the same association.</summary>
public sealed class DicomCGetRequest : DicomPriorityRequest
{
    /// <summary>Handles a response.</summary>
    public delegate void ResponseDelegate(DicomCGetRequest request, DicomCGetResponse response);

    /// <summary>Called with each response: the pending ones tell how far the retrieval is.</summary>
    public ResponseDelegate? OnResponseReceived;

    /// <summary>Makes a request of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomCGetRequest(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.CGetRequest);
        CommandSet.Uid(command, DicomTag.AffectedSOPClassUID);
        ExpectDataset();
    }

    /// <summary>Makes a request for a study.</summary>
    /// <param name="studyInstanceUid">The study.</param>
    /// <param name="priority">The priority.</param>
    /// <exception cref="DicomValidationException">A UID is malformed.</exception>
    public DicomCGetRequest(string studyInstanceUid, DicomPriority priority = DicomPriority.Medium)
        : this(Identifier.Of(studyInstanceUid, null, null), priority)
    {
    }

    /// <summary>Makes a request for a series.</summary>
    /// <param name="studyInstanceUid">The study.</param>
    /// <param name="seriesInstanceUid">The series.</param>
    /// <param name="priority">The priority.</param>
    /// <exception cref="DicomValidationException">A UID is malformed.</exception>
    public DicomCGetRequest(string studyInstanceUid, string seriesInstanceUid, DicomPriority priority = DicomPriority.Medium)
        : this(Identifier.Of(studyInstanceUid, seriesInstanceUid ?? throw new ArgumentNullException(nameof(seriesInstanceUid)), null), priority)
    {
    }

    /// <summary>Makes a request for an instance.</summary>
    /// <param name="studyInstanceUid">The study.</param>
    /// <param name="seriesInstanceUid">The series.</param>
    /// <param name="sopInstanceUid">The instance.</param>
    /// <param name="priority">The priority.</param>
    /// <exception cref="DicomValidationException">A UID is malformed.</exception>
    public DicomCGetRequest(string studyInstanceUid, string seriesInstanceUid, string sopInstanceUid, DicomPriority priority = DicomPriority.Medium)
        : this(Identifier.Of(studyInstanceUid, seriesInstanceUid ?? throw new ArgumentNullException(nameof(seriesInstanceUid)), sopInstanceUid ?? throw new ArgumentNullException(nameof(sopInstanceUid))), priority)
    {
    }

    private DicomCGetRequest(DicomDataset identifier, DicomPriority priority)
        : base(DicomCommandField.CGetRequest, DicomUID.StudyRootQueryRetrieveInformationModelGet, priority)
    {
        Dataset = identifier;
    }

    /// <summary>Query/Retrieve Level (0008,0052) of the data set; of a received request known when that is there.</summary>
    public DicomQueryRetrieveLevel Level => Identifier.LevelOf(Dataset, SOPClassUID);

    /// <inheritdoc/>
    protected override void PostResponse(DicomService service, DicomResponse response)
    {
        DicomCGetResponse own = Own<DicomCGetResponse>(response);
        OnResponseReceived?.Invoke(this, own);
    }
}
