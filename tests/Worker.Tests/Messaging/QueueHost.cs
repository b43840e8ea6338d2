using ContourFlow.Storage.Messaging;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using MassTransit.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Tests.Messaging;

/// <summary>A process of the service as far as the queue goes, with a probe for a consumer where it is wanted.</summary>
internal sealed class QueueHost : IAsyncDisposable
{
    private readonly IHost host;

    private QueueHost(IHost host) => this.host = host;

    public MemoryOutbox Outbox { get; private init; } = null!;

    public Probe Probe { get; private init; } = null!;

    public IServiceProvider Services => host.Services;

    /// <summary>Starts one.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="consumes">Whether it takes commands.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<QueueHost> StartAsync(ServiceOptions options, bool consumes, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        var outbox = new MemoryOutbox();
        var probe = new Probe();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<IOutbox>(outbox);
        builder.Services.AddSingleton<IReconciliation, MemoryReconciliation>();
        builder.Services.AddSingleton<ILeases, MemoryReconciliation>();
        builder.Services.AddSingleton<IObjectStore, MemoryObjects>();
        builder.Services.AddSingleton(probe);
        if (consumes)
            builder.Services.RegisterConsumer<ProbeConsumer, ProbeDefinition>();
        builder.Services.AddQueue(options, Roles.Gateway);
        if (Environment.GetEnvironmentVariable("CONTOURFLOW_TEST_LOG") is not null)
            builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Debug);
        IHost built = builder.Build();
        await built.StartAsync(cancellationToken);
        return new QueueHost(built) { Outbox = outbox, Probe = probe };
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }
}
