using System.Diagnostics.Metrics;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using ContourFlow.Worker.Operations.Webhooks;
using ContourFlow.Worker.Tests.DicomWeb;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Tests.Operations.Webhooks;

/// <summary>A bus in memory with the consumers of webhooks, as a publisher has them, and nothing else.</summary>
internal sealed class WebhookBus : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly MeterListener listener = new();
    private readonly Dictionary<string, long> calls = new(StringComparer.Ordinal);

    private WebhookBus(ServiceProvider services, LogLines log)
    {
        (this.services, Log) = (services, log);
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "contourflow.webhooks.calls")
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            lock (calls)
            {
                string outcome = tags.ToArray().Single(tag => tag.Key == "outcome").Value!.ToString()!;
                calls[outcome] = calls.GetValueOrDefault(outcome) + count;
            }
        });
        listener.Start();
    }

    public LogLines Log { get; }

    /// <summary>How often calls ended like this.</summary>
    public long Calls(string outcome)
    {
        lock (calls)
            return calls.GetValueOrDefault(outcome);
    }

    /// <summary>In memory.</summary>
    public static Task<WebhookBus> StartAsync(TimeProvider time, params WebhookSection[] hooks) => StartAsync(time, url: null, hooks);

    /// <summary>Over a broker.</summary>
    public static async Task<WebhookBus> StartAsync(TimeProvider time, Uri? url, params WebhookSection[] hooks)
    {
        // Shorter pauses than a configuration may have: the order of things is tested, not the clock.
        ServiceOptions options = new()
        {
            Webhooks = [.. hooks],
            Queue = new QueueSection { Url = url?.ToString(), Prefix = "hooks", RedeliveryPauses = [TimeSpan.FromMilliseconds(50)] },
        };
        var log = new LogLines();
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug).AddFilter("MassTransit", LogLevel.Warning));
        collection.AddMetrics();
        collection.AddSingleton(time).AddSingleton(options).AddSingleton(new QueueNames(options.Queue.Prefix));
        collection.AddSingleton<MessagingMeter>().AddSingleton<InMemoryBacklog>().AddSingleton<QueuePolicy>();
        if (url is null)
            collection.AddSingleton<IRedelivery, InMemoryRedelivery>();
        else
            collection.AddSingleton<QueueTopology>().AddSingleton<IRedelivery, RabbitMqRedelivery>();
        WebhookConsumers.Add(collection, options, Roles.Publisher);
        collection.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            if (url is not null)
            {
                bus.UsingRabbitMq((context, rabbit) =>
                {
                    rabbit.Host(url);
                    rabbit.MessageTopology.SetEntityNameFormatter(new EventNames(context.GetRequiredService<QueueNames>()));
                    QueuePolicy.ConfigureEnds(rabbit);
                    rabbit.ConfigureEndpoints(context);
                });
                return;
            }

            bus.UsingInMemory((context, memory) =>
            {
                memory.UseDelayedMessageScheduler();
                memory.ConfigureEndpoints(context);
            });
        });
        var started = new WebhookBus(collection.BuildServiceProvider(), log);
        await started.services.GetRequiredService<IBusControl>().StartAsync(TestContext.Current.CancellationToken);
        return started;
    }

    public Task PublishAsync(object contract) => services.GetRequiredService<IBus>().Publish(contract, TestContext.Current.CancellationToken);

    /// <summary>Waits until calls have ended like this.</summary>
    public async Task UntilCalledAsync(string outcome, int times)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (Calls(outcome) < times)
            await Task.Delay(10, deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await services.GetRequiredService<IBusControl>().StopAsync(CancellationToken.None);
        await services.DisposeAsync();
    }
}
