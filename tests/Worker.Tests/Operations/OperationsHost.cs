using System.Net;
using System.Text.Json.Nodes;
using ContourFlow.Storage;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Operations;
using ContourFlow.Worker.Receiving;
using ContourFlow.Worker.Tests.Operations.Cases;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Worker.Tests.Operations;

/// <summary>A process as those who run it see it: health and metrics over a real registry, object store and bus; what else the roles do is not in it.</summary>
internal sealed class OperationsHost : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly HttpClient client;
    private Receiver? receiver;

    private OperationsHost(WebApplication web)
    {
        this.web = web;
        client = new HttpClient { BaseAddress = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<OperationsHost> StartAsync(RegistryOfTest registry, Roles roles, ServiceOptions? changed = null)
    {
        ServiceOptions options = (changed ?? new ServiceOptions()) with { Data = registry.Data, Process = "process-1" };
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(registry.Time).AddSingleton(options);
        builder.Services.AddStorage(ServiceOptionsLoading.StorageOf(options) with { FreeBytes = 0 });
        builder.Services.AddOperations(options, roles);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            if (options.Queue.Url is { } url)
                bus.UsingRabbitMq((_, rabbit) => rabbit.Host(new Uri(url)));
            else
                bus.UsingInMemory();
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication made = builder.Build();
        made.MapOperations();
        await made.StartAsync(Cancel);
        return new OperationsHost(made);
    }

    /// <summary>The port of health and metrics.</summary>
    public int Port => client.BaseAddress!.Port;

    public T Get<T>()
        where T : notnull => web.Services.GetRequiredService<T>();

    /// <summary>A receiver begins to listen, as a gateway's does.</summary>
    public async Task ReceiveAsync(IIntake intake)
    {
        receiver = await Receiver.StartAsync(new ReceiverOptions { Titles = ["CONTOURFLOW"], Address = "127.0.0.1", Port = 0 }, intake, null, null, NullLoggerFactory.Instance, Cancel);
        Get<ReceiverWatch>().Receiver = receiver;
    }

    /// <summary>What a probe is answered: status code, and each check's status by its name.</summary>
    public async Task<Probe> ProbeAsync(string path)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri($"/health/{path}", UriKind.Relative), Cancel);
        string text = await response.Content.ReadAsStringAsync(Cancel);
        JsonObject json = JsonNode.Parse(text)!.AsObject();
        return new Probe(
            response.StatusCode,
            json["status"]!.GetValue<string>(),
            json["checks"]!.AsArray().ToDictionary(check => check!["name"]!.GetValue<string>(), check => (check!["status"]!.GetValue<string>(), check["sentence"]!.GetValue<string>()), StringComparer.Ordinal),
            text);
    }

    /// <summary>Waits until a probe is answered so.</summary>
    public async Task<Probe> UntilAsync(string path, HttpStatusCode code)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(120));
        while (true)
        {
            Probe probe = await ProbeAsync(path);
            if (probe.Code == code)
                return probe;
            await Task.Delay(50, deadline.Token);
        }
    }

    /// <summary>A scrape: the samples of our own meter, by name and tags.</summary>
    public async Task<IReadOnlyDictionary<string, double>> ScrapeAsync()
    {
        string text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancel);
        return text.Split('\n')
            .Where(line => line.StartsWith("contourflow_", StringComparison.Ordinal))
            .Select(line => line.Replace("otel_scope_name=\"ContourFlow\",", "", StringComparison.Ordinal).Replace("{otel_scope_name=\"ContourFlow\"}", "", StringComparison.Ordinal))
            .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (receiver is not null)
            await receiver.DisposeAsync();
        await web.StopAsync(CancellationToken.None);
        await web.DisposeAsync();
    }
}

/// <summary>What a probe was answered.</summary>
internal sealed record Probe(HttpStatusCode Code, string Status, IReadOnlyDictionary<string, (string Status, string Sentence)> Checks, string Text);
