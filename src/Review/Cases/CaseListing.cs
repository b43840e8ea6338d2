using ContourFlow.Review.Hosting;
using ContourFlow.Storage.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContourFlow.Review.Cases;

/// <summary>Which cases are wanted.</summary>
/// <param name="State">States with commas between; none: all.</param>
/// <param name="Q">Part of a patient's name or identifier, or the beginning of a case's id, CT series or study; none: all.</param>
/// <param name="Protocol">Name of a protocol; none: all.</param>
/// <param name="Dose">What the newest scoring says, with commas between: optimal, mandatory, indeterminate, not-evaluable, violated (also of another scoring that counts), refused, waiting, none; empty: all.</param>
/// <param name="After">The page after this cursor.</param>
/// <param name="Size">Cases on a page, 1 to 1000; default 100.</param>
internal sealed record CaseListRequest(string? State, string? Q, string? Protocol, string? Dose, string? After, int? Size);

/// <summary>The worklist.</summary>
internal static class CaseListing
{
    private const int DefaultSize = 100, LargestSize = 1000, LongestText = 128;

    /// <summary>A page of it.</summary>
    public static async Task<Results<Ok<CaseListAnswer>, JsonHttpResult<ReviewProblem>>> ListAsync(CaseListRequest wanted, ICaseQueries cases, CancellationToken cancellationToken)
    {
        if (StateNames.Read(wanted.State ?? "") is not { } states)
            return Wrong("state: there is no such state of a case.");
        if (CaseDose.Read(wanted.Dose ?? "") is not { } doses)
            return Wrong($"dose: one of {CaseDose.AllWords}, or several with commas between.");
        CaseCursor? after = string.IsNullOrEmpty(wanted.After) ? null : CaseCursors.Read(wanted.After);
        if (after is null && !string.IsNullOrEmpty(wanted.After))
            return Wrong("after: it is what the page before said as next.");
        int size = wanted.Size ?? DefaultSize;
        if (size is < 1 or > LargestSize)
            return Wrong($"size: between 1 and {LargestSize}.");
        if (wanted.Q is { Length: > LongestText } || wanted.Protocol is { Length: > LongestText })
            return Wrong($"q, protocol: {LongestText} characters at the most.");

        var filter = new CaseFilter { States = states, Search = Given(wanted.Q), Protocol = Given(wanted.Protocol), Doses = doses, After = after, PageSize = size };
        CasePage page = await cases.ListAsync(filter, cancellationToken);
        IReadOnlyDictionary<CaseState, int> counts = await cases.CountsAsync(cancellationToken);
        return TypedResults.Ok(new CaseListAnswer(
            [.. page.Cases.Select(CaseRow.Of)],
            CaseCursors.Of(page.Next),
            counts.ToDictionary(pair => StateNames.Of(pair.Key), pair => pair.Value, StringComparer.Ordinal),
            await cases.DoseCountsAsync(cancellationToken)));
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static JsonHttpResult<ReviewProblem> Wrong(string sentence) => ReviewProblem.Answer(StatusCodes.Status400BadRequest, sentence);
}
