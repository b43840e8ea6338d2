using ContourFlow.Review.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Review.Access;

/// <summary>Requests that change something are made by our own page: of our own origin, and with a token that only it could read.</summary>
internal static class CrossSiteGuard
{
    /// <summary>Header of the token.</summary>
    public const string Header = "X-CSRF-TOKEN";

    /// <summary>Refuses what another site's page sent.</summary>
    public static void UseOwnOrigin(this IApplicationBuilder server) => server.Use(async (context, next) =>
    {
        if (Changes(context.Request) && !IsOwn(context.Request))
            await RefuseAsync(context, "it came from another site", "This request came from another site's page.");
        else
            await next(context);
    });

    /// <summary>Refuses what does not have the session's token. Signing in has no session yet.</summary>
    public static void UseForgeryTokens(this IApplicationBuilder server) => server.Use(async (context, next) =>
    {
        if (Changes(context.Request) && context.GetEndpoint()?.Metadata.GetMetadata<WithoutSession>() is null
            && !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
            await RefuseAsync(context, "no forgery token", $"The header {Header} is missing, or of another session. GET /api/session says it.");
        else
            await next(context);
    });

    // Not by RFC 9110's list of safe methods that somebody may add to: everything but these.
    private static bool Changes(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    // Browsers send both; a program that sends neither has no cookie that it was not given.
    private static bool IsOwn(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"], origin = request.Headers.Origin;
        return (site is null || site == "same-origin") && (origin is null || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }

    private static Task RefuseAsync(HttpContext context, string why, string sentence)
    {
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(AccessLog.Category).RequestRefused(why);
        return new ReviewProblem(StatusCodes.Status403Forbidden, sentence).WriteAsync(context);
    }
}

/// <summary>Marks what is asked before there is a session.</summary>
internal sealed class WithoutSession;
