namespace ContourFlow.Dicom.Network.Tls;

/// <summary>The client's side of a TLS handshake.</summary>
public interface ITlsInitiator
{
    /// <summary>Makes the handshake and gives the stream of plain bytes over it.</summary>
    /// <param name="plainStream">The connection.</param>
    /// <param name="remoteAddress">Host that was connected to: the name that the server's certificate has to have.</param>
    /// <param name="remotePort">Its port.</param>
    Stream InitiateTls(Stream plainStream, string remoteAddress, int remotePort);
}
