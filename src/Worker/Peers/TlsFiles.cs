using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ContourFlow.Worker.Peers;

/// <summary>The PEM files of a secured connection (DICOM PS3.15 annex B.12).</summary>
/// <param name="Certificate">This side's certificate, followed by those between it and the root.</param>
/// <param name="Key">Its private key.</param>
/// <param name="Authority">Certificates of the authorities that the peer's has to come from; null: those that the system trusts.</param>
internal sealed record TlsFiles(string? Certificate, string? Key, string? Authority)
{
    // Purposes of a certificate that names any (RFC 5280 section 4.2.1.12): a hospital's authority issues them for web servers and for doctors, too.
    private const string ForServers = "1.3.6.1.5.5.7.3.1", ForClients = "1.3.6.1.5.5.7.3.2";

    /// <summary>A server's side. With an authority, clients have to show a certificate of it.</summary>
    /// <exception cref="PeerOptionsException">A file cannot be read as what it has to be.</exception>
    public ITlsAcceptor Acceptor() => new ChainAcceptor(
        ServerCertificates(),
        // A client's address says nothing of its certificate: it is known by the authority alone.
        TrustPolicy(ForClients) is { } trust ? Judge(trust, ignoresName: true) : null);

    /// <summary>A web server's side, by the same rules.</summary>
    /// <exception cref="PeerOptionsException">A file cannot be read as what it has to be.</exception>
    public void Secure(HttpsConnectionAdapterOptions https)
    {
        SslStreamCertificateContext own = ServerCertificates();
        https.ServerCertificate = own.TargetCertificate;
        https.ServerCertificateChain = [.. own.IntermediateCertificates];
        if (TrustPolicy(ForClients) is not { } trust)
            return;
        RemoteCertificateValidationCallback judge = Judge(trust, ignoresName: true);
        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.ClientCertificateValidation = (certificate, chain, errors) => judge(https, certificate, chain, errors);
    }

    /// <summary>A client's side. The server's certificate has to be of the authority and to name the host.</summary>
    /// <exception cref="PeerOptionsException">A file cannot be read as what it has to be.</exception>
    public ITlsInitiator Initiator() => new ChainInitiator(
        OwnCertificates(),
        TrustPolicy(ForServers) is { } trust ? Judge(trust, ignoresName: false) : null);

    /// <summary>This side's certificate with its key, and those of the file that lie between it and the root; null where there is none.</summary>
    /// <exception cref="PeerOptionsException">A file cannot be read as what it has to be.</exception>
    public SslStreamCertificateContext? OwnCertificates()
    {
        if (Certificate is null && Key is null)
            return null;
        if (Certificate is null || Key is null)
            throw new PeerOptionsException("--tls-cert and --tls-key belong together.");
        try
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(Certificate);
            // Offline: what is not in the file is not looked for at addresses that a certificate names.
            return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(Certificate, Key), all, offline: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new PeerOptionsException($"Certificate {Certificate} and key {Key} cannot be read as PEM files that belong together.", fault);
        }
    }

    /// <summary>What a server's certificate is judged by; null: by what the system trusts.</summary>
    /// <exception cref="PeerOptionsException">The file cannot be read as what it has to be.</exception>
    public X509ChainPolicy? ServerTrust() => TrustPolicy(ForServers);

    private SslStreamCertificateContext ServerCertificates() =>
        OwnCertificates() ?? throw new PeerOptionsException("A receiver with TLS needs --tls-cert and --tls-key.");

    private X509ChainPolicy? TrustPolicy(string purpose)
    {
        if (Authority is null)
            return null;

        // A hospital's own authority publishes no list of revoked certificates as a rule, and a missing list would end every connection.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.ApplicationPolicy.Add(new Oid(purpose));
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(Authority);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new PeerOptionsException($"{Authority} cannot be read as a PEM file of certificates.", fault);
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw new PeerOptionsException($"{Authority} holds no certificate.");
    }

    private static RemoteCertificateValidationCallback Judge(X509ChainPolicy trust, bool ignoresName) => (_, certificate, sent, errors) =>
    {
        if (certificate is null || (!ignoresName && errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)))
            return false;
        using var chain = new X509Chain { ChainPolicy = trust.Clone() };
        foreach (X509ChainElement element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build((X509Certificate2)certificate);
    };
}
