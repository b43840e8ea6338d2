using System.Net.Security;
using System.Security.Authentication;

namespace ContourFlow.Worker.Peers;

/// <summary>
/// A server's side of TLS that shows its certificate with those between it and the root (RFC 8446 section 4.4.2), so that clients
/// which know the root alone can trust it. The toolkit's own acceptor shows one certificate.
/// </summary>
/// <param name="own">The certificates that are shown.</param>
/// <param name="judge">Judges the client's certificate, which then has to be shown; null: none is asked for.</param>
internal sealed class ChainAcceptor(SslStreamCertificateContext own, RemoteCertificateValidationCallback? judge) : ITlsAcceptor
{
    /// <summary>Judges the client's certificate, which then has to be shown; null: none is asked for.</summary>
    public RemoteCertificateValidationCallback? Judge => judge;

    /// <inheritdoc/>
    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    public Stream AcceptTls(Stream encryptedStream, string remoteAddress, int localPort) =>
        SecureTransport.Handshake(encryptedStream, judge, (secured, limit) =>
            secured.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = own,
                    ClientCertificateRequired = judge is not null,
                    EnabledSslProtocols = SecureTransport.Protocols,
                    CipherSuitesPolicy = SecureTransport.CipherSuites,
                    AllowRenegotiation = false,
                },
                limit));
}
