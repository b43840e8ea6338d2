using ContourFlow.Review.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Review.Access;

/// <summary>Tells the watch over connections on which ones somebody is signed in.</summary>
internal static class KnownCallers
{
    /// <summary>Does so.</summary>
    public static void UseKnownConnections(this IApplicationBuilder server)
    {
        KnownConnections connections = server.ApplicationServices.GetRequiredService<KnownConnections>();
        server.Use((context, next) =>
        {
            if (context.User.Identity?.IsAuthenticated == true)
                connections.Know(context);
            return next(context);
        });
    }
}
