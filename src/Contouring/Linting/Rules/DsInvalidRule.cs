namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Decimal string that is no number.</summary>
internal sealed class DsInvalidRule() : LintRule(
    "ds-invalid",
    "Decimal string that is no number",
    "A coordinate that cannot be read makes the contour, and often the whole object, unreadable. \"NaN\" and \"inf\" are no decimal strings.",
    LintSeverity.Error,
    "DICOM PS3.5 6.2 (DS)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var contour in set.Contours.Where(contour => contour.Data.Length > 0 && contour.Numbers.Length == 0))
        {
            if (contour.Data.Each().FirstOrDefault(value => !DecimalForm.IsDecimal(value)) is { } bad)
                sink.Add(contour.Place.At(DicomTag.ContourData), bad.Length == 0 ? "A coordinate is empty." : $"The coordinate '{ShownText.Of(bad)}' is no decimal number.");
        }
    }
}
