using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using ContourFlow.Review.Access;
using ContourFlow.Review.Cases;
using ContourFlow.Review.DicomWeb;
using ContourFlow.Review.Doses;
using ContourFlow.Review.Images;
using ContourFlow.Review.Live;
using ContourFlow.Review.Reports;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Reviewing;
using ContourFlow.Storage.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Review.Hosting;

/// <summary>The review page's web server: a host of its own beside the service's, because its address, limits and callers are others than those of health and metrics.</summary>
public static class ReviewServer
{
    private const long LargestBody = 1 << 20;
    private const int LargestHeaders = 32 << 10;

    private static readonly TimeSpan s_headersTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_shutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The server, which is not started yet.</summary>
    /// <param name="options">How it is served; see <see cref="ReviewOptionsCheck"/>.</param>
    /// <param name="service">Whose registry, object store, clock and log it uses; a <see cref="System.Security.Cryptography.RandomNumberGenerator"/> where it has one.</param>
    /// <param name="tell">Is told each link that signs one browser in; null: nobody is, and it lies in the folder only.</param>
    /// <exception cref="ArgumentException">The options are impossible or unsafe.</exception>
    public static WebApplication Build(ReviewOptions options, IServiceProvider service, Action<Uri>? tell = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(service);
        if (ReviewOptionsCheck.Faults(options) is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults.Select(fault => $"{fault.Option}: {fault.Sentence}")), nameof(options));
        MakeFolder(options.Folder);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "review"),
            // Whatever the environment says: pages for developers show what is inside.
            EnvironmentName = Environments.Production,
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(service.GetRequiredService<ILoggerFactory>());
        builder.Services.AddSingleton(service.GetRequiredService<TimeProvider>());
        builder.Services.AddSingleton(service.GetRequiredService<ICaseQueries>());
        builder.Services.AddSingleton(service.GetRequiredService<ICaseDecisions>());
        builder.Services.AddSingleton(service.GetRequiredService<IReviewRecords>());
        builder.Services.AddSingleton(service.GetRequiredService<IObjectStore>());
        builder.Services.AddSingleton(service.GetRequiredService<IDoseScoreQueries>());
        if (service.GetService<System.Security.Cryptography.RandomNumberGenerator>() is { } random)
            builder.Services.AddSingleton(random);
        builder.Services.AddSingleton(options);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_shutdownTimeout);
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            // Names and reasons may hold markup: nothing that reads an answer as a page finds any.
            json.SerializerOptions.Encoder = JavaScriptEncoder.Default;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        builder.Services.AddSingleton<KnownConnections>();
        builder.Services.AddReviewAccess(options, tell);
        builder.Services.AddReviewCases(options);
        builder.Services.AddReviewImages();
        builder.Services.AddReviewReports();
        builder.Services.AddReviewDoses();
        builder.Services.AddReviewEvents();
        builder.Services.AddReviewDicomWeb();
        builder.Services.AddReviewDocument();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));

        WebApplication server = builder.Build();
        server.UseReviewGuards(options);
        server.UseFaultAnswers();
        server.UseClientFiles();
        // After the client's files, which would otherwise be shadowed by the answer to unknown paths.
        server.UseRouting();
        server.UseReviewAccess();
        RouteGroupBuilder api = server.MapGroup("/api");
        api.RequireAuthorization(ReviewRoles.Viewer).WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(ReviewProblem), ["application/problem+json"]));
        server.MapReviewAccess(api, options);
        api.MapReviewCases();
        api.MapReviewImages();
        api.MapReviewReports();
        api.MapReviewDoses();
        api.MapReviewEvents();
        api.MapReviewDocument();
        server.MapReviewDicomWeb().RequireAuthorization(ReviewRoles.Viewer);
        api.MapFallback("/{**path}", NotFound);
        server.MapFallback("/{**path}", NotFound).AllowAnonymous();
        TellLinks(server);
        return server;
    }

    /// <summary>The link that signs a browser in now, once; null where a provider does that, or before the server listens.</summary>
    public static Uri? SignInLink(WebApplication server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return server.Services.GetService<SignInLinks>()?.Current;
    }

    /// <summary>The same of a server of another process, from its folder; null where none runs there or a provider signs people in.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is another account's.</exception>
    public static string? SignInLink(string folder)
    {
        string path = SignInLinks.FileOf(folder);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }

    private static Task NotFound(HttpContext context) => new ReviewProblem(StatusCodes.Status404NotFound, "There is nothing here.").WriteAsync(context);

    private static void TellLinks(WebApplication server)
    {
        if (server.Services.GetService<SignInLinks>() is not { } links)
            return;
        server.Lifetime.ApplicationStarted.Register(() => links.Open(new Uri(server.Urls.First())));
        server.Lifetime.ApplicationStopping.Register(links.Close);
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void Listen(KestrelServerOptions kestrel, ReviewOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = LargestHeaders;
        kestrel.Limits.RequestHeadersTimeout = s_headersTimeout;
        // A body that trickles in, and an answer that nobody takes, end their connection after five seconds.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        KnownConnections connections = kestrel.ApplicationServices.GetRequiredService<KnownConnections>();
        kestrel.Listen(IPAddress.Parse(options.Address), options.Port, listen =>
        {
            // Before TLS: a client that is slow at its handshake is watched, too.
            listen.Use(next => connection => connections.WatchAsync(connection, next));
            if (options.Certificate is { } files)
                listen.UseHttps(Certificate(files));
        });
    }

    private static HttpsConnectionAdapterOptions Certificate(ReviewCertificate files)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(files.Certificate);
        return new HttpsConnectionAdapterOptions
        {
            ServerCertificate = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key),
            ServerCertificateChain = chain,
        };
    }
}
