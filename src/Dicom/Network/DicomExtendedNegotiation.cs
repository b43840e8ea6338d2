namespace ContourFlow.Dicom.Network;

/// <summary>
/// What is negotiated for a SOP class beyond presentation contexts: application information (DICOM PS3.7 D.3.3.5), and
/// the service class and related general SOP classes (PS3.7 D.3.3.6).
/// </summary>
public class DicomExtendedNegotiation
{
    /// <summary>Makes a negotiation of application information.</summary>
    public DicomExtendedNegotiation(DicomUID sopClassUid, DicomServiceApplicationInfo applicationInfo)
        : this(sopClassUid, applicationInfo, null)
    {
    }

    /// <summary>Makes a negotiation of the service class and related general SOP classes.</summary>
    public DicomExtendedNegotiation(DicomUID sopClassUid, DicomUID serviceClassUid, params DicomUID[] relatedGeneralSopClasses)
        : this(sopClassUid, null, serviceClassUid, relatedGeneralSopClasses)
    {
    }

    /// <summary>Makes a negotiation of both.</summary>
    public DicomExtendedNegotiation(DicomUID sopClassUid, DicomServiceApplicationInfo? applicationInfo, DicomUID? serviceClassUid, params DicomUID[] relatedGeneralSopClasses)
    {
        ArgumentNullException.ThrowIfNull(sopClassUid);
        ArgumentNullException.ThrowIfNull(relatedGeneralSopClasses);
        SopClassUid = sopClassUid;
        RequestedApplicationInfo = applicationInfo;
        ServiceClassUid = serviceClassUid;
        RelatedGeneralSopClasses = [.. relatedGeneralSopClasses];
    }

    /// <summary>The SOP class that is negotiated.</summary>
    public DicomUID SopClassUid { get; }

    /// <summary>What the requestor proposes.</summary>
    public DicomServiceApplicationInfo? RequestedApplicationInfo { get; internal set; }

    /// <summary>What the acceptor accepts; <c>null</c> where it accepts nothing.</summary>
    public DicomServiceApplicationInfo? AcceptedApplicationInfo { get; private set; }

    /// <summary>The service class.</summary>
    public DicomUID? ServiceClassUid { get; internal set; }

    /// <summary>SOP classes whose objects those of this one can be taken for.</summary>
    public List<DicomUID> RelatedGeneralSopClasses { get; }

    /// <summary>The application information as text: proposed, and accepted where there is an answer.</summary>
    public string GetApplicationInfo() =>
        $"{RequestedApplicationInfo}{(AcceptedApplicationInfo is null ? "" : $" [accepted: {AcceptedApplicationInfo}]")}";

    /// <summary>Accepts application information: of the proposed fields those that the acceptor says, no others.</summary>
    public void AcceptApplicationInfo(DicomServiceApplicationInfo acceptedInfo)
    {
        ArgumentNullException.ThrowIfNull(acceptedInfo);
        AcceptedApplicationInfo = RequestedApplicationInfo is { } requested
            ? new DicomServiceApplicationInfo([.. acceptedInfo.GetValues().Take(requested.Count)])
            : null;
    }
}
