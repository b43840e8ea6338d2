using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ContourFlow.Review.Tests.Access;

/// <summary>Over HTTPS, by a certificate of our own.</summary>
public sealed class TlsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_with_a_certificate_is_served_by_https_and_its_cookies_are_for_nothing_else()
    {
        using var folder = new TemporaryFolder();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = new CertificateRequest("CN=review", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        await File.WriteAllTextAsync(folder["review.pem"], made.ExportCertificatePem(), Cancel);
        await File.WriteAllTextAsync(folder["review.key"], key.ExportPkcs8PrivateKeyPem(), Cancel);
        await using ReviewPlace place = await ReviewPlace.StartAsync(options => options with { Certificate = new ReviewCertificate(folder["review.pem"], folder["review.key"]) });
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == made.GetCertHashString();
        using var client = new HttpClient(handler) { BaseAddress = place.Address };

        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/signin", new { token = place.Token(), name = "anna" }, Cancel);

        place.Links[0].Scheme.Should().Be(Uri.UriSchemeHttps);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("Strict-Transport-Security").Should().Equal("max-age=31536000");
        string cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("__Host-contourflow-review=", StringComparison.Ordinal));
        cookie.ToLowerInvariant().Should().Contain("; secure").And.Contain("; httponly").And.Contain("; samesite=strict").And.Contain("; path=/");
    }
}
