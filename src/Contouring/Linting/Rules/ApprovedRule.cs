using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Structure set is approved or rejected.</summary>
internal sealed class ApprovedRule() : LintRule(
    "approved",
    "Structure set is approved or rejected",
    "An approved structure set cannot be changed in most systems after import; a rejected one should not be used. Expected of what a clinic exports, not of what a program makes.",
    LintSeverity.Information)
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var status = set.Dataset.Text(DicomTag.ApprovalStatus);
        if (status is "APPROVED" or "REJECTED")
            sink.Add(LintPlace.Of(DicomTag.ApprovalStatus), $"Approval Status is {status}; changes will need a new, unapproved instance.");
    }
}
