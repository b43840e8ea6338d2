using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ContourFlow.Dicom.Network.Tls;

/// <summary>A server's TLS by <see cref="SslStream"/>, after BCP 195 (DICOM PS3.15 annex B.12).</summary>
public class DefaultTlsAcceptor : ITlsAcceptor
{
    /// <summary>Takes a certificate of the machine's store, by its subject's name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public DefaultTlsAcceptor(string certificateName)
    {
        using var store = new X509Store(StoreName.My, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);
        var found = store.Certificates.Find(X509FindType.FindBySubjectName, certificateName, validOnly: false);
        Certificate = found.Count > 0
            ? found[0]
            : throw new ArgumentException("The machine's certificate store has no certificate of this name.", nameof(certificateName));
    }

    /// <summary>Takes the certificate and key of a PKCS #12 file.</summary>
    public DefaultTlsAcceptor(string certificateFilename, string password) =>
        Certificate = X509CertificateLoader.LoadPkcs12FromFile(certificateFilename, password);

    /// <summary>Takes a certificate that has its private key.</summary>
    public DefaultTlsAcceptor(X509Certificate certificate) => Certificate = certificate;

    /// <summary>The server's certificate, with its key.</summary>
    public X509Certificate Certificate { get; set; }

    /// <summary>How long a handshake may take; 30 s.</summary>
    public TimeSpan SslHandshakeTimeout { get; set; } = TlsProfile.HandshakeTimeout;

    /// <summary>The versions; 1.2 and 1.3.</summary>
    public SslProtocols Protocols { get; set; } = TlsProfile.Protocols;

    /// <summary>Whether the client has to show a certificate that is trusted.</summary>
    public bool RequireMutualAuthentication { get; set; }

    /// <summary>Whether revocation of the client's certificate is looked up.</summary>
    public bool CheckCertificateRevocation { get; set; }

    /// <summary>Judges the client's certificate in the place of the system's trust.</summary>
    public RemoteCertificateValidationCallback? CertificateValidationCallback { get; set; }

    /// <inheritdoc/>
    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    public Stream AcceptTls(Stream encryptedStream, string remoteAddress, int localPort) =>
        TlsProfile.Handshake(encryptedStream, SslHandshakeTimeout, RequireMutualAuthentication ? CertificateValidationCallback : null, (secured, limit) =>
            secured.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = Certificate,
                    ClientCertificateRequired = RequireMutualAuthentication,
                    EnabledSslProtocols = Protocols,
                    CertificateRevocationCheckMode = CheckCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
                    CipherSuitesPolicy = TlsProfile.CipherSuites,
                    AllowRenegotiation = false,
                },
                limit));
}
