namespace ContourFlow.Dicom.Network;

/// <summary>A C-MOVE request (DICOM PS3.7 9.1.4, PS3.4 C.4.2): asks the peer to send objects to an AE title.</summary>
public sealed class DicomCMoveRequest : DicomPriorityRequest
{
    /// <summary>Handles a response.</summary>
    public delegate void ResponseDelegate(DicomCMoveRequest request, DicomCMoveResponse response);

    /// <summary>Called with each response: the pending ones tell how far the retrieval is.</summary>
    public ResponseDelegate? OnResponseReceived;

    /// <summary>Makes a request of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomCMoveRequest(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.CMoveRequest);
        CommandSet.Uid(command, DicomTag.AffectedSOPClassUID);
        CommandSet.Title(command, DicomTag.MoveDestination);
        ExpectDataset();
    }

    /// <summary>Makes a request for a study.</summary>
    /// <param name="destinationAe">AE title that the peer sends to; it must know its address.</param>
    /// <param name="studyInstanceUid">The study.</param>
    /// <param name="priority">The priority.</param>
    /// <exception cref="DicomValidationException">A UID is malformed.</exception>
    /// <exception cref="DicomNetworkException">The AE title is malformed.</exception>
    public DicomCMoveRequest(string destinationAe, string studyInstanceUid, DicomPriority priority = DicomPriority.Medium)
        : this(destinationAe, Identifier.Of(studyInstanceUid, null, null), priority)
    {
    }

    /// <summary>Makes a request for a series.</summary>
    /// <param name="destinationAe">AE title that the peer sends to; it must know its address.</param>
    /// <param name="studyInstanceUid">The study.</param>
    /// <param name="seriesInstanceUid">The series.</param>
    /// <param name="priority">The priority.</param>
    /// <exception cref="DicomValidationException">A UID is malformed.</exception>
    /// <exception cref="DicomNetworkException">The AE title is malformed.</exception>
    public DicomCMoveRequest(string destinationAe, string studyInstanceUid, string seriesInstanceUid, DicomPriority priority = DicomPriority.Medium)
        : this(destinationAe, Identifier.Of(studyInstanceUid, seriesInstanceUid ?? throw new ArgumentNullException(nameof(seriesInstanceUid)), null), priority)
    {
    }

    /// <summary>Makes a request for an instance.</summary>
    /// <param name="destinationAe">AE title that the peer sends to; it must know its address.</param>
    /// <param name="studyInstanceUid">The study.</param>
    /// <param name="seriesInstanceUid">The series.</param>
    /// <param name="sopInstanceUid">The instance.</param>
    /// <param name="priority">The priority.</param>
    /// <exception cref="DicomValidationException">A UID is malformed.</exception>
    /// <exception cref="DicomNetworkException">The AE title is malformed.</exception>
    public DicomCMoveRequest(string destinationAe, string studyInstanceUid, string seriesInstanceUid, string sopInstanceUid, DicomPriority priority = DicomPriority.Medium)
        : this(destinationAe, Identifier.Of(studyInstanceUid, seriesInstanceUid ?? throw new ArgumentNullException(nameof(seriesInstanceUid)), sopInstanceUid ?? throw new ArgumentNullException(nameof(sopInstanceUid))), priority)
    {
    }

    private DicomCMoveRequest(string destinationAe, DicomDataset identifier, DicomPriority priority)
        : base(DicomCommandField.CMoveRequest, DicomUID.StudyRootQueryRetrieveInformationModelMove, priority)
    {
        ArgumentNullException.ThrowIfNull(destinationAe);
        Command.AddOrUpdate(DicomTag.MoveDestination, destinationAe);
        CommandSet.Title(Command, DicomTag.MoveDestination);
        Dataset = identifier;
    }

    /// <summary>Query/Retrieve Level (0008,0052) of the data set; of a received request known when that is there.</summary>
    public DicomQueryRetrieveLevel Level => Identifier.LevelOf(Dataset, SOPClassUID);

    /// <summary>Move Destination (0000,0600).</summary>
    public string DestinationAE => CommandSet.Title(Command, DicomTag.MoveDestination);

    /// <inheritdoc/>
    protected override void PostResponse(DicomService service, DicomResponse response)
    {
        DicomCMoveResponse own = Own<DicomCMoveResponse>(response);
        OnResponseReceived?.Invoke(this, own);
    }
}
