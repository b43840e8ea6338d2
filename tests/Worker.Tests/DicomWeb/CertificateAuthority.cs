using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>An authority that signs certificates for loopback.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public CertificateAuthority(string name)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        Certificate = request.CreateSelfSigned(From, Until);
    }

    public X509Certificate2 Certificate { get; }

    private static DateTimeOffset From => TimeProvider.System.GetUtcNow().AddHours(-1);

    private static DateTimeOffset Until => From.AddDays(2);

    public (string Certificate, string Key) Issue(TemporaryFolder folder, string name)
    {
        using ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", own, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 issued = request.Create(Certificate, From.AddMinutes(1), Until.AddMinutes(-1), [1, (byte)name.Length]);
        File.WriteAllText(folder[$"{name}.pem"], issued.ExportCertificatePem());
        File.WriteAllText(folder[$"{name}.key"], own.ExportPkcs8PrivateKeyPem());
        return (folder[$"{name}.pem"], folder[$"{name}.key"]);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        key.Dispose();
    }
}
