using System.Collections.Frozen;
using ContourFlow.Worker.DicomWeb;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>The endpoint on loopback with an intake in memory.</summary>
internal sealed class StowServer : IAsyncDisposable
{
    private readonly LoopbackServer server;
    private readonly HttpClient http = new();

    private StowServer(LoopbackServer server, MemoryIntake intake)
    {
        this.server = server;
        Intake = intake;
    }

    public static StowEndpointOptions Options { get; } = new() { SopClasses = FrozenSet.Create(StringComparer.Ordinal, SmallObject.SopClass) };

    public MemoryIntake Intake { get; }

    public Uri Studies => new(server.Address, "/dicom-web/studies");

    public Uri Address => server.Address;

    public LogLines Log => server.Log;

    public static async Task<StowServer> StartAsync(StowEndpointOptions? options = null)
    {
        var intake = new MemoryIntake();
        return new StowServer(await LoopbackServer.StartAsync(routes => routes.MapStow(intake, options ?? Options)), intake);
    }

    /// <summary>Posts a body and reads the answer.</summary>
    public async Task<StowAnswer> PostAsync(byte[] body, string contentType = StowBody.ContentType, string? study = null) =>
        await SendAsync(StowBody.Request(study is null ? Studies : new Uri($"{Studies}/{study}"), StowBody.Content(body, contentType)));

    public async Task<StowAnswer> SendAsync(HttpRequestMessage request) =>
        await StowAnswer.OfAsync(await http.SendAsync(request, TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }
}
