using ContourFlow.Contouring.RtObjects;
using ContourFlow.Contouring.Tests.Cases;

namespace ContourFlow.Contouring.Tests.RtObjects;

public class ContourFingerprintTests
{
    private static readonly SyntheticContour Drawn = new("CLOSED_PLANAR", @"0\0\5\8\0\5\8\8\5");

    [Fact]
    public void Fingerprint_is_the_sha_256_of_type_count_and_micrometres()
    {
        // Computed with Python's hashlib from the description in the remarks:
        // b"CLOSED_PLANAR" + (3).to_bytes(8, "big") + each of 0 0 5000 8000 0 5000 8000 8000 5000 as 8 bytes.
        Of(Drawn).Should().Be("39fec48633f8f4842b197b9aa58526ceacfb8fed9e317e1ba2f90ca5b03b3322");
    }

    [Theory]
    [InlineData(@"0.0\0\5.00\8\-0\5\8.0000\8\5", "the text of the numbers does not matter")]
    [InlineData(@"0.0004\0\5\8\0\5\8\8\5", "0.4 micrometres are rounding")]
    public void Same_drawing_in_other_words_has_the_same_fingerprint(string data, string because) =>
        Of(Drawn with { Data = data }).Should().Be(Of(Drawn), because);

    [Theory]
    [InlineData("CLOSED_PLANAR", @"0.001\0\5\8\0\5\8\8\5", "a point has moved by a micrometre")]
    [InlineData("CLOSED_PLANAR", @"8\0\5\8\8\5\0\0\5", "it starts elsewhere: another drawing")]
    [InlineData("CLOSED_PLANAR", @"0\0\5\8\0\5\8\8\5\0\4\5", "it has one point more")]
    [InlineData("CLOSEDPLANAR_XOR", @"0\0\5\8\0\5\8\8\5", "it is meant otherwise")]
    public void Another_drawing_has_another_fingerprint(string kind, string data, string because) =>
        Of(new SyntheticContour(kind, data)).Should().NotBe(Of(Drawn), because);

    [Fact]
    public void Order_of_planes_in_the_object_does_not_matter_and_order_within_a_plane_does()
    {
        var other = SyntheticContour.Square(2, 2.5);
        var same = SyntheticContour.Square(1, 5, 20, 20);

        Of(Drawn, other).Should().Be(Of(other, Drawn));
        Of(Drawn, same).Should().NotBe(Of(same, Drawn));
    }

    [Fact]
    public void Points_beside_the_closed_contours_do_not_matter() =>
        Of(Drawn, SyntheticContour.Of("POINT", 9, (1, 1))).Should().Be(Of(Drawn));

    private static string Of(params SyntheticContour[] contours) =>
        ContourFingerprint.Of(SyntheticCase.StructureSet("set", [new(7, "ROI", "ORGAN", contours)]), 7);
}
