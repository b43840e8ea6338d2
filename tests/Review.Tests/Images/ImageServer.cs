using ContourFlow.Review.Cases;
using ContourFlow.Review.DicomWeb;
using ContourFlow.Review.Doses;
using ContourFlow.Review.Images;
using ContourFlow.Review.Reports;
using ContourFlow.Review.Tests.Doses;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Review.Tests.Images;

/// <summary>The endpoints of a case's images, reports and objects on a free loopback port, without the doors in front of them.</summary>
internal sealed class ImageServer : IAsyncDisposable
{
    private readonly WebApplication server;

    private ImageServer(WebApplication server)
    {
        this.server = server;
        // Compressed bytes come as they are.
        Client = new HttpClient { BaseAddress = new Uri(server.Urls.First()), Timeout = TimeSpan.FromMinutes(5) };
    }

    public HttpClient Client { get; }

    public CaseImages Images => server.Services.GetRequiredService<CaseImages>();

    public static async Task<ImageServer> StartAsync(ReviewedCase reviewed, IObjectStore? objects = null, ReviewImages? images = null, string? ohif = null, IDoseScoreQueries? doses = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(reviewed.Queries);
        builder.Services.AddSingleton(objects ?? reviewed.Objects);
        builder.Services.AddSingleton(new ReviewOptions { Folder = reviewed.Prepared, Images = images ?? new ReviewImages(), OhifFolder = ohif });
        builder.Services.AddSingleton(reviewed.Records);
        builder.Services.AddSingleton(doses ?? new KnownDoses());
        builder.Services.AddReviewImages();
        builder.Services.AddReviewCases(new ReviewOptions { Folder = reviewed.Prepared });
        builder.Services.AddReviewReports();
        builder.Services.AddReviewDoses();
        builder.Services.AddReviewDicomWeb();
        WebApplication made = builder.Build();
        RouteGroupBuilder api = made.MapGroup("/api");
        api.MapReviewImages();
        api.MapReviewReports();
        api.MapReviewDoses();
        made.MapReviewDicomWeb();
        await made.StartAsync();
        return new ImageServer(made);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
    }
}
