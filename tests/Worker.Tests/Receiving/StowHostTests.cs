using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Receiving;
using ContourFlow.Worker.Tests.DicomWeb;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Worker.Tests.Receiving;

/// <summary>STOW-RS of a receiver: its end, and how it is secured.</summary>
public sealed class StowHostTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly MemoryIntake intake = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ReceiverOptions Options => new() { Titles = ["US"], Address = "127.0.0.1", Port = 0, WebPort = 0 };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Upload_under_way_ends_before_the_receiver_does()
    {
        Receiver receiver = await StartAsync(Options);
        using var client = new HttpClient();
        var pipe = new Pipe();
        byte[] body = StowBody.Of(SmallObject.Make(1, pixels: 60_000).File);
        Task<HttpResponseMessage> answer = PostAsync(client, receiver, pipe.Reader.AsStream());
        await SendAsync(pipe, body.AsMemory(0, 50_000));

        ValueTask stopped = receiver.DisposeAsync();
        stopped.IsCompleted.Should().BeFalse();
        await pipe.Writer.WriteAsync(body.AsMemory(50_000), Cancel);
        await pipe.Writer.CompleteAsync();

        using HttpResponseMessage response = await answer;
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        await stopped;
        intake.Kept.Should().ContainSingle();
    }

    [Fact]
    public async Task Upload_that_does_not_end_in_time_is_cut_and_has_let_go_when_the_receiver_ends()
    {
        Receiver receiver = await StartAsync(Options with { StopTimeout = TimeSpan.FromSeconds(0.3) });
        using var client = new HttpClient();
        var pipe = new Pipe();
        byte[] body = StowBody.Of(SmallObject.Make(1, pixels: 60_000).File);
        Task<HttpResponseMessage> answer = PostAsync(client, receiver, pipe.Reader.AsStream());
        await SendAsync(pipe, body.AsMemory(0, 50_000));

        await receiver.DisposeAsync();

        intake.Open.Should().Be(0);
        intake.Kept.Should().BeEmpty();
        await pipe.Writer.CompleteAsync();
        await FluentActions.Awaiting(() => answer).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Files_of_tls_secure_it_too()
    {
        using var authority = new CertificateAuthority("authority");
        await File.WriteAllTextAsync(folder["authority.pem"], authority.Certificate.ExportCertificatePem(), Cancel);
        (string certificate, string key) = authority.Issue(folder, "server");
        (string ours, string oursKey) = authority.Issue(folder, "client");
        await using Receiver receiver = await StartAsync(Options with { Tls = new TlsFiles(certificate, key, folder["authority.pem"]) });
        receiver.WebAddress!.Scheme.Should().Be("https");

        using var known = Client(X509Certificate2.CreateFromPemFile(ours, oursKey));
        using HttpResponseMessage response = await PostAsync(known, receiver, new MemoryStream(StowBody.Of(SmallObject.Make(1).File)));
        response.StatusCode.Should().Be(HttpStatusCode.OK);

        using var unknown = Client(null);
        await FluentActions.Awaiting(() => PostAsync(unknown, receiver, new MemoryStream(StowBody.Of(SmallObject.Make(2).File))))
            .Should().ThrowAsync<HttpRequestException>();
        intake.Kept.Should().ContainSingle();
    }

    private HttpClient Client(X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new TlsFiles(null, null, folder["authority.pem"]).ServerTrust();
        if (certificate is not null)
            handler.SslOptions.ClientCertificates = [certificate];
        return new HttpClient(handler);
    }

    private Task<Receiver> StartAsync(ReceiverOptions options) => Receiver.StartAsync(options, intake, null, null, NullLoggerFactory.Instance, Cancel);

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, Receiver receiver, Stream body)
    {
        var content = new StreamContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", StowBody.ContentType);
        return client.SendAsync(StowBody.Request(new Uri(receiver.WebAddress!, "dicom-web/studies"), content), Cancel);
    }

    // Sends the beginning, and waits until the object has begun.
    private async Task SendAsync(Pipe pipe, ReadOnlyMemory<byte> bytes)
    {
        await pipe.Writer.WriteAsync(bytes, Cancel);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (intake.Open == 0)
            await Task.Delay(10, limit.Token);
    }
}
