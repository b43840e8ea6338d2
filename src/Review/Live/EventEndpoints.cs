using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using ContourFlow.Review.Access;
using ContourFlow.Storage.Reviewing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ContourFlow.Review.Live;

/// <summary>Server-sent events: which cases have changed.</summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Registers what they need.</summary>
    public static IServiceCollection AddReviewEvents(this IServiceCollection services)
    {
        services.AddSingleton<CaseChanges>();
        services.AddHostedService(provider => provider.GetRequiredService<CaseChanges>());
        services.AddHostedService<PreparingAhead>();
        return services;
    }

    /// <summary>Maps them.</summary>
    public static void MapReviewEvents(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/events", FollowAsync).WithMetadata(new AskedByItself())
            .Produces<ChangedCaseAnswer>(StatusCodes.Status200OK, "text/event-stream")
            .WithSummary("Which cases change, as server-sent events of the name 'case'. Ends with the session; ask again.");

    private static async Task FollowAsync(HttpContext context, CaseChanges changes, EndedSessions ended, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        DateTimeOffset? until = (await context.AuthenticateAsync()).Properties?.ExpiresUtc;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        ChannelReader<ChangedCase> reader = changes.Listen(ending.Token);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await SayAsync(context, "retry: 2000\n\n", ending.Token);
            Task<bool> next = reader.WaitToReadAsync(ending.Token).AsTask();
            while (time.GetUtcNow() < until && !ended.Has(context.User.Number()))
            {
                if (await Task.WhenAny(next, Task.Delay(s_heartbeat, time, ending.Token)) != next)
                {
                    await SayAsync(context, ":\n\n", ending.Token);
                    continue;
                }

                if (!await next)
                    return;
                var text = new StringBuilder();
                while (reader.TryRead(out ChangedCase? changed))
                    text.Append("event: case\ndata: ").Append(JsonSerializer.Serialize(ChangedCaseAnswer.Of(changed), JsonSerializerOptions.Web)).Append("\n\n");
                await SayAsync(context, text.ToString(), ending.Token);
                next = reader.WaitToReadAsync(ending.Token).AsTask();
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The page has gone, or the server goes.
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    private static async Task SayAsync(HttpContext context, string text, CancellationToken cancellationToken)
    {
        await context.Response.WriteAsync(text, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }
}
