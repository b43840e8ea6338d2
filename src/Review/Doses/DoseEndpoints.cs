using ContourFlow.Contouring.Dose;
using ContourFlow.Contracts;
using ContourFlow.Review.Access;
using ContourFlow.Review.Hosting;
using ContourFlow.Review.Images;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Review.Doses;

/// <summary>The doses of a case: which there are, their scorecards, and the dose grid.</summary>
internal static class DoseEndpoints
{
    /// <summary>Registers what they need.</summary>
    public static IServiceCollection AddReviewDoses(this IServiceCollection services)
    {
        services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<DoseKeyConstraint>(DoseKeyConstraint.Name));
        return services.AddSingleton<CaseDoses>();
    }

    /// <summary>Maps them.</summary>
    public static void MapReviewDoses(this IEndpointRouteBuilder endpoints)
    {
        RouteGroupBuilder doses = endpoints.MapGroup("/cases/{caseId:case}/doses");
        // The page looks whether something has come, also where nobody sits.
        doses.MapGet("", ListAsync).WithMetadata(new AskedByItself())
            .WithSummary("Every dose of a case and what came of it, the newest revision first, in it the newest dose first; none where there is no such case.");
        RouteGroupBuilder dose = doses.MapGroup("/{key:dose}");
        File(dose, "/scorecard", DoseFiles.Json, "application/json; charset=utf-8", disposition: null, "The scorecard (docs/dose.md).");
        File(dose, "/dose.csv", DoseFiles.Csv, "text/csv; charset=utf-8", "attachment", "The scorecard's table, comma-separated.");
        File(dose, "/dvh.csv", DoseFiles.CurvesCsv, "text/csv; charset=utf-8", "attachment", "The curves of dose and volume, comma-separated.");
        File(dose, "/dose.html", DoseFiles.Html, "text/html; charset=utf-8", "inline", "The scorecard as a page to print.");
        dose.MapGet("/grid", GridAsync)
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").Produces(StatusCodes.Status304NotModified).Produces<ReviewProblem>(StatusCodes.Status404NotFound)
            .WithSummary("The dose grid with where its points lie in the patient (docs/review-images.md); the doses of a plan's beams are added.");
    }

    private static async Task<Ok<IReadOnlyList<DoseAnswer>>> ListAsync(CaseId caseId, CaseDoses doses, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<DoseAnswer>>([.. (await doses.OfCaseAsync(caseId, cancellationToken)).Select(DoseAnswer.Of)]);

    private static void File(RouteGroupBuilder dose, string pattern, string name, string contentType, string? disposition, string summary) =>
        dose.MapGet(pattern, (CaseId caseId, string key, HttpContext http, CaseDoses doses) => SendFileAsync(http, caseId, key, doses, name, contentType, disposition))
            .Produces(StatusCodes.Status200OK, contentType: contentType.Split(';')[0]).Produces<ReviewProblem>(StatusCodes.Status404NotFound).WithSummary(summary);

    private static async Task SendFileAsync(HttpContext http, CaseId caseId, string key, CaseDoses doses, string name, string contentType, string? disposition)
    {
        try
        {
            (ResultFile file, Stream content) = await doses.OpenAsync(caseId, key, name, http.RequestAborted);
            await using (content)
            {
                http.Response.ContentType = contentType;
                http.Response.ContentLength = file.Length;
                // By case, never by patient: names of files get into histories and logs.
                if (disposition is not null)
                    http.Response.Headers.ContentDisposition = $"{disposition}; filename=\"case-{caseId}-{key[..12]}-{name}\"";
                if (name == DoseFiles.Html)
                    http.Response.Headers.ContentSecurityPolicy = PrintedPages.ContentSecurityPolicy;
                http.Response.Headers.CacheControl = "no-store";
                await content.CopyToAsync(http.Response.Body, http.RequestAborted);
            }
        }
        catch (NothingToShowException fault)
        {
            await NotFoundAsync(http, fault);
        }
    }

    private static async Task GridAsync(CaseId caseId, string key, HttpContext http, CaseDoses doses)
    {
        try
        {
            DoseScore score = await doses.FindAsync(caseId, key, http.RequestAborted);
            await PreparedAnswers.SendAsync(http, $"\"{CaseDoses.KeyOf(score)}\"", "application/octet-stream", () => doses.GridAsync(score, http.RequestAborted));
        }
        catch (NothingToShowException fault)
        {
            await NotFoundAsync(http, fault);
        }
    }

    private static Task NotFoundAsync(HttpContext http, NothingToShowException fault) => new ReviewProblem(StatusCodes.Status404NotFound, fault.Message).WriteAsync(http);
}
