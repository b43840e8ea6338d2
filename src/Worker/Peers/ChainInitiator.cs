using System.Net.Security;
using System.Security.Authentication;

namespace ContourFlow.Worker.Peers;

/// <summary>
/// A client's side of TLS that shows its certificate with those between it and the root (RFC 8446 section 4.4.2), so that servers
/// which know the root alone can trust it. The toolkit's own initiator shows one certificate.
/// </summary>
/// <param name="own">The certificates that are shown where the server asks; null: none.</param>
/// <param name="judge">Judges the server's certificate; null: the system does.</param>
internal sealed class ChainInitiator(SslStreamCertificateContext? own, RemoteCertificateValidationCallback? judge) : ITlsInitiator
{
    /// <summary>Judges the server's certificate; null: the system does.</summary>
    public RemoteCertificateValidationCallback? Judge => judge;

    /// <inheritdoc/>
    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    public Stream InitiateTls(Stream plainStream, string remoteAddress, int remotePort) =>
        SecureTransport.Handshake(plainStream, judge, (secured, limit) =>
            secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = remoteAddress,
                    ClientCertificateContext = own,
                    EnabledSslProtocols = SecureTransport.Protocols,
                    CipherSuitesPolicy = SecureTransport.CipherSuites,
                    AllowRenegotiation = false,
                },
                limit));
}
