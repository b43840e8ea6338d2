namespace ContourFlow.Dicom.Network;

/// <summary>An N-SET response (DICOM PS3.7 10.3.4).</summary>
public sealed class DicomNSetResponse : DicomResponse
{
    /// <summary>Makes a response of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomNSetResponse(DicomDataset command)
        : base(command) => Expect(DicomCommandField.NSetResponse);

    /// <summary>Makes a response to a request.</summary>
    public DicomNSetResponse(DicomNSetRequest request, DicomStatus status)
        : base(request, status)
    {
        SetUid(DicomTag.AffectedSOPInstanceUID, request.SOPInstanceUID);
    }

    /// <summary>Affected SOP Instance UID (0000,1000); <c>null</c> where it is missing.</summary>
    public DicomUID? SOPInstanceUID => CommandSet.OptionalUid(Command, DicomTag.AffectedSOPInstanceUID);
}
