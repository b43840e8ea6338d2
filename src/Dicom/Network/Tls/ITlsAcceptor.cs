namespace ContourFlow.Dicom.Network.Tls;

/// <summary>The server's side of a TLS handshake.</summary>
public interface ITlsAcceptor
{
    /// <summary>Makes the handshake and gives the stream of plain bytes over it.</summary>
    /// <param name="encryptedStream">The connection.</param>
    /// <param name="remoteAddress">Address of the client.</param>
    /// <param name="localPort">Port that it came to.</param>
    Stream AcceptTls(Stream encryptedStream, string remoteAddress, int localPort);
}
