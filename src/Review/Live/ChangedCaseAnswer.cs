using ContourFlow.Review.Cases;
using ContourFlow.Storage.Reviewing;

namespace ContourFlow.Review.Live;

/// <summary>A case that has changed.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Revision">Its newest revision.</param>
/// <param name="Version">Its version.</param>
internal sealed record ChangedCaseAnswer(string CaseId, string State, int Revision, long Version)
{
    /// <summary>The answer of a change.</summary>
    public static ChangedCaseAnswer Of(ChangedCase changed) => new(changed.CaseId.ToString(), StateNames.Of(changed.State), changed.Revision, changed.Version);
}
