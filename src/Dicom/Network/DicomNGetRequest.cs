namespace ContourFlow.Dicom.Network;

/// <summary>An N-GET request (DICOM PS3.7 10.1.2): asks for attributes of a SOP instance.</summary>
public sealed class DicomNGetRequest : DicomRequest
{
    /// <summary>Handles a response.</summary>
    public delegate void ResponseDelegate(DicomNGetRequest request, DicomNGetResponse response);

    /// <summary>Called with the response.</summary>
    public ResponseDelegate? OnResponseReceived;

    /// <summary>Makes a request of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomNGetRequest(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.NGetRequest);
        CommandSet.Uid(command, DicomTag.RequestedSOPClassUID);
        CommandSet.Uid(command, DicomTag.RequestedSOPInstanceUID);
        CommandSet.Tags(command, DicomTag.AttributeIdentifierList);
    }

    /// <summary>Makes a request.</summary>
    /// <param name="requestedClassUid">The SOP class.</param>
    /// <param name="requestedInstanceUid">The SOP instance.</param>
    public DicomNGetRequest(DicomUID requestedClassUid, DicomUID requestedInstanceUid)
        : base(DicomCommandField.NGetRequest, requestedClassUid)
    {
        ArgumentNullException.ThrowIfNull(requestedInstanceUid);
        SetUid(DicomTag.RequestedSOPInstanceUID, requestedInstanceUid);
    }

    /// <summary>Requested SOP Instance UID (0000,1001).</summary>
    public DicomUID SOPInstanceUID => CommandSet.Uid(Command, DicomTag.RequestedSOPInstanceUID);

    /// <summary>Attribute Identifier List (0000,1005); none: all attributes are asked for.</summary>
    public DicomTag[] Attributes => CommandSet.Tags(Command, DicomTag.AttributeIdentifierList);

    /// <inheritdoc/>
    protected override void PostResponse(DicomService service, DicomResponse response)
    {
        DicomNGetResponse own = Own<DicomNGetResponse>(response);
        OnResponseReceived?.Invoke(this, own);
    }
}
