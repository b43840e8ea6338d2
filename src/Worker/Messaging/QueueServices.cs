using System.Security.Authentication;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Processing;
using ContourFlow.Worker.Publishing;
using ContourFlow.Worker.Scoring;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ContourFlow.Worker.Messaging;

/// <summary>The queue: in memory for one process, RabbitMQ for many.</summary>
internal static class QueueServices
{
    // The broker takes a connection for lost after two of them.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The bus with the consumers of the roles, and those that others registered before or after (RegisterConsumer, with a definition that uses
    /// <see cref="QueuePolicy"/>); the dispatcher of the outbox; the reconciler. The host starts although the broker is away, and is connected when it comes.
    /// </summary>
    public static IServiceCollection AddQueue(this IServiceCollection services, ServiceOptions options, Roles roles)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        ShutdownTimes times = ShutdownTimes.Of(options);
        services.AddSingleton(times);
        services.AddSingleton<Drain>();
        services.AddSingleton(new QueueNames(options.Queue.Prefix));
        services.AddSingleton<MessagingMeter>();
        services.AddSingleton<InMemoryBacklog>();
        services.AddSingleton<QueuePolicy>();
        if (options.Queue.Url is null)
        {
            services.AddSingleton<IQueueBacklog>(provider => provider.GetRequiredService<InMemoryBacklog>());
            services.AddSingleton<IRedelivery, InMemoryRedelivery>();
        }
        else
        {
            services.AddSingleton<QueueTopology>();
            services.AddSingleton<IQueueBacklog>(provider => provider.GetRequiredService<QueueTopology>());
            services.AddSingleton<IRedelivery, RabbitMqRedelivery>();
        }

        services.Configure<HostOptions>(host => host.ShutdownTimeout = times.Host);
        services.Configure<MassTransitHostOptions>(bus =>
        {
            bus.WaitUntilStarted = false;
            bus.StopTimeout = times.Stop;
            bus.ConsumerStopTimeout = times.ConsumerStop;
        });
        services.AddMassTransit(bus => Configure(bus, options, roles));
        services.AddSingleton<IOutboxSender>(provider => new OutboxSender(
            provider.GetRequiredService<IBus>(), options, provider.GetRequiredService<InMemoryBacklog>(), provider.GetService<QueueTopology>()));
        services.AddHostedService<OutboxDispatcher>();
        services.AddHostedService<Reconciler>();
        return services;
    }

    private static void Configure(IBusRegistrationConfigurator bus, ServiceOptions options, Roles roles)
    {
        bus.DisableUsageTelemetry();
        if (roles.HasFlag(Roles.Worker))
        {
            bus.AddConsumer<ProcessCaseConsumer, ProcessCaseDefinition>();
            bus.AddConsumer<ScoreDoseConsumer, ScoreDoseDefinition>();
        }

        if (roles.HasFlag(Roles.Publisher))
            bus.AddConsumer<PublishResultsConsumer>().ExcludeFromConfigureEndpoints();
        if (options.Queue.Url is null)
        {
            bus.UsingInMemory((context, memory) =>
            {
                memory.UseDelayedMessageScheduler();
                Endpoints(context, memory, options, roles);
            });
            return;
        }

        bus.UsingRabbitMq((context, rabbit) =>
        {
            var url = new Uri(options.Queue.Url);
            rabbit.Host(url, options.Process, host =>
            {
                if (url.Scheme == "amqps")
                {
                    host.UseSsl(secured =>
                    {
                        secured.ServerName = url.Host;
                        secured.Protocol = SslProtocols.None; // The system says which versions are safe.
                    });
                }

                host.Heartbeat(Heartbeat);
                host.PublisherConfirmation = true;
            });
            QueuePolicy.ConfigureEnds(rabbit);
            Endpoints(context, rabbit, options, roles);
        });
    }

    private static void Endpoints<T>(IBusRegistrationContext context, IBusFactoryConfigurator<T> bus, ServiceOptions options, Roles roles)
        where T : IReceiveEndpointConfigurator
    {
        QueueNames names = context.GetRequiredService<QueueNames>();
        bus.MessageTopology.SetEntityNameFormatter(new EventNames(names));

        if (roles.HasFlag(Roles.Publisher))
        {
            foreach ((string name, DestinationSection destination) in options.Destinations)
                bus.ReceiveEndpoint(names.Publish(name), endpoint => PublishResultsEndpoint.Configure(endpoint, context, names.Publish(name), destination));
        }

        bus.ConfigureEndpoints(context);
    }
}
