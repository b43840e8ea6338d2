using System.Collections.Immutable;

namespace ContourFlow.Contouring.Reporting;

/// <summary>Everything that was noticed about a case and about the ROIs that its structures rest on.</summary>
internal static class CaseFindings
{
    /// <summary>
    /// The findings, the gravest first and otherwise in the order of the work, each once. What was noticed about
    /// ROIs that nothing was derived from is told with those ROIs and does not weigh on the verdict.
    /// </summary>
    public static ImmutableArray<Finding> Of(CaseResult result)
    {
        var used = result.Derivation.CarriedRoiNumbers;
        return
        [
            .. result.Case.Findings
                .Concat(result.Case.StructureSet.Rois.Where(roi => used.Contains(roi.Number)).SelectMany(roi => roi.Findings))
                .Concat(result.Derivation.Findings)
                .Distinct()
                .OrderByDescending(finding => finding.Severity),
        ];
    }
}
