using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Peers;

namespace ContourFlow.Worker.Tests.Peers;

/// <summary>Certificates of an authority that is itself below a root: peers know the root alone, as they do in hospitals.</summary>
public sealed class CertificateChainTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly X509Certificate2 root;
    private readonly TlsFiles whole;
    private readonly TlsFiles alone;

    public CertificateChainTests()
    {
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256), middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256), ownKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        root = Authority("CN=root", rootKey).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(3));
        using X509Certificate2 middle = Authority("CN=middle", middleKey).Create(root, Now.AddHours(-2), Now.AddDays(2), [1]);
        using X509Certificate2 middleWithKey = middle.CopyWithPrivateKey(middleKey);
        var request = new CertificateRequest("CN=own", ownKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 own = request.Create(middleWithKey, Now.AddHours(-1), Now.AddDays(1), [2]);
        File.WriteAllText(folder["root.pem"], root.ExportCertificatePem());
        File.WriteAllText(folder["own.pem"], own.ExportCertificatePem());
        File.WriteAllText(folder["chain.pem"], string.Join('\n', own.ExportCertificatePem(), middle.ExportCertificatePem(), root.ExportCertificatePem()));
        File.WriteAllText(folder["own.key"], ownKey.ExportPkcs8PrivateKeyPem());
        whole = new TlsFiles(folder["chain.pem"], folder["own.key"], folder["root.pem"]);
        alone = whole with { Certificate = folder["own.pem"] };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public void Dispose()
    {
        root.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Receiver_is_trusted_by_a_client_that_knows_the_root_alone()
    {
        await Handshake(Server(new TlsFiles(whole.Certificate, whole.Key, null).Acceptor()), Client());

        // Without those between it is not: it was the file's second certificate that was missing.
        Func<Task> without = () => Handshake(Server(new TlsFiles(alone.Certificate, alone.Key, null).Acceptor()), Client());
        await without.Should().ThrowAsync<AuthenticationException>();
    }

    [Fact]
    public async Task Sender_is_trusted_by_an_archive_that_knows_the_root_alone()
    {
        ITlsInitiator sender = whole.Initiator();

        await Handshake(Archive, stream => Task.Run(() => sender.InitiateTls(stream, "127.0.0.1", 0)));
    }

    [Fact]
    public async Task Web_client_is_trusted_by_an_archive_that_knows_the_root_alone()
    {
        using SocketsHttpHandler handler = DicomWebHandler.Create(new DicomWebOptions { Root = new Uri("https://127.0.0.1/"), Tls = whole });
        handler.SslOptions.TargetHost = "127.0.0.1";

        await Handshake(Archive, async stream =>
        {
            var secured = new SslStream(stream);
            await secured.AuthenticateAsClientAsync(handler.SslOptions, Cancel);
            return secured;
        });
    }

    [Fact]
    public async Task Receiver_and_sender_of_this_program_trust_each_other_by_the_root_alone() =>
        await Handshake(Server(whole.Acceptor()), stream => Task.Run(() => whole.Initiator().InitiateTls(stream, "127.0.0.1", 0)));

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request;
    }

    // Both sides read a byte of the other: in TLS 1.3 a client's certificate is judged after the client's own handshake has ended.
    private static async Task Handshake(Func<Stream, Task<Stream>> server, Func<Stream, Task<Stream>> client)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var calling = new TcpClient();
        await calling.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Cancel);
        using TcpClient called = await listener.AcceptTcpClientAsync(Cancel);
        Task one = SpeakAsync(server(called.GetStream()), called);
        Task other = SpeakAsync(client(calling.GetStream()), calling);
        Task both = Task.WhenAll(other, one);
        await both.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // The side that does not trust hangs up; the other may be through with its broken pipe first.
        if (both.Exception is { } faults)
            ExceptionDispatchInfo.Throw(faults.InnerExceptions.FirstOrDefault(fault => fault is AuthenticationException) ?? faults.InnerExceptions[0]);
        await both;
    }

    private static async Task SpeakAsync(Task<Stream> handshake, TcpClient connection)
    {
        try
        {
            await using Stream secured = await handshake;
            await secured.WriteAsync(new byte[] { 1 }, Cancel);
            (await secured.ReadAsync(new byte[1], Cancel)).Should().Be(1);
        }
        finally
        {
            connection.Close();
        }
    }

    private static Func<Stream, Task<Stream>> Server(ITlsAcceptor acceptor) => stream => Task.Run(() => acceptor.AcceptTls(stream, "127.0.0.1", 0));

    private X509ChainPolicy RootAlone()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(root);
        return policy;
    }

    private Func<Stream, Task<Stream>> Client() => async stream =>
    {
        var secured = new SslStream(stream);
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", CertificateChainPolicy = RootAlone() }, Cancel);
        return secured;
    };

    private async Task<Stream> Archive(Stream stream)
    {
        var secured = new SslStream(stream);
        await secured.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificateContext = whole.OwnCertificates(), ClientCertificateRequired = true, CertificateChainPolicy = RootAlone() }, Cancel);
        return secured;
    }
}
