namespace ContourFlow.Dicom.Network;

/// <summary>What the two sides of an association tell each other and agree on (DICOM PS3.8 7.1).</summary>
public sealed class DicomAssociation
{
    /// <summary>Makes an association without titles.</summary>
    public DicomAssociation()
    {
    }

    /// <summary>Makes an association between two AE titles.</summary>
    public DicomAssociation(string callingAe, string calledAe)
    {
        ArgumentNullException.ThrowIfNull(callingAe);
        ArgumentNullException.ThrowIfNull(calledAe);
        CallingAE = callingAe;
        CalledAE = calledAe;
    }

    /// <summary>AE title of the requestor.</summary>
    public string CallingAE { get; internal set; } = "";

    /// <summary>AE title of the acceptor.</summary>
    public string CalledAE { get; internal set; } = "";

    /// <summary>Most operations that the requestor may have outstanding (PS3.7 D.3.3.3): 1 where nothing is negotiated, 0 for no limit.</summary>
    public int MaxAsyncOpsInvoked { get; set; } = 1;

    /// <summary>Most operations that the requestor performs at once (PS3.7 D.3.3.3): 1 where nothing is negotiated, 0 for no limit.</summary>
    public int MaxAsyncOpsPerformed { get; set; } = 1;

    /// <summary>Host of the peer.</summary>
    public string RemoteHost { get; internal set; } = "";

    /// <summary>Port of the peer.</summary>
    public int RemotePort { get; internal set; }

    /// <summary>Implementation of the peer (PS3.7 D.3.3.2).</summary>
    public DicomUID? RemoteImplementationClassUID { get; internal set; }

    /// <summary>Version of the peer's implementation; empty where it does not say.</summary>
    public string RemoteImplementationVersion { get; internal set; } = "";

    /// <summary>Most bytes of a P-DATA-TF PDU that the peer takes (PS3.8 D.1); 0: it sets no limit.</summary>
    public uint MaximumPDULength { get; internal set; }

    /// <summary>What may be sent, and how encoded.</summary>
    public DicomPresentationContextCollection PresentationContexts { get; } = [];

    /// <summary>What is agreed beyond.</summary>
    public DicomExtendedNegotiationCollection ExtendedNegotiations { get; } = [];

    /// <summary>How this side behaves; <c>null</c> before a service took the association up.</summary>
    public DicomServiceOptions? Options { get; internal set; }

    /// <summary>Who asks; <c>null</c> where nobody is named.</summary>
    public DicomUserIdentityNegotiation? UserIdentityNegotiation { get; internal set; }

    /// <summary>Titles and numbers; nothing of a patient.</summary>
    public override string ToString() => $"Association of {CallingAE} with {CalledAE}, {PresentationContexts.Count} presentation contexts";
}
