namespace ContourFlow.Contouring.Checks;

/// <summary>One check with its figure, limit and verdict.</summary>
/// <param name="Id">Stable id, such as "margin-PTV".</param>
/// <param name="Title">For a human: "The margin of PTV is really there".</param>
/// <param name="Severity">Information when it passed; otherwise what the limit makes of it.</param>
/// <param name="Figure">What was measured, with its unit, for a human: "0.97 to 1.04 (97.5 %: 1.03)".</param>
/// <param name="Limit">What it was held against: "all within 0.90 to 1.10".</param>
/// <param name="Sentence">What it means, for a human.</param>
/// <param name="Source">Where the limit comes from: "specification 5", "protocol".</param>
/// <param name="RoiName">The ROI it is about, where there is one.</param>
/// <param name="Z">Patient Z of the worst place, mm, where there is one.</param>
public sealed record CheckResult(
    string Id,
    string Title,
    Severity Severity,
    string Figure,
    string Limit,
    string Sentence,
    string Source,
    string? RoiName = null,
    double? Z = null)
{
    /// <summary>The figure as a number, in the unit that <see cref="Figure"/> names, where it is a single one; null otherwise.</summary>
    public double? Value { get; init; }

    /// <summary>A point to look at in the planning CT's frame of reference, mm: the worst place, or where what was measured is; null where there is none.</summary>
    public Geometry.Patient.PatientPoint? Place { get; init; }
}
