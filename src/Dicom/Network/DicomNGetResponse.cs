namespace ContourFlow.Dicom.Network;

/// <summary>An N-GET response (DICOM PS3.7 10.3.2).</summary>
public sealed class DicomNGetResponse : DicomResponse
{
    /// <summary>Makes a response of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomNGetResponse(DicomDataset command)
        : base(command) => Expect(DicomCommandField.NGetResponse);

    /// <summary>Makes a response to a request.</summary>
    public DicomNGetResponse(DicomNGetRequest request, DicomStatus status)
        : base(request, status)
    {
        SetUid(DicomTag.AffectedSOPInstanceUID, request.SOPInstanceUID);
    }

    /// <summary>Affected SOP Instance UID (0000,1000); <c>null</c> where it is missing.</summary>
    public DicomUID? SOPInstanceUID => CommandSet.OptionalUid(Command, DicomTag.AffectedSOPInstanceUID);
}
