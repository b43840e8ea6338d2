namespace ContourFlow.Dicom.Network;

/// <summary>A C-CANCEL request (DICOM PS3.7 9.3.2.3): asks that a C-FIND, C-GET or C-MOVE be ended. Has no response of its own.</summary>
internal sealed class DicomCCancelRequest : DicomMessage
{
    /// <summary>Makes a message of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomCCancelRequest(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.CCancelRequest);
        CommandSet.Number(command, DicomTag.MessageIDBeingRespondedTo);
    }

    /// <summary>Makes a message that ends a request which has been sent.</summary>
    public DicomCCancelRequest(DicomRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Type = DicomCommandField.CCancelRequest;
        PresentationContext = request.PresentationContext;
        Command.AddOrUpdate(DicomTag.MessageIDBeingRespondedTo, request.MessageID);
    }

    /// <summary>Message ID Being Responded To (0000,0120): of the request to end.</summary>
    public ushort RequestMessageID => CommandSet.Number(Command, DicomTag.MessageIDBeingRespondedTo);
}
