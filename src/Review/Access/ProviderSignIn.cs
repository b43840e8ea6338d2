using System.Collections.Immutable;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ContourFlow.Review.Access;

/// <summary>Signing in by OpenID Connect: authorization code with PKCE. What the provider says becomes a session of ours; of its tokens only the one that signs out there is kept, in the cookie.</summary>
internal static class ProviderSignIn
{
    /// <summary>Scheme of the provider.</summary>
    public const string Scheme = "openid-connect";

    private const string IdToken = "id_token";

    /// <summary>Where the provider sends the browser back to.</summary>
    public const string CallbackPath = "/signin/oidc";

    /// <summary>Describes it.</summary>
    public static void Describe(OpenIdConnectOptions provider, ReviewOptions options, OpenIdConnectAccess access)
    {
        provider.SignInScheme = ReviewSession.Scheme;
        provider.Authority = access.Authority;
        provider.ClientId = access.ClientId;
        provider.ClientSecret = access.ClientSecret;
        // An authority on this machine needs no certificate (ReviewOptionsCheck refuses any other without).
        provider.RequireHttpsMetadata = new Uri(access.Authority).Scheme == Uri.UriSchemeHttps;
        provider.ResponseType = OpenIdConnectResponseType.Code;
        // By the query and not by a form of another site, so that no cookie has to be sent along with another site's requests.
        provider.ResponseMode = OpenIdConnectResponseMode.Query;
        provider.UsePkce = true;
        provider.MapInboundClaims = false;
        provider.GetClaimsFromUserInfoEndpoint = true;
        provider.CallbackPath = CallbackPath;
        provider.Scope.Clear();
        foreach (string scope in access.Scopes)
            provider.Scope.Add(scope);
        provider.ClaimActions.Clear();
        foreach (string claim in new[] { access.NameClaim, access.RoleClaim }.Distinct(StringComparer.Ordinal))
            provider.ClaimActions.MapJsonKey(claim, claim);
        foreach (CookieBuilder cookie in new[] { provider.CorrelationCookie, provider.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = SessionCookies.Secured(options);
        }

        provider.Events.OnTokenValidated = context =>
        {
            if (context.TokenEndpointResponse?.IdToken is { } idToken)
                context.Properties!.StoreTokens([new AuthenticationToken { Name = IdToken, Value = idToken }]);
            return Task.CompletedTask;
        };
        provider.Events.OnTicketReceived = context => BeginAsync(context, access);
        provider.Events.OnRemoteFailure = FailAsync;
    }

    /// <summary>Where a browser signs out at the provider too; null where the provider has no such place or cannot be asked.</summary>
    public static async Task<string?> SignOutAddressAsync(HttpContext context, OpenIdConnectOptions provider, string? idToken)
    {
        if (provider.ConfigurationManager is null || await provider.ConfigurationManager.GetConfigurationAsync(context.RequestAborted) is not { EndSessionEndpoint: { Length: > 0 } end })
            return null;
        var parameters = QueryString.Create("client_id", provider.ClientId!).Add("post_logout_redirect_uri", $"{context.Request.Scheme}://{context.Request.Host}/");
        return end + (idToken is null ? parameters : parameters.Add("id_token_hint", idToken)).ToUriComponent();
    }

    /// <summary>The provider's own word for who signed in, which it wants back at the end.</summary>
    public static string? IdTokenOf(AuthenticationProperties? properties) => properties?.GetTokenValue(IdToken);

    private static async Task BeginAsync(TicketReceivedContext context, OpenIdConnectAccess access)
    {
        IServiceProvider services = context.HttpContext.RequestServices;
        ILogger log = services.GetRequiredService<ILoggerFactory>().CreateLogger(AccessLog.Category);
        string? name = context.Principal?.FindFirstValue(access.NameClaim);
        ImmutableHashSet<string> held = [.. context.Principal?.FindAll(access.RoleClaim).Select(claim => claim.Value) ?? []];
        string? role = held.Contains(access.Admin) ? ReviewRoles.Admin
            : held.Contains(access.Reviewer) ? ReviewRoles.Reviewer
            : held.Contains(access.Viewer) ? ReviewRoles.Viewer
            : null;
        if (name is null || !ReviewSession.IsName(name) || role is null)
        {
            string why = role is null
                ? $"You are known to the provider, but its claim '{access.RoleClaim}' gives you no role here. Ask who runs this installation for one."
                : $"The provider does not say who you are: its claim '{access.NameClaim}' is missing or no name. Ask who runs this installation.";
            log.SignInRefused(role is null ? "no role" : "no name");
            context.HandleResponse();
            await RefuseAsync(context.HttpContext, StatusCodes.Status403Forbidden, why);
            return;
        }

        var time = services.GetRequiredService<TimeProvider>();
        context.Principal = ReviewSession.Of(name, role, services.GetRequiredService<RandomNumberGenerator>());
        string? idToken = IdTokenOf(context.Properties);
        context.Properties = ReviewSession.Beginning(time.GetUtcNow());
        if (idToken is not null)
            context.Properties.StoreTokens([new AuthenticationToken { Name = IdToken, Value = idToken }]);
        log.SignedIn(name, role);
    }

    // A forged or repeated answer, one that came too late, or a person who said no.
    private static async Task FailAsync(RemoteFailureContext context)
    {
        ILogger log = context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(AccessLog.Category);
        log.SignInRefused(context.Failure?.GetType().Name ?? "failure");
        context.HandleResponse();
        await RefuseAsync(context.HttpContext, StatusCodes.Status400BadRequest, "The sign-in did not come to an end: it was broken off, took too long, or is not of this browser. Begin again at /signin.");
    }

    private static Task RefuseAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(sentence, context.RequestAborted);
    }
}
