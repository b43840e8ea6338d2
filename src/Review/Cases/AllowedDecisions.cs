using System.Security.Claims;
using ContourFlow.Review.Access;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Publishing;

namespace ContourFlow.Review.Cases;

/// <summary>Which decisions there are, who may make them, and in which states of a case they are offered. The registry has the last word when one is made.</summary>
internal static class AllowedDecisions
{
    public const string Accept = "accept", Reject = "reject", Release = "release", Retry = "retry", Rerun = "rerun";

    /// <summary>The role that a decision needs; null where there is no such decision.</summary>
    public static string? RoleFor(string kind) => kind switch
    {
        Accept or Reject => ReviewRoles.Reviewer,
        Release or Retry or Rerun => ReviewRoles.Admin,
        _ => null,
    };

    /// <summary>Whether a decision needs a reason.</summary>
    public static bool NeedsReason(string kind) => kind is Reject or Release or Rerun;

    /// <summary>Those that a person may make of a case now.</summary>
    public static IReadOnlyList<string> For(ClaimsPrincipal user, CaseDetails found) =>
        [.. Of(found).Where(kind => user.IsInRole(RoleFor(kind)!))];

    private static IEnumerable<string> Of(CaseDetails found)
    {
        CaseState state = found.Summary.State;
        if (state == CaseState.AwaitingReview)
            yield return Accept;
        if (state is CaseState.AwaitingReview or CaseState.Held)
            yield return Reject;
        if (state == CaseState.Held && HasWithheld(found))
            yield return Release;
        if (state is CaseState.Held or CaseState.Rejected or CaseState.Queued)
            yield return Retry;
        if (state is CaseState.Held or CaseState.Rejected or CaseState.AwaitingReview or CaseState.Finished or CaseState.Published)
            yield return Rerun;
    }

    private static bool HasWithheld(CaseDetails found)
    {
        Delivery[] deliveries = [.. found.Deliveries.Where(delivery => delivery.Revision == found.Summary.Revision)];
        return found.Revisions.Any(revision => revision.Revision == found.Summary.Revision && revision.Results.Count > 0)
            && (deliveries.Length == 0 || deliveries.Any(delivery => delivery.State == DeliveryState.AwaitingDecision));
    }
}
