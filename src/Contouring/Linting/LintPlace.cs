namespace ContourFlow.Contouring.Linting;

/// <summary>Where in a structure set a finding is; what does not apply is null.</summary>
/// <param name="RoiNumber">ROI Number.</param>
/// <param name="RoiName">ROI Name, without control characters and cut to a line's length.</param>
/// <param name="Contour">The contour's place within its ROI's contours, from 1 (not Contour Number).</param>
/// <param name="Z">Patient z of the contour's plane, mm.</param>
/// <param name="Attribute">Name and tag of the attribute.</param>
public sealed record LintPlace(int? RoiNumber, string? RoiName, int? Contour, double? Z, string? Attribute)
{
    /// <summary>The object as a whole.</summary>
    public static LintPlace Whole { get; } = new(null, null, null, null, null);

    /// <summary>An attribute of the object itself.</summary>
    internal static LintPlace Of(DicomTag tag) => Whole.At(tag);

    /// <summary>The same place, with an attribute.</summary>
    internal LintPlace At(DicomTag tag) => this with { Attribute = $"{tag.DictionaryEntry.Name} {tag}" };
}
