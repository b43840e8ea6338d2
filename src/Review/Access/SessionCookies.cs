using System.Globalization;
using ContourFlow.Review.Hosting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Review.Access;

/// <summary>How the session's cookie is made, kept alive and refused.</summary>
internal static class SessionCookies
{
    /// <summary>Names of our cookies: browsers do not tell ports apart, and two pages on one machine must not sign one another out.</summary>
    public static string Name(ReviewOptions options, string what) =>
        (options.IsSecure ? "__Host-" : "") + "contourflow-" + what + (options.Port == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{options.Port}"));

    /// <summary>Whether our cookies are for HTTPS only.</summary>
    public static CookieSecurePolicy Secured(ReviewOptions options) => options.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    /// <summary>Describes it.</summary>
    public static void Describe(CookieAuthenticationOptions cookies, ReviewOptions options)
    {
        cookies.Cookie.Name = Name(options, "review");
        cookies.Cookie.HttpOnly = true;
        // No other site's page makes a request with it. The page itself needs none, so that a link to it works from everywhere.
        cookies.Cookie.SameSite = SameSiteMode.Strict;
        cookies.Cookie.SecurePolicy = Secured(options);
        cookies.Cookie.Path = "/";
        cookies.ExpireTimeSpan = options.Access.IdleTimeout;
        cookies.SlidingExpiration = true;
        cookies.Events.OnValidatePrincipal = ValidateAsync;
        cookies.Events.OnCheckSlidingExpiration = context =>
        {
            // To the second and not half the timeout, so that who is idle is so for the whole of it. What the page asks by itself is no sign of a person.
            context.ShouldRenew = context.ElapsedTime >= TimeSpan.FromSeconds(1) && context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<AskedByItself>() is null;
            return Task.CompletedTask;
        };
        cookies.Events.OnRedirectToLogin = context => NotSignedIn.WriteAsync(context.HttpContext);
        cookies.Events.OnRedirectToAccessDenied = context => NotAllowed.WriteAsync(context.HttpContext);
    }

    private static ReviewProblem NotSignedIn { get; } = new(StatusCodes.Status401Unauthorized, "You are not signed in, or your session has ended.") { SignIn = "/signin" };

    private static ReviewProblem NotAllowed { get; } = new(StatusCodes.Status403Forbidden, "Your role does not allow this.");

    private static Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        IServiceProvider services = context.HttpContext.RequestServices;
        DateTimeOffset end = ReviewSession.End(context.Properties, services.GetRequiredService<ReviewOptions>().Access.SessionTimeout);
        if (end <= services.GetRequiredService<TimeProvider>().GetUtcNow() || context.Principal is not { } user || services.GetRequiredService<EndedSessions>().Has(user.Number()))
            context.RejectPrincipal();
        return Task.CompletedTask;
    }
}

/// <summary>Marks what the page asks without anybody doing anything: it does not keep a session alive.</summary>
internal sealed class AskedByItself;
