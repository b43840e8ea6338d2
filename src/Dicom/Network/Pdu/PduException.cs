namespace ContourFlow.Dicom.Network.Pdu;

/// <summary>Bytes that are no PDU of PS3.8, or none that is in place here: the association is aborted for it.</summary>
internal sealed class PduException(DicomAbortReason reason, string message) : DicomNetworkException(message)
{
    /// <summary>The reason that the peer is told (PS3.8 table 9-26).</summary>
    public DicomAbortReason Reason { get; } = reason;
}
