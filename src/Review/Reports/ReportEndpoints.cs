using ContourFlow.Contracts;
using ContourFlow.Review.Hosting;
using ContourFlow.Review.Images;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Review.Reports;

/// <summary>The printable report of a case.</summary>
internal static class ReportEndpoints
{
    /// <summary>Registers what they need.</summary>
    public static IServiceCollection AddReviewReports(this IServiceCollection services) => services.AddSingleton<CaseReports>();

    /// <summary>Maps them.</summary>
    public static void MapReviewReports(this IEndpointRouteBuilder endpoints)
    {
        RouteGroupBuilder revision = endpoints.MapGroup("/cases/{caseId}/revisions/{revision:int:min(1)}");
        revision.MapGet("/report.html", (string caseId, int revision, HttpContext http, CaseReports reports) =>
            SendAsync(http, caseId, revision, "text/html; charset=utf-8", "inline", "html", id => reports.HtmlAsync(id, revision, http.RequestAborted)));
        revision.MapGet("/report.pdf", (string caseId, int revision, HttpContext http, CaseReports reports) =>
            SendAsync(http, caseId, revision, "application/pdf", "attachment", "pdf", id => reports.PdfAsync(id, revision, http.RequestAborted)));
    }

    private static async Task SendAsync(HttpContext http, string caseId, int revision, string contentType, string disposition, string extension, Func<CaseId, Task<byte[]>> make)
    {
        if (!CaseId.TryParse(caseId, null, out CaseId id))
        {
            await new ReviewProblem(StatusCodes.Status404NotFound, "There is no such case.").WriteAsync(http);
            return;
        }

        try
        {
            byte[] report = await make(id);
            http.Response.ContentType = contentType;
            http.Response.ContentLength = report.Length;
            // By case, never by patient: names of files get into histories and logs.
            http.Response.Headers.ContentDisposition = $"{disposition}; filename=\"case-{id}-revision-{revision}.{extension}\"";
            http.Response.Headers.ContentSecurityPolicy = PrintedPages.ContentSecurityPolicy;
            http.Response.Headers.CacheControl = "no-store";
            await http.Response.Body.WriteAsync(report, http.RequestAborted);
        }
        catch (NothingToShowException fault)
        {
            await new ReviewProblem(StatusCodes.Status404NotFound, fault.Message).WriteAsync(http);
        }
    }
}
