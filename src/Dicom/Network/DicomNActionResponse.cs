namespace ContourFlow.Dicom.Network;

/// <summary>An N-ACTION response (DICOM PS3.7 10.3.5).</summary>
public sealed class DicomNActionResponse : DicomResponse
{
    /// <summary>Makes a response of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomNActionResponse(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.NActionResponse);
        CommandSet.OptionalNumber(command, DicomTag.ActionTypeID);
    }

    /// <summary>Makes a response to a request.</summary>
    public DicomNActionResponse(DicomNActionRequest request, DicomStatus status)
        : base(request, status)
    {
        SetUid(DicomTag.AffectedSOPInstanceUID, request.SOPInstanceUID);
        Command.AddOrUpdate(DicomTag.ActionTypeID, request.ActionTypeID);
    }

    /// <summary>Affected SOP Instance UID (0000,1000); <c>null</c> where it is missing.</summary>
    public DicomUID? SOPInstanceUID => CommandSet.OptionalUid(Command, DicomTag.AffectedSOPInstanceUID);

    /// <summary>Action Type ID (0000,1008); 0 where it is missing.</summary>
    public ushort ActionTypeID => CommandSet.OptionalNumber(Command, DicomTag.ActionTypeID) ?? 0;
}
