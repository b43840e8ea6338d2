using System.Text;
using ContourFlow.Dicom.Network.Tls;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Dicom.Network.Client;

/// <summary>What is done with an object that comes in answer to C-GET.</summary>
public delegate Task<DicomCStoreResponse> DicomClientCStoreRequestHandler(DicomCStoreRequest request);

/// <summary>What is done with a report, such as one of storage commitment, that comes on the client's own association.</summary>
public delegate Task<DicomNEventReportResponse> DicomClientNEventReportRequestHandler(DicomNEventReportRequest request);

/// <summary>Sends requests to one peer, one after the other, on as many associations as they need.</summary>
public interface IDicomClient
{
    /// <summary>The peer's host.</summary>
    string Host { get; }

    /// <summary>The peer's port.</summary>
    int Port { get; }

    /// <summary>Its TLS; <c>null</c>: none.</summary>
    ITlsInitiator? TlsInitiator { get; }

    /// <summary>AE title of this side.</summary>
    string CallingAe { get; }

    /// <summary>AE title of the peer.</summary>
    string CalledAe { get; }

    /// <summary>Where it logs.</summary>
    ILogger Logger { get; set; }

    /// <summary>How its associations work.</summary>
    DicomServiceOptions ServiceOptions { get; }

    /// <summary>When associations are made and ended.</summary>
    DicomClientOptions ClientOptions { get; }

    /// <summary>Presentation contexts beside those of the requests: of what C-GET may bring.</summary>
    List<DicomPresentationContext> AdditionalPresentationContexts { get; set; }

    /// <summary>Who this side says that it is (PS3.7 annex D.3.3.7); <c>null</c>: nothing.</summary>
    DicomUserIdentityNegotiation? UserIdentityNegotiation { get; set; }

    /// <summary>The encoding of text in data sets that do not name their character set; <c>null</c>: ASCII.</summary>
    Encoding? FallbackEncoding { get; set; }

    /// <summary>Takes objects that come in answer to C-GET; without it they are refused.</summary>
    DicomClientCStoreRequestHandler? OnCStoreRequest { get; set; }

    /// <summary>Takes reports; without it they are refused.</summary>
    DicomClientNEventReportRequestHandler? OnNEventReportRequest { get; set; }

    /// <summary>Whether there are requests that have not been sent.</summary>
    bool IsSendRequired { get; }

    /// <summary>Adds a request.</summary>
    Task AddRequestAsync(DicomRequest dicomRequest);

    /// <summary>Adds requests.</summary>
    Task AddRequestsAsync(IEnumerable<DicomRequest> dicomRequests);

    /// <summary>Sends what was added. Responses come to the requests' handlers; a request that the peer has no presentation context for is answered 0122H here.</summary>
    /// <param name="cancellationToken">Ends it early; the requests that are left stay with the client.</param>
    /// <param name="cancellationMode">How the association is then ended.</param>
    /// <exception cref="DicomAssociationRejectedException">The peer rejects the association.</exception>
    /// <exception cref="DicomAssociationAbortedException">The association was aborted.</exception>
    /// <exception cref="DicomAssociationRequestTimedOutException">The peer did not answer the request for an association.</exception>
    /// <exception cref="DicomRequestTimedOutException">A response did not come in time; the association is aborted.</exception>
    /// <exception cref="DicomNetworkException">No connection, or it was lost.</exception>
#pragma warning disable CA1068 // The order is fo-dicom's.
    Task SendAsync(CancellationToken cancellationToken = default, DicomClientCancellationMode cancellationMode = DicomClientCancellationMode.ImmediatelyReleaseAssociation);
#pragma warning restore CA1068
}
