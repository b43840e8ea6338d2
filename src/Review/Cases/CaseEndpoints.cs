using ContourFlow.Contouring.Protocols;
using ContourFlow.Contracts;
using ContourFlow.Review.Access;
using ContourFlow.Review.Hosting;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Review.Cases;

/// <summary>The worklist, one case, and decisions about it.</summary>
internal static class CaseEndpoints
{
    private const string Report = "report.json";

    /// <summary>Registers what they need.</summary>
    public static IServiceCollection AddReviewCases(this IServiceCollection services, ReviewOptions options)
    {
        services.Configure<RouteOptions>(routes =>
        {
            routes.SetParameterPolicy<CaseIdConstraint>(CaseIdConstraint.Name);
            routes.SetParameterPolicy<RevisionConstraint>(RevisionConstraint.Name);
        });
        services.AddSingleton(options.Protocols is { } folder ? new ProtocolCatalogue(folder) : ProtocolCatalogue.OfProgram);
        services.AddSingleton<IDrawnPlanes, DrawnPlanes>();
        services.AddSingleton<CaseDeciding>();
        return services;
    }

    /// <summary>Maps them.</summary>
    public static void MapReviewCases(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/cases", ([AsParameters] CaseListRequest wanted, ICaseQueries cases, CancellationToken cancellationToken) => CaseListing.ListAsync(wanted, cases, cancellationToken))
            .Produces<ReviewProblem>(400).WithSummary("A page of the worklist. A patient's name does not belong in an address: POST /api/cases/search takes the same as JSON.");
        endpoints.MapPost("/cases/search", CaseListing.ListAsync)
            .Produces<ReviewProblem>(400).WithSummary("A page of the worklist, by what is not to stand in an address.");
        endpoints.MapGet("/cases/{caseId:case}", FindAsync)
            .Produces<ReviewProblem>(404).WithSummary("A case with its revisions, deliveries and ledger.");
        endpoints.MapGet("/cases/{caseId:case}/revisions/{revision:revision}/report", ReportAsync)
            .Produces(200, contentType: "application/json").Produces<ReviewProblem>(404).WithSummary("The report of a revision (docs/report.md).");
        endpoints.MapGet("/cases/{caseId:case}/revisions/{revision:revision}/seen", SeenRecording.ListAsync)
            .WithSummary("Which planes of a revision were seen, by whom.");
        endpoints.MapPost("/cases/{caseId:case}/revisions/{revision:revision}/seen", SeenRecording.AddAsync)
            .Produces<ReviewProblem>(400).Produces<ReviewProblem>(404).WithSummary("Adds planes that the caller has seen.");
        endpoints.MapPost("/cases/{caseId:case}/decisions", (CaseId caseId, DecisionRequest wish, HttpContext context, CaseDeciding deciding, CancellationToken cancellationToken) => deciding.DecideAsync(caseId, wish, context, cancellationToken))
            .RequireAuthorization(ReviewRoles.Reviewer)
            .Produces<ReviewProblem>(400).Produces<ReviewProblem>(403).Produces<ReviewProblem>(404).Produces<ReviewProblem>(409)
            .WithSummary("Accept or reject (reviewers); release, retry or rerun (admins).");
    }

    private static async Task<Results<Ok<CaseAnswer>, JsonHttpResult<ReviewProblem>>> FindAsync(
        CaseId caseId, HttpContext context, ICaseQueries cases, ProtocolCatalogue protocols, CancellationToken cancellationToken)
    {
        if (await cases.DetailsAsync(caseId, cancellationToken) is not { } found)
            return ReviewProblem.Answer(StatusCodes.Status404NotFound, "There is no such case.");
        return TypedResults.Ok(new CaseAnswer(
            CaseRow.Of(found.Summary),
            [.. found.Revisions.Select(RevisionAnswer.Of)],
            [.. found.Deliveries.Select(DeliveryAnswer.Of)],
            [.. found.Ledger.Select(LedgerAnswer.Of)],
            await cases.LedgerFaultAsync(caseId, cancellationToken),
            protocols.Names,
            AllowedDecisions.For(context.User, found)));
    }

    private static async Task<Results<FileStreamHttpResult, JsonHttpResult<ReviewProblem>>> ReportAsync(
        CaseId caseId, int revision, ICaseQueries cases, IObjectStore objects, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResultFile> files = await cases.FilesAsync(caseId, revision, cancellationToken);
        return files.FirstOrDefault(file => file.Name == Report) is { } report
            ? TypedResults.Stream(await objects.OpenAsync(report.StoreKey, cancellationToken), "application/json")
            : ReviewProblem.Answer(StatusCodes.Status404NotFound, "There is no report of this revision yet.");
    }
}
