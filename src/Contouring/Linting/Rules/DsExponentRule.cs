namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Decimal string with an exponent.</summary>
internal sealed class DsExponentRule() : LintRule(
    "ds-exponent",
    "Decimal string with an exponent",
    "Legal, and seldom met in contours, so that readers made for plain decimals fail on it.",
    LintSeverity.Warning,
    null,
    new VendorBehaviour(LintProfile.Eclipse, LintSeverity.Information, "test data of SlicerRT (EclipseProstate): a structure set that Eclipse 8.1 itself exported has exponents"),
    new VendorBehaviour(LintProfile.Pinnacle, LintSeverity.Information, "data set of Nelms et al., Med Phys 2015;42:4435, doi 10.1118/1.4923175: structure sets of Pinnacle 9.6 have exponents"))
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
