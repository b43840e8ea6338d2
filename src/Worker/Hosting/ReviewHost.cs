using ContourFlow.Review;
using ContourFlow.Review.Hosting;
using ContourFlow.Worker.Output;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Hosting;

/// <summary>
/// The review page as a part of a process: it begins last and ends first. Beside other roles its port or folder keeps nothing else from running: health
/// and log say that it is not there.
/// </summary>
internal sealed class ReviewHost(Roles roles, ServiceOptions options, IServiceProvider services, ReviewLinks links, ILogger<ReviewHost> log) : IHostedService, IAsyncDisposable
{
    private WebApplication? page;

    /// <summary>Whether it listens.</summary>
    public bool IsListening => page is not null;

    /// <summary>Whether a process of these roles has the page.</summary>
    public static bool IsPartOf(ServiceOptions options, Roles roles) => roles == Roles.Review || (roles.HasFlag(Roles.Review) && options.Review.Enabled);

    /// <summary>Folder of prepared images and of keys.</summary>
    public static string FolderOf(ServiceOptions options) => Path.GetFullPath(options.Review.Folder ?? Path.Combine(options.Data, "review"));

    /// <summary>How the configuration has it served.</summary>
    public static ReviewOptions OptionsOf(ServiceOptions options)
    {
        ReviewSection review = options.Review;
        return new ReviewOptions
        {
            Address = review.Address,
            Port = review.Port,
            PublicAddress = review.PublicAddress is { } known ? new Uri(known, UriKind.RelativeOrAbsolute) : null,
            KnownProxies = review.KnownProxies,
            Folder = FolderOf(options),
            Certificate = review.Tls is { } tls ? new ReviewCertificate(tls.Certificate, tls.Key) : null,
            Access = new ReviewAccess
            {
                OpenIdConnect = review.OpenIdConnect is { } provider ? Of(provider) : null,
                IdleTimeout = review.IdleTimeout,
                SessionTimeout = review.SessionTimeout,
            },
            Images = new ReviewImages { MostBytes = review.ImagesMiB << 20, AtOnce = review.ImagesAtOnce, Threads = options.Processing.Threads },
            OhifFolder = review.OhifFolder,
            Protocols = options.Processing.Protocols,
        };
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        WebApplication? made = null;
        try
        {
            made = Build();
            await made.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (roles != Roles.Review && (fault is IOException or OutputException))
        {
            if (made is not null)
                await made.DisposeAsync();
            log.NoReview(fault.Message);
            return;
        }
        catch
        {
            if (made is not null)
                await made.DisposeAsync();
            throw;
        }

        page = made;
        log.Review(options.Review.PublicAddress ?? string.Join(' ', made.Urls));
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref page, null) is not { } listening)
            return;
        try
        {
            await listening.StopAsync(cancellationToken);
        }
        finally
        {
            await listening.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private WebApplication Build()
    {
        ReviewOptions review = OptionsOf(options);
        try
        {
            return ReviewServer.Build(review, services, links.Tell);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"The review page's folder {review.Folder} cannot be used: {fault.Message}", fault);
        }
    }

    private static OpenIdConnectAccess Of(OpenIdConnectSection provider) => new()
    {
        Authority = provider.Authority,
        ClientId = provider.ClientId,
        ClientSecret = provider.ClientSecret,
        Scopes = provider.Scopes,
        NameClaim = provider.NameClaim,
        RoleClaim = provider.RoleClaim,
        Viewer = provider.Viewer,
        Reviewer = provider.Reviewer,
        Admin = provider.Admin,
    };
}
