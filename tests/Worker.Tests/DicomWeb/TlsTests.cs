using System.Net;
using System.Security.Cryptography.X509Certificates;
using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Peers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>An archive behind TLS that wants a certificate of its clients.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private static readonly QidoQuery Studies = new(QidoLevel.Studies);

    private readonly TemporaryFolder folder = new();
    private readonly CertificateAuthority authority = new("authority");
    private WebApplication? archive;

    private Uri Root => new(archive!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public async ValueTask InitializeAsync()
    {
        (string certificate, string key) = authority.Issue(folder, "server");
        using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(certificate, key);
        X509Certificate2 shown = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        await File.WriteAllTextAsync(folder["authority.pem"], authority.Certificate.ExportCertificatePem());

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = shown;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (client, _, _) => client.Issuer == authority.Certificate.Subject;
        })));
        archive = builder.Build();
        archive.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        await archive.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await archive!.DisposeAsync();
        authority.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Both_sides_show_certificates_that_the_other_trusts()
    {
        (string certificate, string key) = authority.Issue(folder, "client");
        using var web = new ArchiveClient(Root, options => options with { Tls = new TlsFiles(certificate, key, folder["authority.pem"]) });

        (await web.FindAsync(Studies)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_archive_whose_authority_is_not_named_is_not_trusted()
    {
        using var web = new ArchiveClient(Root);
        await web.Invoking(w => w.FindAsync(Studies)).Should().ThrowAsync<DicomWebException>().WithMessage("*certificate*");

        using var other = new CertificateAuthority("another authority");
        await File.WriteAllTextAsync(folder["other.pem"], other.Certificate.ExportCertificatePem());
        using var misled = new ArchiveClient(Root, options => options with { Tls = new TlsFiles(null, null, folder["other.pem"]) });
        await misled.Invoking(w => w.FindAsync(Studies)).Should().ThrowAsync<DicomWebException>().WithMessage("*certificate*");
    }

    [Fact]
    public async Task Without_a_client_certificate_nothing_is_answered()
    {
        using var web = new ArchiveClient(Root, options => options with { Tls = new TlsFiles(null, null, folder["authority.pem"]) });

        // In TLS 1.3 the refusal comes behind the handshake, as a connection that breaks.
        Exception fault = (await web.Invoking(w => w.FindAsync(Studies)).Should().ThrowAsync<Exception>()).Which;
        fault.Should().Match(thrown => thrown is TransientException || thrown is DicomWebException);
    }

    [Fact]
    public void A_certificate_file_that_cannot_be_read_is_named()
    {
        File.WriteAllText(folder["empty.pem"], "");
        var options = new DicomWebOptions { Root = new Uri("https://127.0.0.1/") };

        options.Invoking(o => DicomWebHandler.Create(o with { Tls = new TlsFiles(null, null, folder["absent.pem"]) })).Should().Throw<PeerOptionsException>().WithMessage("*absent.pem*");
        options.Invoking(o => DicomWebHandler.Create(o with { Tls = new TlsFiles(null, null, folder["empty.pem"]) })).Should().Throw<PeerOptionsException>().WithMessage("*empty.pem*");
        options.Invoking(o => DicomWebHandler.Create(o with { Tls = new TlsFiles(folder["empty.pem"], folder["empty.pem"], null) })).Should().Throw<PeerOptionsException>().WithMessage("*empty.pem*");
    }
}
