using System.Net;
using ContourFlow.Review.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using IPNetwork = System.Net.IPNetwork;

namespace ContourFlow.Review.Access;

/// <summary>
/// The page answers under its own name alone: a name of somebody else's that leads to this machine (DNS rebinding) would make their page one of our
/// origin.
/// </summary>
internal static class HostGuard
{
    /// <summary>Believes the configured proxies, and refuses requests for another host.</summary>
    public static void UseOwnHost(this IApplicationBuilder server, ReviewOptions options)
    {
        IPNetwork[] proxies = [.. options.KnownProxies.Select(text => ProxyNetwork.Read(text)!.Value)];
        if (proxies.Length > 0)
        {
            // Before the headers replace the address that the connection is from.
            server.Use(async (context, next) =>
            {
                if (options.Certificate is null && !IsTrusted(context.Connection.RemoteIpAddress, proxies))
                    await RefuseAsync(context, StatusCodes.Status403Forbidden, "a connection in the clear that is not the proxy's", "This address is for the proxy alone.");
                else
                    await next(context);
            });
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost };
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            foreach (IPNetwork proxy in proxies)
                forwarded.KnownIPNetworks.Add(proxy);
            server.UseForwardedHeaders(forwarded);
        }

        server.Use(async (context, next) =>
        {
            if (!IsOwn(context.Request.Host, options))
            {
                await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "it was for another host", "This server does not answer under the name that the request is for.");
                return;
            }

            // A proxy that ends TLS need not say so: the address that browsers know does.
            if (options.PublicAddress is { } known)
                context.Request.Scheme = known.Scheme;
            await next(context);
        });
    }

    private static bool IsOwn(HostString host, ReviewOptions options)
    {
        if (options.PublicAddress is { } known)
            return string.Equals(host.Value, known.Authority, StringComparison.OrdinalIgnoreCase);
        return string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Host.Trim('[', ']'), out IPAddress? address) && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Parse(options.Address))));
    }

    private static bool IsTrusted(IPAddress? caller, IPNetwork[] proxies) =>
        caller is not null && ProxyNetwork.Plain(caller) is var address && (IPAddress.IsLoopback(address) || proxies.Any(proxy => proxy.Contains(address)));

    private static Task RefuseAsync(HttpContext context, int status, string why, string sentence)
    {
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(AccessLog.Category).RequestRefused(why);
        return new ReviewProblem(status, sentence).WriteAsync(context);
    }
}
