using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using ContourFlow.Worker.Operations.Health;
using ContourFlow.Worker.Operations.Metrics;
using ContourFlow.Worker.Operations.Tracing;
using ContourFlow.Worker.Operations.Webhooks;
using ContourFlow.Worker.Publishing;
using MassTransit.Logging;
using MassTransit.Monitoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ContourFlow.Worker.Operations;

/// <summary>What those who run the service see of a process, and what other systems are told: health, metrics, traces, webhooks.</summary>
internal static class OperationsServices
{
    /// <summary>Name of the meter of everything that is ours.</summary>
    public const string MeterName = "ContourFlow";

    /// <summary>Registers them. Storage has to be registered too; bus and receiver are seen where they are.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services, ServiceOptions options, Roles roles)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.AddSingleton<ReceiverWatch>();
        services.AddSingleton<RegistryReading>();
        services.AddSingleton<QueueReading>();
        HealthRegistrations.Add(services.AddHealthChecks(), options, roles);
        services.AddSingleton<IHealthCheckPublisher, HealthChanges>();
        services.Configure<HealthCheckPublisherOptions>(publisher =>
        {
            publisher.Predicate = check => check.Tags.Contains(HealthTags.Ready);
            publisher.Delay = HealthChanges.Delay;
            publisher.Period = HealthChanges.Period;
        });
        WebhookConsumers.Add(services, options, roles);

        OpenTelemetryBuilder telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(
            "contourflow", serviceVersion: ProgramVersion.Text, autoGenerateServiceInstanceId: false, serviceInstanceId: options.Process));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(MeterName, InstrumentationOptions.MeterName, "System.Runtime")
                .AddInstrumentation(provider => ActivatorUtilities.CreateInstance<OperationsMeter>(provider))
                .AddInstrumentation(provider => ActivatorUtilities.CreateInstance<ProcessMeter>(provider, roles))
                // What is dear to read is cached where it is read.
                .AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0);
            if (roles.HasFlag(Roles.Publisher))
                metrics.AddInstrumentation(provider => ActivatorUtilities.CreateInstance<DestinationMeter>(provider));
            if (!options.Webhooks.IsEmpty && roles.HasFlag(Roles.Publisher))
                metrics.AddInstrumentation(provider => provider.GetRequiredService<WebhookMeter>());
            if (options.Operations.OtlpEndpoint is { } address)
                metrics.AddOtlpExporter(exporter => exporter.Endpoint = new Uri(address));
        });
        if (options.Operations.OtlpEndpoint is { } collector)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(Spans.SourceName, DiagnosticHeaders.DefaultListenerName, "Microsoft.AspNetCore")
                .AddProcessor<ProbesLeftOut>()
                .AddOtlpExporter(exporter => exporter.Endpoint = new Uri(collector)));
        }

        return services;
    }

    /// <summary>Maps /health/live, /health/ready, /health/startup and /metrics.</summary>
    public static void MapOperations(this IEndpointRouteBuilder endpoints)
    {
        // The process answers: nothing else may make an orchestrator kill it.
        endpoints.MapHealthChecks("/health/live", Answering(_ => false));
        endpoints.MapHealthChecks("/health/ready", Answering(check => check.Tags.Contains(HealthTags.Ready)));
        endpoints.MapHealthChecks("/health/startup", Answering(check => check.Tags.Contains(HealthTags.Startup)));
        endpoints.MapPrometheusScrapingEndpoint("/metrics", meterProvider: null, branch => branch.Use(FreshFigures), optionsName: null);
    }

    // The figures of a scrape are those of its time, and not of the scrape before.
    private static async Task FreshFigures(HttpContext context, RequestDelegate next)
    {
        IServiceProvider services = context.RequestServices;
        Task queues = services.GetRequiredService<QueueReading>().Figures?.RefreshAsync(context.RequestAborted) ?? Task.CompletedTask;
        await services.GetRequiredService<RegistryReading>().Figures.RefreshAsync(context.RequestAborted);
        await queues;
        await next(context);
    }

    private static HealthCheckOptions Answering(Func<HealthCheckRegistration, bool> isAsked) =>
        new() { Predicate = isAsked, ResponseWriter = HealthAnswer.WriteAsync, AllowCachingResponses = false };
}
