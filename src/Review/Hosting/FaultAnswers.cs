using ContourFlow.Storage.Objects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Review.Hosting;

/// <summary>Turns what becomes of a request that fails into an answer. No exception's text goes out, but for those that are written for people.</summary>
internal static class FaultAnswers
{
    /// <summary>Does so.</summary>
    public static void UseFaultAnswers(this IApplicationBuilder server)
    {
        ILogger log = server.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("ContourFlow.Review");
        server.Use(async (context, next) =>
        {
            try
            {
                await next(context);
                // The framework refuses some requests by a status alone.
                if (context.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null, ContentLength: null })
                    await Refusal(context.Response.StatusCode).WriteAsync(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The browser has gone.
            }
#pragma warning disable CA1031 // The border: whatever it is ends in an answer.
            catch (Exception fault) when (!context.Response.HasStarted)
#pragma warning restore CA1031
            {
                context.Response.Clear();
                await ProblemOf(fault, context, log).WriteAsync(context);
            }
        });
    }

    private static ReviewProblem Refusal(int status) => new(status, status switch
    {
        StatusCodes.Status404NotFound => "There is nothing here.",
        StatusCodes.Status413PayloadTooLarge => "The request is larger than 1 MiB.",
        StatusCodes.Status415UnsupportedMediaType => "The request's body is of a type that is not taken here.",
        _ => "The request cannot be read: its form is not the one that /api/openapi.json describes.",
    });

    private static ReviewProblem ProblemOf(Exception fault, HttpContext context, ILogger log)
    {
        switch (fault)
        {
            case StoreUnavailableException away:
                log.StoreAway(away.Message);
                return new ReviewProblem(StatusCodes.Status503ServiceUnavailable, "Registry or object store cannot be reached just now. Try again; who runs this installation sees why in its log.");
            case StoredBlobException gone:
                log.FileGone(gone.Key);
                return new ReviewProblem(StatusCodes.Status404NotFound, "A file of this case is not kept any more, or is damaged; the log names it.");
            case BadHttpRequestException bad:
                return Refusal(bad.StatusCode);
            default:
                // By the pattern, and not the path: what stands in its places may be anything.
                log.Bug(context.Request.Method, (context.GetEndpoint() as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern.RawText ?? "no endpoint", fault);
                return new ReviewProblem(StatusCodes.Status500InternalServerError, "A fault of the program; its log says more. Please report it.");
        }
    }
}
