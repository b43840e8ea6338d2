using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ContourFlow.Dicom.Network.Tls;

/// <summary>A client's TLS by <see cref="SslStream"/>, after BCP 195 (DICOM PS3.15 annex B.12).</summary>
public class DefaultTlsInitiator : ITlsInitiator
{
    /// <summary>Makes one without a certificate of its own, which trusts what the system trusts.</summary>
    public DefaultTlsInitiator()
    {
    }

    /// <summary>Whether a server's certificate is taken whatever is wrong with it: for tests only.</summary>
    public bool IgnoreSslPolicyErrors { get; set; }

    /// <summary>How long a handshake may take; 30 s.</summary>
    public TimeSpan SslHandshakeTimeout { get; set; } = TlsProfile.HandshakeTimeout;

    /// <summary>The client's certificates, with their keys.</summary>
    public X509CertificateCollection? Certificates { get; set; }

    /// <summary>The versions; 1.2 and 1.3.</summary>
    public SslProtocols Protocols { get; set; } = TlsProfile.Protocols;

    /// <summary>Whether revocation of the server's certificate is looked up.</summary>
    public bool CheckCertificateRevocation { get; set; }

    /// <summary>Judges the server's certificate in the place of the system's trust.</summary>
    public RemoteCertificateValidationCallback? CertificateValidationCallback { get; set; }

    /// <inheritdoc/>
    /// <exception cref="AuthenticationException">The handshake failed.</exception>
#pragma warning disable CA5359 // What IgnoreSslPolicyErrors says.
    public Stream InitiateTls(Stream plainStream, string remoteAddress, int remotePort) =>
        TlsProfile.Handshake(plainStream, SslHandshakeTimeout, IgnoreSslPolicyErrors ? (_, _, _, _) => true : CertificateValidationCallback, (secured, limit) =>
            secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = remoteAddress,
                    ClientCertificates = Certificates,
                    EnabledSslProtocols = Protocols,
                    CertificateRevocationCheckMode = CheckCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
                    CipherSuitesPolicy = TlsProfile.CipherSuites,
                    AllowRenegotiation = false,
                },
                limit));
#pragma warning restore CA5359
}
