using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace ContourFlow.Review.Hosting;

/// <summary>The description of the interface, as OpenAPI.</summary>
internal static class ReviewDocument
{
    // The one that is served where a route names none.
    private const string Name = "v1";

    /// <summary>Registers it.</summary>
    public static IServiceCollection AddReviewDocument(this IServiceCollection services) => services.AddOpenApi(Name, document =>
        document.AddDocumentTransformer((described, _, _) =>
        {
            described.Info = new OpenApiInfo
            {
                Title = "ContourFlow review",
                Version = typeof(ReviewDocument).Assembly.GetName().Version!.ToString(3),
                Description = "Cases, their images and decisions about them. Needs a session (docs/review.md); what changes something needs the header X-CSRF-TOKEN.",
            };
            // It is served under more than one name, always beside the page.
            described.Servers = [];
            return Task.CompletedTask;
        }));

    /// <summary>Maps it.</summary>
    public static void MapReviewDocument(this IEndpointRouteBuilder endpoints) => endpoints.MapOpenApi("/openapi.json");
}
