namespace ContourFlow.Dicom.Network;

/// <summary>The peer answered the request for an association with A-ASSOCIATE-RJ (DICOM PS3.8 9.3.4).</summary>
public class DicomAssociationRejectedException : DicomNetworkException
{
    /// <summary>Makes the exception.</summary>
    public DicomAssociationRejectedException(DicomRejectResult result, DicomRejectSource source, DicomRejectReason reason)
        : base($"The peer rejected the association {Words(result)}: {Words(reason)} (said by the {Words(source)}; PS3.8 9.3.4: result {(int)result}, source {(int)source}, reason {(int)reason & 0xF}).")
    {
        RejectResult = result;
        RejectSource = source;
        RejectReason = reason;
    }

    /// <summary>Whether to try again later makes sense.</summary>
    public DicomRejectResult RejectResult { get; }

    /// <summary>Which part of the peer rejected.</summary>
    public DicomRejectSource RejectSource { get; }

    /// <summary>Why.</summary>
    public DicomRejectReason RejectReason { get; }

    private static string Words(DicomRejectResult result) => result switch
    {
        DicomRejectResult.Permanent => "permanently",
        DicomRejectResult.Transient => "for now; it may be asked again later",
        _ => "without a result that PS3.8 knows",
    };

    private static string Words(DicomRejectSource source) => source switch
    {
        DicomRejectSource.ServiceUser => "application",
        DicomRejectSource.ServiceProviderACSE => "association control of the protocol",
        DicomRejectSource.ServiceProviderPresentation => "presentation part of the protocol",
        _ => "unknown source",
    };

    private static string Words(DicomRejectReason reason) => reason switch
    {
        DicomRejectReason.NoReasonGiven or DicomRejectReason.NoReasonGiven_ => "it gives no reason",
        DicomRejectReason.ApplicationContextNotSupported => "it does not support the application context name",
        DicomRejectReason.CallingAENotRecognized => "it does not know the calling AE title; have this system's title and address entered there",
        DicomRejectReason.CalledAENotRecognized => "the called AE title is not its own; correct the title of the peer here",
        DicomRejectReason.ProtocolVersionNotSupported => "it does not support the version of the protocol",
        DicomRejectReason.TemporaryCongestion => "it is congested",
        DicomRejectReason.LocalLimitExceeded => "it has as many associations as it allows",
        _ => "its reason is none that PS3.8 knows",
    };
}
