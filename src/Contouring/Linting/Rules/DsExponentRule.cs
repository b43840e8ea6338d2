namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Decimal string with an exponent.</summary>
internal sealed class DsExponentRule() : LintRule(
    "ds-exponent",
    "Decimal string with an exponent",
    "Legal, and seldom met in contours, so that readers made for plain decimals fail on it.",
    LintSeverity.Warning,
    null,
    new VendorBehaviour(LintProfile.Eclipse, LintSeverity.Information, "SlicerRt/SlicerRtData, eclipse-8.1.20-phantom-prostate: Eclipse's own export has exponents"))
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var contour in set.Contours)
        {
            if (contour.Data.Bytes.Span.IndexOfAny((byte)'e', (byte)'E') >= 0 && contour.Data.Each().Any(value => DecimalForm.IsDecimal(value) && value.AsSpan().IndexOfAny('e', 'E') >= 0))
                sink.Add(contour.Place.At(DicomTag.ContourData), "A coordinate is written with an exponent.");
        }
    }
}
