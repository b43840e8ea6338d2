using System.Collections.Frozen;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contracts;
using ContourFlow.Review.Access;
using ContourFlow.Review.Hosting;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Reviewing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContourFlow.Review.Cases;

/// <summary>A person's decision.</summary>
/// <param name="Kind">accept, reject, release, retry, rerun.</param>
/// <param name="Version">The version of the case that the person saw.</param>
/// <param name="Reason">Why; must not be empty for reject, release and rerun. No patient's data.</param>
/// <param name="Protocol">For rerun: name of the protocol.</param>
/// <param name="Revision">The revision that was on the screen: accept, reject and release are about no other.</param>
/// <param name="ProcessedAt">When its results were stored, as the case says it: a retry replaces them under the same number.</param>
internal sealed record DecisionRequest(string? Kind, long? Version, string? Reason, string? Protocol, int? Revision = null, DateTimeOffset? ProcessedAt = null);

/// <summary>The decision was taken down.</summary>
/// <param name="Case">The case as it is now.</param>
internal sealed record DecisionAnswer(CaseRow Case);

/// <summary>Takes down what a person decides, with what they have seen: counted here, and not by the page.</summary>
internal sealed class CaseDeciding(ICaseQueries cases, ICaseDecisions decisions, IReviewRecords records, IDrawnPlanes drawn, ProtocolCatalogue protocols)
{
    private const int LongestReason = 2000;

    /// <summary>Does so.</summary>
    public async Task<Results<Ok<DecisionAnswer>, JsonHttpResult<ReviewProblem>>> DecideAsync(CaseId caseId, DecisionRequest wish, HttpContext context, CancellationToken cancellationToken)
    {
        string kind = wish.Kind ?? "", reason = wish.Reason?.Trim() ?? "";
        if (AllowedDecisions.RoleFor(kind) is not { } role)
            return Wrong("kind: accept, reject, release, retry or rerun.");
        if (!context.User.IsInRole(role))
            return ReviewProblem.Answer(StatusCodes.Status403Forbidden, $"This needs the role {role}.");
        if (FaultOf(wish, kind, reason) is { } fault)
            return Wrong(fault);
        if (await cases.DetailsAsync(caseId, cancellationToken) is not { } found)
            return ReviewProblem.Answer(StatusCodes.Status404NotFound, "There is no such case.");
        if (found.Summary.Version != wish.Version || !IsAboutTheNewest(wish, kind, found))
            return Conflict(DecisionOutcome.Stale, found.Summary);

        var decision = new Decision(caseId, wish.Version, context.Who(), reason) { Evidence = await EvidenceAsync(found, context.Who(), cancellationToken) };
        DecisionOutcome outcome = kind switch
        {
            AllowedDecisions.Accept => await decisions.AcceptAsync(decision, cancellationToken),
            AllowedDecisions.Reject => await decisions.RejectAsync(decision, cancellationToken),
            AllowedDecisions.Release => await decisions.ReleaseAsync(decision, cancellationToken),
            AllowedDecisions.Retry => await decisions.RetryAsync(decision, cancellationToken),
            _ => await decisions.RerunAsync(decision, wish.Protocol!, cancellationToken),
        };
        // The decision is taken: what became of it is said even to somebody who has gone meanwhile.
        CaseSummary now = await cases.FindAsync(caseId, CancellationToken.None) ?? found.Summary;
        return outcome switch
        {
            DecisionOutcome.Taken => TypedResults.Ok(new DecisionAnswer(CaseRow.Of(now))),
            DecisionOutcome.NoSuchCase => ReviewProblem.Answer(StatusCodes.Status404NotFound, "There is no such case."),
            _ => Conflict(outcome, now),
        };
    }

    // What is let out or kept back is what the person has looked at.
    private static bool IsAboutTheNewest(DecisionRequest wish, string kind, CaseDetails found) =>
        kind is AllowedDecisions.Retry or AllowedDecisions.Rerun
        || ((wish.Revision ?? found.Summary.Revision) == found.Summary.Revision
            && (wish.ProcessedAt is not { } seen || found.Revisions.LastOrDefault(one => one.Revision == found.Summary.Revision)?.ProcessedAt == seen));

    private string? FaultOf(DecisionRequest wish, string kind, string reason)
    {
        if (wish.Version is null)
            return "version: the version of the case that was seen has to be named.";
        if (reason.Length == 0 && AllowedDecisions.NeedsReason(kind))
            return "reason: this needs a reason.";
        if (reason.Length > LongestReason || reason.Any(letter => char.IsControl(letter) && letter is not '\n'))
            return $"reason: up to {LongestReason} characters, and no control characters but line breaks.";
        if (kind != AllowedDecisions.Rerun)
            return null;
        // Among the names, and nothing else: the catalogue would take a path, too.
        if (!protocols.Names.Contains(wish.Protocol ?? "", StringComparer.Ordinal))
            return "protocol: there is no protocol of this name.";
        try
        {
            // Routes, retries and the next look go by the name that is asked for, and results by the file's own.
            return protocols.Load(wish.Protocol!).Name == wish.Protocol ? null : "protocol: its file states another name.";
        }
        catch (ProtocolException)
        {
            return "protocol: its file has faults; `contourflow protocol check` tells them.";
        }
    }

    private async Task<ReviewedEvidence?> EvidenceAsync(CaseDetails found, string who, CancellationToken cancellationToken)
    {
        if (found.Revisions.LastOrDefault(one => one.Revision == found.Summary.Revision) is not { Results.Count: > 0 } revision)
            return null;
        // Without images nobody has seen any: none of none. The results are named all the same.
        IReadOnlySet<int> planes = await drawn.OfAsync(found, revision, cancellationToken) ?? FrozenSet<int>.Empty;
        IReadOnlyList<SeenPlanes> seen = await records.SeenAsync(found.Summary.CaseId, revision.Revision, cancellationToken);
        int own = seen.Where(one => one.By == who).SelectMany(one => one.Planes).Distinct().Count(planes.Contains);
        return new ReviewedEvidence(own, planes.Count, revision.ProtocolHash ?? "", [.. revision.Results.Select(result => result.SopInstanceUid)]);
    }

    private static JsonHttpResult<ReviewProblem> Wrong(string sentence) => ReviewProblem.Answer(StatusCodes.Status400BadRequest, sentence);

    private static JsonHttpResult<ReviewProblem> Conflict(DecisionOutcome outcome, CaseSummary now) => ReviewProblem.Answer(
        StatusCodes.Status409Conflict,
        outcome switch
        {
            DecisionOutcome.Stale => "The case has changed since you looked at it. Look again before you decide.",
            DecisionOutcome.NothingToRelease => "The case has no results that could be released. Mend what it says, and retry.",
            _ => "The case is not in a state for this decision.",
        },
        CaseRow.Of(now));
}
