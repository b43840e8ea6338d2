using System.Net.Security;
using System.Security.Authentication;

namespace ContourFlow.Dicom.Network.Tls;

/// <summary>The BCP 195 RFC 8996, 9325 TLS Secure Transport Connection Profile (DICOM PS3.15 annex B.12): TLS 1.2 and 1.3, forward secrecy, authenticated encryption.</summary>
internal static class TlsProfile
{
    public const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    public static TimeSpan HandshakeTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The suites of RFC 9325 section 4.2; <c>null</c> where the system alone decides (Windows).</summary>
    public static CipherSuitesPolicy? CipherSuites { get; } = OperatingSystem.IsWindows() ? null : new CipherSuitesPolicy(
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ]);

    /// <summary>Runs a handshake that has to end in time.</summary>
    /// <exception cref="AuthenticationException">It failed, or did not end.</exception>
    public static SslStream Handshake(Stream plain, TimeSpan timeout, RemoteCertificateValidationCallback? validation, Func<SslStream, CancellationToken, Task> handshake)
    {
        var secured = new SslStream(plain, leaveInnerStreamOpen: false, validation);
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            handshake(secured, limit.Token).GetAwaiter().GetResult();
            return secured;
        }
        catch (Exception fault)
        {
            secured.Dispose();
            throw fault switch
            {
                OperationCanceledException => new AuthenticationException($"the peer did not end it within {timeout.TotalSeconds:0.#} s.", fault),
                AuthenticationException => fault,
                IOException => new AuthenticationException("the peer broke it off.", fault),
                _ => fault,
            };
        }
    }
}
