using ContourFlow.Worker.Hosting;
using MassTransit.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Worker.Operations.Webhooks;

/// <summary>Registers what tells other systems of events.</summary>
internal static class WebhookConsumers
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <summary>Registers it, for a publisher where the configuration has a webhook; the bus takes the consumers up whenever it is added.</summary>
    public static void Add(IServiceCollection services, ServiceOptions options, Roles roles)
    {
        if (options.Webhooks.IsEmpty || !roles.HasFlag(Roles.Publisher))
            return;
        services.AddSingleton<WebhookList>();
        services.AddSingleton<WebhookMeter>();
        services.AddHttpClient(WebhookCaller.Client, client => client.Timeout = s_timeout)
            // A POST that is led elsewhere would take its token along.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            // The factory's own lines have whole addresses, and these may hold secrets.
            .RemoveAllLoggers();
        services.RegisterConsumer<WebhookFanOut, WebhookFanOutDefinition>();
        services.RegisterConsumer<WebhookCaller, WebhookCallerDefinition>();
    }
}
