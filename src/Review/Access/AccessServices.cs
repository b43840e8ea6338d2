using System.Security.Cryptography;
using ContourFlow.Review.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ContourFlow.Review.Access;

/// <summary>Who is let in, and what they may do.</summary>
internal static class AccessServices
{
    private const string ProviderRate = "sign-in";

    /// <summary>Registers authentication, authorization and the guard against forged requests.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">How the page is served.</param>
    /// <param name="tell">Is told each link that lets a browser in; null: it lies in its file only.</param>
    public static IServiceCollection AddReviewAccess(this IServiceCollection services, ReviewOptions options, Action<Uri>? tell)
    {
        services.TryAddSingleton(RandomNumberGenerator.Create());
        services.AddSingleton(options.Access);
        services.AddSingleton<EndedSessions>();
        services.AddDataProtection().SetApplicationName("contourflow-review").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.Folder, "keys")));
        services.AddAntiforgery(forgery =>
        {
            forgery.HeaderName = CrossSiteGuard.Header;
            forgery.SuppressXFrameOptionsHeader = true;
            forgery.SuppressReadingTokenFromFormBody = true;
            forgery.Cookie.Name = SessionCookies.Name(options, "forgery");
            forgery.Cookie.HttpOnly = true;
            forgery.Cookie.SameSite = SameSiteMode.Strict;
            forgery.Cookie.SecurePolicy = SessionCookies.Secured(options);
        });
        AuthenticationBuilder authentication = services.AddAuthentication(ReviewSession.Scheme).AddCookie(ReviewSession.Scheme, cookies => SessionCookies.Describe(cookies, options));
        if (options.Access.OpenIdConnect is { } access)
        {
            authentication.AddOpenIdConnect(ProviderSignIn.Scheme, provider => ProviderSignIn.Describe(provider, options, access));
        }
        else
        {
            services.AddSingleton<SignInTokens>();
            services.AddSingleton<SignInRate>();
            services.AddSingleton(provider => new SignInLinks(options, provider.GetRequiredService<SignInTokens>(), tell));
        }

        AuthorizationBuilder authorization = services.AddAuthorizationBuilder();
        foreach (string role in ReviewRoles.All)
            authorization.AddPolicy(role, policy => policy.RequireAuthenticatedUser().RequireRole(role));
        // What says nothing of itself is for those who are signed in.
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireRole(ReviewRoles.Viewer).Build());
        services.AddRateLimiter(limits =>
        {
            limits.AddPolicy(ProviderRate, SignInRate.PartitionOf);
            limits.OnRejected = (context, _) => new ValueTask(SignInRate.Refusal.WriteAsync(context.HttpContext));
        });
        return services;
    }

    /// <summary>Puts headers and the refusal of other hosts and sites before everything else.</summary>
    public static void UseReviewGuards(this IApplicationBuilder server, ReviewOptions options)
    {
        server.UseSecureHeaders(options);
        server.UseOwnHost(options);
        server.UseOwnOrigin();
    }

    /// <summary>Puts access control before the endpoints.</summary>
    public static void UseReviewAccess(this IApplicationBuilder server)
    {
        server.UseRateLimiter();
        server.UseAuthentication();
        server.UseKnownConnections();
        server.UseAuthorization();
        server.UseForgeryTokens();
    }

    /// <summary>Maps signing in and out, and who one is.</summary>
    /// <param name="server">The pages.</param>
    /// <param name="api">The interface, below /api.</param>
    /// <param name="options">How the page is served.</param>
    public static void MapReviewAccess(this IEndpointRouteBuilder server, IEndpointRouteBuilder api, ReviewOptions options)
    {
        api.MapGet("/session", AccessEndpoints.SessionAsync).WithMetadata(new AskedByItself()).WithSummary("Who is signed in, and the token for requests that change something.");
        api.MapPost("/signout", AccessEndpoints.SignOutAsync).WithSummary("Ends the session.");
        if (options.Access.OpenIdConnect is not null)
        {
            server.MapGet("/signin", AccessEndpoints.SignInAtProvider).AllowAnonymous().RequireRateLimiting(ProviderRate).ExcludeFromDescription();
            return;
        }

        server.MapGet("/signin", AccessEndpoints.SignInPage).AllowAnonymous().ExcludeFromDescription();
        api.MapPost("/signin", AccessEndpoints.SignInAsync).AllowAnonymous().WithMetadata(new WithoutSession())
            .Accepts<SignInRequest>("application/json", "application/x-www-form-urlencoded").Produces<SignedInAnswer>().Produces<ReviewProblem>(400).Produces<ReviewProblem>(401).Produces<ReviewProblem>(429)
            .WithSummary("Signs in by the printed token, once.");
    }
}
