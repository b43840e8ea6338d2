using ContourFlow.Contracts;
using ContourFlow.Review.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Review.Images;

/// <summary>Volumes, contours and their manifest.</summary>
internal static class ImageEndpoints
{
    /// <summary>Registers what they need.</summary>
    public static IServiceCollection AddReviewImages(this IServiceCollection services) => services
        .AddSingleton<ShownRevisions>()
        .AddSingleton<ViewingRules>()
        .AddSingleton<ImageCache>()
        .AddSingleton<CaseImages>();

    /// <summary>Maps them.</summary>
    public static void MapReviewImages(this IEndpointRouteBuilder endpoints)
    {
        RouteGroupBuilder revision = endpoints.MapGroup("/cases/{caseId}/revisions/{revision:int:min(1)}");
        revision.MapGet("/images", (string caseId, int revision, HttpContext http, CaseImages images) =>
            SendAsync(http, images, caseId, revision, PreparedNames.Manifest, "application/json; charset=utf-8"));
        revision.MapGet("/contours", (string caseId, int revision, HttpContext http, CaseImages images) =>
            SendAsync(http, images, caseId, revision, PreparedNames.Contours, "application/octet-stream"));
        revision.MapGet("/volumes/{name}", (string caseId, int revision, string name, HttpContext http, CaseImages images) =>
            PreparedNames.IsVolume(name) ? SendAsync(http, images, caseId, revision, name, "application/octet-stream") : NotFoundAsync(http, "There is no such volume."));
    }

    private static async Task SendAsync(HttpContext http, CaseImages images, string caseId, int revision, string name, string contentType)
    {
        if (!CaseId.TryParse(caseId, null, out CaseId id))
        {
            await NotFoundAsync(http, "There is no such case.");
            return;
        }

        try
        {
            ShownRevision shown = await images.FindAsync(id, revision, http.RequestAborted);
            await PreparedAnswers.SendAsync(http, $"\"{shown.Key}-{name}\"", contentType, () => images.PartAsync(shown, name, http.RequestAborted));
        }
        catch (NothingToShowException fault)
        {
            await NotFoundAsync(http, fault.Message);
        }
    }

    private static Task NotFoundAsync(HttpContext http, string sentence) => new ReviewProblem(StatusCodes.Status404NotFound, sentence).WriteAsync(http);
}
