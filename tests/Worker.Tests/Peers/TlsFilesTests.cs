using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ContourFlow.Worker.Peers;

namespace ContourFlow.Worker.Tests.Peers;

/// <summary>Which certificates of the authority that is named are trusted, and for what.</summary>
public sealed class TlsFilesTests : IDisposable
{
    // RFC 5280 section 4.2.1.12.
    private const string Server = "1.3.6.1.5.5.7.3.1", Client = "1.3.6.1.5.5.7.3.2";

    private readonly TemporaryFolder folder = new();
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        key.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(Server, true)]
    [InlineData(Client, false)]
    [InlineData(null, true)]
    public void Server_is_trusted_by_a_certificate_for_servers_or_for_anything(string? purpose, bool isTrusted)
    {
        using X509Certificate2 authority = Authority();
        using X509Certificate2 shown = Issued(authority, purpose);
        var initiator = (ChainInitiator)new TlsFiles(null, null, folder["authority.pem"]).Initiator();

        initiator.Judge!(this, shown, null, SslPolicyErrors.RemoteCertificateChainErrors).Should().Be(isTrusted);
        initiator.Judge!(this, shown, null, SslPolicyErrors.RemoteCertificateNameMismatch).Should().BeFalse();
    }

    [Theory]
    [InlineData(Client, true)]
    [InlineData(Server, false)]
    [InlineData(null, true)]
    public void Client_is_trusted_by_a_certificate_for_clients_or_for_anything(string? purpose, bool isTrusted)
    {
        using X509Certificate2 authority = Authority();
        using X509Certificate2 shown = Issued(authority, purpose);
        File.WriteAllText(folder["own.pem"], shown.ExportCertificatePem());
        File.WriteAllText(folder["own.key"], key.ExportPkcs8PrivateKeyPem());
        var acceptor = (ChainAcceptor)new TlsFiles(folder["own.pem"], folder["own.key"], folder["authority.pem"]).Acceptor();

        acceptor.Judge!(this, shown, null, SslPolicyErrors.RemoteCertificateChainErrors).Should().Be(isTrusted);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private X509Certificate2 Authority()
    {
        using ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", own, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        X509Certificate2 made = request.CreateSelfSigned(Now.AddHours(-1), Now.AddDays(2));
        File.WriteAllText(folder["authority.pem"], made.ExportCertificatePem());
        return made;
    }

    private X509Certificate2 Issued(X509Certificate2 authority, string? purpose)
    {
        var request = new CertificateRequest("CN=peer", key, HashAlgorithmName.SHA256);
        if (purpose is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(new OidCollection { new Oid(purpose) }, critical: false));
        return request.Create(authority, Now.AddMinutes(-30), Now.AddDays(1), [1, 2]);
    }
}
