using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ContourFlow.EndToEnd.Tests.Network;

/// <summary>An authority and certificates of it, as PEM files in a folder.</summary>
internal sealed class Certificates
{
    private readonly string folder;
    private readonly X509Certificate2 authority;
    private byte serial = 1;

    private static DateTimeOffset From { get; } = DateTimeOffset.UnixEpoch.AddYears(40);

    private static DateTimeOffset Until { get; } = DateTimeOffset.UnixEpoch.AddYears(90);

    public Certificates(string folder)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        authority = request.CreateSelfSigned(From, Until);
        File.WriteAllText(Authority, authority.ExportCertificatePem());
    }

    public string Authority => Path.Combine(folder, "ca.pem");

    /// <summary>Makes a certificate for 127.0.0.1 and localhost; gives the paths of it and its key.</summary>
    public (string Certificate, string Key) Of(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using X509Certificate2 certificate = request.Create(authority, From, Until, [serial++]);
        (string pem, string keyPem) = (Path.Combine(folder, $"{name}.pem"), Path.Combine(folder, $"{name}.key"));
        File.WriteAllText(pem, certificate.ExportCertificatePem());
        File.WriteAllText(keyPem, key.ExportRSAPrivateKeyPem());
        return (pem, keyPem);
    }
}
