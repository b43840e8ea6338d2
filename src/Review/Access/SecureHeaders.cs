using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ContourFlow.Review.Access;

/// <summary>What browsers are told of every answer. An endpoint that needs another word sets the header itself.</summary>
internal static class SecureHeaders
{
    /// <summary>Scripts, styles, images and connections of our own origin only; nothing inline, no frame around us, no form to elsewhere.</summary>
    public const string ContentSecurityPolicy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    private static readonly (string Name, string Value)[] s_always =
    [
        ("Content-Security-Policy", ContentSecurityPolicy),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Permissions-Policy", "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ];

    /// <summary>Adds them.</summary>
    public static void UseSecureHeaders(this IApplicationBuilder server, ReviewOptions options) => server.Use((context, next) =>
    {
        context.Response.OnStarting(
            static state =>
            {
                (HttpContext context, ReviewOptions options) = ((HttpContext, ReviewOptions))state;
                IHeaderDictionary headers = context.Response.Headers;
                foreach ((string name, string value) in s_always)
                {
                    if (StringValues.IsNullOrEmpty(headers[name]))
                        headers[name] = value;
                }

                if (options.IsSecure)
                    headers.StrictTransportSecurity = "max-age=31536000";
                return Task.CompletedTask;
            },
            (context, options));
        return next(context);
    });
}
