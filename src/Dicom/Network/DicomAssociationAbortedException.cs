namespace ContourFlow.Dicom.Network;

/// <summary>The association ended with A-ABORT (DICOM PS3.8 9.3.8).</summary>
public class DicomAssociationAbortedException : DicomNetworkException
{
    /// <summary>Makes the exception.</summary>
    public DicomAssociationAbortedException(DicomAbortSource source, DicomAbortReason reason)
        : base($"The association was aborted by the {Words(source)}: {Words(reason)} (PS3.8 9.3.8: source {(int)source}, reason {(int)reason}).")
    {
        AbortSource = source;
        AbortReason = reason;
    }

    /// <summary>Which part of the peer aborted.</summary>
    public DicomAbortSource AbortSource { get; }

    /// <summary>Why; without meaning where an application aborted.</summary>
    public DicomAbortReason AbortReason { get; }

    private static string Words(DicomAbortSource source) => source switch
    {
        DicomAbortSource.ServiceUser => "application of the peer",
        DicomAbortSource.ServiceProvider => "peer's implementation of the protocol",
        _ => "peer",
    };

    private static string Words(DicomAbortReason reason) => reason switch
    {
        DicomAbortReason.UnrecognizedPDU => "it got a PDU that it does not know",
        DicomAbortReason.UnexpectedPDU => "it got a PDU that it did not expect",
        DicomAbortReason.UnrecognizedPDUParameter => "it got a PDU with a parameter that it does not know",
        DicomAbortReason.UnexpectedPDUParameter => "it got a PDU with a parameter that it did not expect",
        DicomAbortReason.InvalidPDUParameter => "it got a PDU with a parameter whose value is invalid",
        _ => "no reason is given",
    };
}
