using System.Security.Cryptography;
using System.Text.Json;
using ContourFlow.Review.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ContourFlow.Review.Access;

/// <summary>Who is signed in.</summary>
/// <param name="User">As the ledger names them.</param>
/// <param name="Roles">What they may do: viewer, reviewer, admin.</param>
/// <param name="CsrfToken">Goes into the header X-CSRF-TOKEN of everything that changes something.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="ExpiresAt">When the session ends if nothing more is done in it.</param>
/// <param name="Ohif">Whether "open in OHIF" is offered.</param>
/// <param name="Notice">What has to be seen on every page.</param>
internal sealed record SessionAnswer(string User, IReadOnlyList<string> Roles, string CsrfToken, string Version, DateTimeOffset ExpiresAt, bool Ohif, string Notice);

/// <summary>A wish to sign in by the printed token.</summary>
/// <param name="Token">The token, from the fragment of the printed address.</param>
/// <param name="Name">Who signs in, as the ledger is to name them.</param>
internal sealed record SignInRequest(string? Token, string? Name);

/// <summary>Somebody has signed in.</summary>
/// <param name="User">As the ledger names them.</param>
internal sealed record SignedInAnswer(string User);

/// <summary>The session has ended.</summary>
/// <param name="Redirect">Where to sign out at the provider too; null where there is no such place.</param>
internal sealed record SignedOutAnswer(string? Redirect);

/// <summary>Signing in and out, and who one is.</summary>
internal static class AccessEndpoints
{
    /// <summary>Stands on every page.</summary>
    public const string Notice = "Not a medical device. Accepting a case here publishes its structures; it is not the plan's approval.";

    /// <summary>Who is signed in.</summary>
    public static async Task<Ok<SessionAnswer>> SessionAsync(HttpContext context, ReviewOptions options, IAntiforgery forgery)
    {
        AuthenticateResult session = await context.AuthenticateAsync();
        DateTimeOffset idle = session.Properties!.ExpiresUtc!.Value, longest = ReviewSession.End(session.Properties, options.Access.SessionTimeout);
        return TypedResults.Ok(new SessionAnswer(
            context.Who(),
            [.. ReviewRoles.All.Where(context.User.IsInRole)],
            forgery.GetAndStoreTokens(context).RequestToken!,
            typeof(AccessEndpoints).Assembly.GetName().Version!.ToString(3),
            idle < longest ? idle : longest,
            options.OhifFolder is not null,
            Notice));
    }

    /// <summary>Signs in by the printed token.</summary>
    public static async Task<IResult> SignInAsync(HttpContext context, SignInTokens tokens, SignInLinks links, SignInRate rate, RandomNumberGenerator random, TimeProvider time, ILoggerFactory loggers)
    {
        ILogger log = loggers.CreateLogger(AccessLog.Category);
        if (await ReadAsync(context) is not { } wish)
            return new ReviewProblem(StatusCodes.Status400BadRequest, "Token and name are wanted, as JSON or as a form.").ToResult();
        if (!rate.Try(context))
            return SignInRate.Refusal.ToResult();
        string name = wish.Name?.Trim() ?? "";
        // Before the token, which would be used up.
        if (!ReviewSession.IsName(name))
            return new ReviewProblem(StatusCodes.Status400BadRequest, "Say who you are: 1 to 64 characters. The name stands in the ledger beside what you decide.").ToResult();
        if (!tokens.TryUse(wish.Token ?? ""))
        {
            log.SignInRefused("wrong or used token");
            return new ReviewProblem(StatusCodes.Status401Unauthorized, "This link was used already, or is not of this start of the service. `contourflow review --link` says the one that is good.") { SignIn = "/signin" }.ToResult();
        }

        links.Renew();
        await context.SignInAsync(ReviewSession.Scheme, ReviewSession.Of(name, ReviewRoles.Admin, random), ReviewSession.Beginning(time.GetUtcNow()));
        log.SignedIn(name, ReviewRoles.Admin);
        return TypedResults.Ok(new SignedInAnswer(name));
    }

    /// <summary>The page to sign in at.</summary>
    public static IResult SignInPage(IWebHostEnvironment environment)
    {
        foreach (string name in new[] { "signin.html", "index.html" })
        {
            if (environment.WebRootFileProvider.GetFileInfo(name) is { Exists: true } page)
                return Results.Stream(page.CreateReadStream(), "text/html; charset=utf-8");
        }

        return new ReviewProblem(StatusCodes.Status404NotFound, "The page's files are not beside the program.").ToResult();
    }

    /// <summary>Sends the browser to the provider.</summary>
    public static ChallengeHttpResult SignInAtProvider() => TypedResults.Challenge(new AuthenticationProperties { RedirectUri = "/" }, [ProviderSignIn.Scheme]);

    /// <summary>Ends the session.</summary>
    public static async Task<Ok<SignedOutAnswer>> SignOutAsync(HttpContext context, ReviewOptions options, EndedSessions ended, ILoggerFactory loggers)
    {
        AuthenticateResult session = await context.AuthenticateAsync();
        ended.Add(context.User.Number());
        await context.SignOutAsync(ReviewSession.Scheme);
        loggers.CreateLogger(AccessLog.Category).SignedOut(context.Who());
        if (options.Access.OpenIdConnect is null)
            return TypedResults.Ok(new SignedOutAnswer(null));
        OpenIdConnectOptions provider = context.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(ProviderSignIn.Scheme);
        return TypedResults.Ok(new SignedOutAnswer(await ProviderSignIn.SignOutAddressAsync(context, provider, ProviderSignIn.IdTokenOf(session.Properties))));
    }

    private static async Task<SignInRequest?> ReadAsync(HttpContext context)
    {
        if (context.Request.HasFormContentType)
        {
            IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
            return new SignInRequest(form["token"], form["name"]);
        }

        try
        {
            return context.Request.HasJsonContentType() ? await context.Request.ReadFromJsonAsync<SignInRequest>(context.RequestAborted) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
