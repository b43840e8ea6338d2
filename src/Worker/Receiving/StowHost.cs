using System.Collections.Frozen;
using System.Net;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Intake;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Receiving;

/// <summary>The web server of a receiver: STOW-RS, secured as its associations are.</summary>
internal sealed class StowHost : IAsyncDisposable
{
    private readonly WebApplication web;
    private int underWay;

    private StowHost(WebApplication web) => this.web = web;

    /// <summary>Where it is.</summary>
    public Uri? Address => web.Urls.Select(url => new Uri(url)).FirstOrDefault();

    /// <summary>Requests that are being answered.</summary>
    public int UnderWay => Volatile.Read(ref underWay);

    /// <summary>Begins to listen.</summary>
    /// <exception cref="Peers.PeerOptionsException">A file of the options' TLS cannot be used.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<StowHost> StartAsync(ReceiverOptions options, int port, IIntake intake, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(loggers);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);
        var stow = new StowEndpointOptions { SopClasses = AcceptedSyntaxes.StorageClasses.Select(uid => uid.UID).ToFrozenSet(StringComparer.Ordinal) };
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = stow.MaximumRequestBytes;
            // Without a name to log in by: loopback, unless an address was named.
            kestrel.Listen(options.Address is { } address ? IPAddress.Parse(address) : IPAddress.Loopback, port, listen =>
            {
                if (options.Tls is { } tls)
                    listen.UseHttps(tls.Secure);
            });
        });
        WebApplication application = builder.Build();
        var host = new StowHost(application);
        application.Use(host.CountAsync);
        application.MapStow(intake, stow);
        try
        {
            await application.StartAsync(cancellationToken);
            return host;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets nobody in any more, and gives requests under way the options' time to end; then they are cut.</summary>
    public async Task StopAsync()
    {
        try
        {
            await web.StopAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // The time is over: what is left is cut.
        }
    }

    /// <summary>Cuts what is left.</summary>
    public ValueTask DisposeAsync() => web.DisposeAsync();

    private async Task CountAsync(Microsoft.AspNetCore.Http.HttpContext context, Microsoft.AspNetCore.Http.RequestDelegate next)
    {
        Interlocked.Increment(ref underWay);
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }
}
