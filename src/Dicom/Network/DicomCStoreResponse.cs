namespace ContourFlow.Dicom.Network;

/// <summary>A C-STORE response (DICOM PS3.7 9.3.1.2).</summary>
public sealed class DicomCStoreResponse : DicomResponse
{
    /// <summary>Makes a response of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomCStoreResponse(DicomDataset command)
        : base(command) => Expect(DicomCommandField.CStoreResponse);

    /// <summary>Makes a response to a request.</summary>
    public DicomCStoreResponse(DicomCStoreRequest request, DicomStatus status)
        : base(request, status)
    {
        SetUid(DicomTag.AffectedSOPInstanceUID, request.SOPInstanceUID);
    }
}
