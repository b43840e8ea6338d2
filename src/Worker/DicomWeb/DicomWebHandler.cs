using ContourFlow.Worker.Peers;
using Microsoft.Extensions.Options;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>Makes the handler under an HttpClient that asks an archive: its TLS, and what it does not do.</summary>
internal static class DicomWebHandler
{
    /// <summary>A handler as the options say.</summary>
    /// <exception cref="OptionsValidationException">The options cannot be used.</exception>
    /// <exception cref="PeerOptionsException">A certificate file of them cannot be read.</exception>
    public static SocketsHttpHandler Create(DicomWebOptions options)
    {
        options.Validate();
        var handler = new SocketsHttpHandler
        {
            // A patient's data goes where it was meant to go.
            AllowAutoRedirect = false,
            UseCookies = false,

            // How long an archive is waited for that never says it wants the body.
            Expect100ContinueTimeout = TimeSpan.FromSeconds(0.5),
            ConnectTimeout = options.AnswerTimeout,

            // An archive that moves is found again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        handler.SslOptions.ClientCertificateContext = options.Tls?.OwnCertificates();
        if (options.Tls?.ServerTrust() is { } trust)
            handler.SslOptions.CertificateChainPolicy = trust;
        return handler;
    }

    /// <summary>A client on such a handler. Its deadlines are the options', not its own.</summary>
    /// <exception cref="OptionsValidationException">The options cannot be used.</exception>
    /// <exception cref="PeerOptionsException">A certificate file of them cannot be read.</exception>
    public static HttpClient CreateClient(DicomWebOptions options) => new(Create(options)) { Timeout = Timeout.InfiniteTimeSpan };
}
