using ContourFlow.Dicom.Network.Tls;

namespace ContourFlow.Dicom.Network.Client;

/// <summary>Makes clients.</summary>
public static class DicomClientFactory
{
    /// <summary>A client of one peer.</summary>
    /// <param name="host">The peer's host.</param>
    /// <param name="port">The peer's port.</param>
    /// <param name="useTls">Whether the connection is secured, trusting what the system trusts.</param>
    /// <param name="callingAe">AE title of this side.</param>
    /// <param name="calledAe">AE title of the peer.</param>
    public static IDicomClient Create(string host, int port, bool useTls, string callingAe, string calledAe) =>
        new DicomClient(host, port, useTls ? new DefaultTlsInitiator() : null, callingAe, calledAe);

    /// <summary>A client of one peer.</summary>
    /// <param name="host">The peer's host.</param>
    /// <param name="port">The peer's port.</param>
    /// <param name="tlsInitiator">Secures the connection; <c>null</c>: it is not secured.</param>
    /// <param name="callingAe">AE title of this side.</param>
    /// <param name="calledAe">AE title of the peer.</param>
    public static IDicomClient Create(string host, int port, ITlsInitiator? tlsInitiator, string callingAe, string calledAe) =>
        new DicomClient(host, port, tlsInitiator, callingAe, calledAe);
}
