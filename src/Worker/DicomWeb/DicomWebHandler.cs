using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>Makes the handler under an HttpClient that asks an archive: its TLS, and what it does not do.</summary>
internal static class DicomWebHandler
{
    /// <summary>A handler as the options say.</summary>
    /// <exception cref="OptionsValidationException">The options cannot be used, or a certificate file of them cannot be read.</exception>
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
        if (options.ClientCertificate is { } certificate)
            handler.SslOptions.ClientCertificates = [Read(certificate, () => X509Certificate2.CreateFromPemFile(certificate, options.ClientKey))];
        if (options.Authorities is { } authorities)
            handler.SslOptions.CertificateChainPolicy = Trusting(authorities);
        return handler;
    }

    /// <summary>A client on such a handler. Its deadlines are the options', not its own.</summary>
    /// <exception cref="OptionsValidationException">The options cannot be used, or a certificate file of them cannot be read.</exception>
    public static HttpClient CreateClient(DicomWebOptions options) => new(Create(options)) { Timeout = Timeout.InfiniteTimeSpan };

    private static X509ChainPolicy Trusting(string path)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,

            // A hospital's own authority publishes no list as a rule, and a missing list would end every connection.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        X509Certificate2Collection authorities = Read(path, () =>
        {
            X509Certificate2Collection read = [];
            read.ImportFromPemFile(path);
            return read;
        });
        if (authorities.Count == 0)
            throw Wrong($"There is no certificate in {path}; a PEM file is expected.");
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Wrong($"The certificate, or its key, cannot be read from {path}; PEM files are expected ({fault.Message}).");
        }
    }

    private static OptionsValidationException Wrong(string message) => new(nameof(DicomWeb), typeof(DicomWebOptions), [message]);
}
