using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Checks;

/// <summary>
/// Rule E13: the inputs in the written object are those that the derivation rests on. The written object carries the
/// drawn ROIs over; their fingerprints must still be the ones in the recipe.
/// </summary>
internal sealed class FingerprintCheck : ICaseCheck
{
    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        // What was drawn on an MR is not carried over: its fingerprint stands in the recipe of what was brought.
        var carried = context.Derivation.Inputs.Where(input => input.FromMr is null).ToList();
        var changed = carried
            .Where(input => !string.Equals(
                ContourFingerprint.Of(context.Written.Dataset, input.RoiNumber), input.Fingerprint, StringComparison.Ordinal))
            .Select(input => input.RoiName)
            .ToList();
        yield return new CheckResult(
            ReasonCodes.OperandsChanged,
            "The drawn structures are those that the derivation rests on",
            changed.Count > 0 ? Severity.Failure : Severity.Information,
            $"{carried.Count - changed.Count} of {carried.Count} fingerprints agree",
            "all",
            changed.Count > 0
                ? $"Changed since: {string.Join(", ", changed)}. Derive again."
                : "Every contour point is carried over as drawn.",
            "rule E13");
    }
}
