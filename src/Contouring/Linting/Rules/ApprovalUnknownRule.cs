using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Approval Status is no defined value.</summary>
internal sealed class ApprovalUnknownRule() : LintRule(
    "approval-unknown",
    "Approval Status is no defined value",
    "A reader that does not know the word cannot know whether the structures were approved.",
    LintSeverity.Error,
    "DICOM PS3.3 C.8.8.16 (enumerated values APPROVED, UNAPPROVED, REJECTED)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var status = set.Dataset.Text(DicomTag.ApprovalStatus);
        if (set.Dataset.Contains(DicomTag.ApprovalStatus) && status is not ("APPROVED" or "UNAPPROVED" or "REJECTED"))
            sink.Add(LintPlace.Of(DicomTag.ApprovalStatus), $"Approval Status is '{ShownText.Of(status)}'.");
    }
}
