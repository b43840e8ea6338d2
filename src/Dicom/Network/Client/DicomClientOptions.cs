namespace ContourFlow.Dicom.Network.Client;

/// <summary>When a client's associations are made and ended.</summary>
public class DicomClientOptions
{
    /// <summary>How long the peer may take to take the connection and to answer the request for an association, in milliseconds; 5 s.</summary>
    public int AssociationRequestTimeoutInMs { get; set; } = 5000;

    /// <summary>How long the peer may take to answer the wish for release, in milliseconds; 10 s. The connection is then closed.</summary>
    public int AssociationReleaseTimeoutInMs { get; set; } = 10000;

    /// <summary>How long an association is kept after the last response, for reports or further requests, in milliseconds; 50.</summary>
    public int AssociationLingerTimeoutInMs { get; set; } = 50;

    /// <summary>Requests after which a new association is made; <c>null</c>: any number.</summary>
    public int? MaximumNumberOfRequestsPerAssociation { get; set; }

    /// <summary>How often an association may be asked for that the peer does not answer; 3.</summary>
    public int MaximumNumberOfConsecutiveTimedOutAssociationRequests { get; set; } = 3;

    /// <summary>A copy.</summary>
    public DicomClientOptions Clone() => (DicomClientOptions)MemberwiseClone();
}
