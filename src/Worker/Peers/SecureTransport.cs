using System.Net.Security;
using System.Security.Authentication;

namespace ContourFlow.Worker.Peers;

/// <summary>The BCP 195 RFC 8996, 9325 TLS Secure Transport Connection Profile (DICOM PS3.15 annex B.12): TLS 1.2 and 1.3, forward secrecy, authenticated encryption.</summary>
internal static class SecureTransport
{
    /// <summary>The versions.</summary>
    public const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The suites of RFC 9325 section 4.2; null where the system alone decides (Windows).</summary>
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

    /// <summary>Runs a handshake that has to end within 30 s.</summary>
    /// <param name="plain">The connection; closed where the handshake fails.</param>
    /// <param name="validation">Judges the peer's certificate in the place of the system's trust; null: the system does.</param>
    /// <param name="handshake">This side of it.</param>
    /// <exception cref="AuthenticationException">It failed, or did not end.</exception>
    public static SslStream Handshake(Stream plain, RemoteCertificateValidationCallback? validation, Func<SslStream, CancellationToken, Task> handshake)
    {
        var secured = new SslStream(plain, leaveInnerStreamOpen: false, validation);
        using var limit = new CancellationTokenSource(HandshakeTimeout);
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
                OperationCanceledException => new AuthenticationException($"the peer did not end it within {HandshakeTimeout.TotalSeconds:0.#} s.", fault),
                IOException => new AuthenticationException("the peer broke it off.", fault),
                _ => fault,
            };
        }
    }
}
