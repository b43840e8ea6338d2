namespace ContourFlow.Dicom.Network;

/// <summary>A C-STORE request (DICOM PS3.7 9.1.1, PS3.4 B): asks the peer to keep an object.</summary>
public sealed class DicomCStoreRequest : DicomPriorityRequest
{
    /// <summary>Handles a response.</summary>
    public delegate void ResponseDelegate(DicomCStoreRequest request, DicomCStoreResponse response);

    /// <summary>Called with the response.</summary>
    public ResponseDelegate? OnResponseReceived;

    /// <summary>Makes a request of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomCStoreRequest(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.CStoreRequest);
        CommandSet.Uid(command, DicomTag.AffectedSOPClassUID);
        CommandSet.Uid(command, DicomTag.AffectedSOPInstanceUID);
        ExpectDataset();
    }

    /// <summary>
    /// Makes a request of a file. Its transfer syntax is that of its meta information; so are its SOP class and instance,
    /// unless the data set has others: a receiver holds the command against the data set (PS3.4 B.2.3).
    /// </summary>
    /// <exception cref="DicomDataException">The file names no SOP class or instance.</exception>
    public DicomCStoreRequest(DicomFile file, DicomPriority priority = DicomPriority.Medium)
        : base(DicomCommandField.CStoreRequest, Identity(file, DicomTag.SOPClassUID, DicomTag.MediaStorageSOPClassUID), priority)
    {
        File = file;
        Dataset = file.Dataset;
        SetUid(DicomTag.AffectedSOPInstanceUID, Identity(file, DicomTag.SOPInstanceUID, DicomTag.MediaStorageSOPInstanceUID));
    }

    /// <summary>Makes a request of a file on disk. Large values stay there until they are sent; the file must then still be the same.</summary>
    /// <exception cref="DicomFileException">The file cannot be read as DICOM.</exception>
    /// <exception cref="DicomDataException">The file names no SOP class or instance.</exception>
    public DicomCStoreRequest(string fileName, DicomPriority priority = DicomPriority.Medium)
        : this(DicomFile.Open(fileName, FileReadOption.ReadLargeOnDemand), priority) => IsAsOnDisk = File!.DatasetPosition > 0;

    /// <summary>The file; <c>null</c> of a received request before the object is there.</summary>
    public DicomFile? File { get; internal set; }

    /// <summary>Whether the object was named by its file, so that its data set is sent as it lies there, byte for byte.</summary>
    internal bool IsAsOnDisk { get; }

    /// <summary>Affected SOP Instance UID (0000,1000).</summary>
    public DicomUID SOPInstanceUID => CommandSet.Uid(Command, DicomTag.AffectedSOPInstanceUID);

    /// <summary>The transfer syntax of the object; of a received one that of its presentation context.</summary>
    public DicomTransferSyntax? TransferSyntax => File?.FileMetaInfo.TransferSyntax ?? PresentationContext?.AcceptedTransferSyntax;

    /// <summary>Transfer syntaxes to propose beside the object's own and the uncompressed ones.</summary>
    public DicomTransferSyntax[]? AdditionalTransferSyntaxes { get; set; }

    /// <summary>Whether implicit VR little endian is not proposed, so that private attributes keep their value representations. PS3.5 10.1 asks for it.</summary>
    public bool OmitImplicitVrTransferSyntaxInAssociationRequest { get; set; }

    /// <summary>Service class for common extended negotiation (PS3.7 D.3.3.6).</summary>
    public DicomUID? CommonServiceClassUid { get; set; }

    /// <summary>SOP classes that the object can be taken for (PS3.7 D.3.3.6).</summary>
    public List<DicomUID>? RelatedGeneralSopClasses { get; set; }

    /// <summary>Takes the object that came with the request.</summary>
    internal void Receive(DicomFile file) => (File, Dataset) = (file, file.Dataset);

    /// <inheritdoc/>
    protected override void PostResponse(DicomService service, DicomResponse response)
    {
        DicomCStoreResponse own = Own<DicomCStoreResponse>(response);
        OnResponseReceived?.Invoke(this, own);
    }

    private static DicomUID Identity(DicomFile file, DicomTag tag, DicomTag metaTag)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Dataset.TryGetSingleValue(tag, out DicomUID? own) && own is { UID.Length: > 0 })
            return own;
        return file.FileMetaInfo.TryGetSingleValue(metaTag, out DicomUID? uid) && uid is { UID.Length: > 0 }
            ? uid
            : throw new DicomDataException($"{tag} {tag.DictionaryEntry.Keyword} is missing in the file: it cannot be sent without it.");
    }
}
