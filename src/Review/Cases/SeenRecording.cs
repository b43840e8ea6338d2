using ContourFlow.Contracts;
using ContourFlow.Review.Access;
using ContourFlow.Review.Hosting;
using ContourFlow.Storage.Reviewing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContourFlow.Review.Cases;

/// <summary>What was seen of a revision, by whom.</summary>
/// <param name="Seen">A person each, in the order of their names.</param>
internal sealed record SeenAnswer(IReadOnlyList<SeenPlanes> Seen);

/// <summary>Planes that the caller has had on the screen.</summary>
/// <param name="Planes">Numbers of planes, from 0 at the Inferior end.</param>
/// <param name="ProcessedAt">When the results that were seen were stored, as the case says it: a retry replaces them under the same number.</param>
internal sealed record SeenRequest(IReadOnlyList<int>? Planes, DateTimeOffset? ProcessedAt);

/// <summary>Which planes of a revision people have had on the screen.</summary>
internal static class SeenRecording
{
    // The longest CT has some 2000 planes.
    private const int MostPlanes = 10_000;

    /// <summary>What was seen.</summary>
    public static async Task<Ok<SeenAnswer>> ListAsync(CaseId caseId, int revision, IReviewRecords records, CancellationToken cancellationToken) =>
        TypedResults.Ok(new SeenAnswer(await records.SeenAsync(caseId, revision, cancellationToken)));

    /// <summary>Adds to it, for the caller and for nobody else.</summary>
    public static async Task<Results<Ok<SeenAnswer>, JsonHttpResult<ReviewProblem>>> AddAsync(
        CaseId caseId, int revision, SeenRequest seen, HttpContext context, IReviewRecords records, CancellationToken cancellationToken)
    {
        if (seen.Planes is not { Count: <= MostPlanes } planes || planes.Any(plane => plane is < 0 or >= MostPlanes))
            return ReviewProblem.Answer(StatusCodes.Status400BadRequest, $"planes: up to {MostPlanes} numbers of planes, from 0 on.");
        if (seen.ProcessedAt is not { } processedAt)
            return ReviewProblem.Answer(StatusCodes.Status400BadRequest, "processedAt: when the results that were seen were stored has to be named.");
        return await records.AddSeenAsync(caseId, revision, processedAt, context.Who(), planes, cancellationToken) switch
        {
            SeenOutcome.TakenDown => await ListAsync(caseId, revision, records, cancellationToken),
            SeenOutcome.NoSuchRevision => ReviewProblem.Answer(StatusCodes.Status404NotFound, "There is no such revision."),
            _ => ReviewProblem.Answer(StatusCodes.Status409Conflict, "The results have been replaced since you looked at them. Look again."),
        };
    }
}
