using System.Globalization;
using FsCheck;
using FsCheck.Xunit;

namespace ContourFlow.Dicom.Tests;

public class DecimalStringTests
{
    // Expected: the longest rounding that fits into 16 characters, worked out by hand.
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(1.0 / 3, "0.33333333333333")]
    [InlineData(-2.0 / 3, "-0.6666666666667")]
    [InlineData(123456.789012345678, "123456.789012346")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(1e10, "10000000000")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(1e16, "1E16")]
    [InlineData(1.23456789012345e-9, "1.23456789012E-9")]
    [InlineData(9.9999999999999999e22, "1E23")]
    [InlineData(double.MaxValue, "1.7976931349E308")]
    [InlineData(-double.Epsilon, "-5E-324")]
    public void Double_becomes_the_most_accurate_text_of_sixteen_characters(double value, string expected) =>
        DicomDecimalString.ToDecimalString(value).Should().Be(expected);

    [Fact]
    public void Negative_zero_is_zero() => DicomDecimalString.ToDecimalString(double.NegativeZero).Should().Be("0");

    [Fact]
    public void Decimal_third_keeps_at_least_fo_dicoms_ten_digits()
    {
        string text = DicomDecimalString.ToDecimalString(1m / 3);

        text.Should().StartWith("0.3333333333").And.HaveLength(16);
        DicomDecimalString.ToDecimalString(1.50m).Should().Be("1.50");
        DicomDecimalString.ToDecimalString(-79228162514264337593543950335m).Should().Be("-7.9228162514E28");
    }

    [Property(MaxTest = 2000)]
    public void Any_double_fits_and_is_near(NormalFloat value)
    {
        string text = DicomDecimalString.ToDecimalString(value.Get);

        text.Length.Should().BeLessThanOrEqualTo(16);
        DicomVR.DS.ValidateString(text);

        // Sixteen characters hold at least eight digits in every range.
        double back = double.Parse(text, CultureInfo.InvariantCulture);
        Math.Abs(back - value.Get).Should().BeLessThanOrEqualTo(Math.Abs(value.Get) * 5e-8);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Number_that_is_not_finite_is_refused(double value)
    {
        FluentActions.Invoking(() => DicomDecimalString.ToDecimalString(value)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => DicomDecimalString.FromDoubles(DicomTag.ContourData, [1, 2, value], 2)).Should().Throw<DicomDataException>();
        FluentActions.Invoking(() => new DicomDataset().Add(DicomTag.SliceThickness, value)).Should().Throw<DicomDataException>();
    }

    [Fact]
    public void Contour_numbers_are_rounded_to_the_decimals_asked_for()
    {
        DicomDecimalString element = DicomDecimalString.FromDoubles(DicomTag.ContourData, [1.004, -1.006, 0.5, 12, -0.001, 1234567.125, 1e20, 0.125, 99.999], 2);

        element.Get<string>().Should().Be(@"1\-1.01\0.5\12\0\1234567.12\1E20\0.12\100");
        element.Validate();
        (element.Length % 2).Should().Be(0);
    }

    [Fact]
    public void Every_hundredth_of_a_millimetre_is_the_text_that_dotnet_writes()
    {
        // .NET's own formatting is the referee: all of -120 to 120 m in steps that meet every digit, and the ends.
        int[] hundredths = [.. Enumerable.Range(-130_000, 260_001), .. Enumerable.Range(0, 20_000).Select(i => (i * 99_991) - 999_900_000), 999_999_999, -999_999_999, 1_000_000_000];
        double[] values = [.. hundredths.Select(h => h / 100.0)];

        string[] texts = DicomDecimalString.FromDoubles(DicomTag.ContourData, values, 2).Get<string[]>();

        texts.Should().Equal(hundredths.Select(h => (h / 100m).ToString("0.##", CultureInfo.InvariantCulture)));
    }

    [Property(MaxTest = 500)]
    public void Contour_numbers_come_back_within_half_a_unit(NormalFloat[] values)
    {
        double[] given = [.. values.Select(v => v.Get % 10000)];
        if (given.Length == 0)
            return;

        double[] back = DicomDecimalString.FromDoubles(DicomTag.ContourData, given, 3).ToDoubles();

        back.Should().HaveCount(given.Length);
        for (int i = 0; i < given.Length; i++)
            Math.Abs(back[i] - given[i]).Should().BeLessThanOrEqualTo(0.0005 + 1e-9);
    }

    [Property(MaxTest = 2000)]
    public void Parsed_number_is_the_nearest_double_as_the_framework_gives_it(NormalFloat value)
    {
        foreach (string text in (string[])[value.Get.ToString("F4", CultureInfo.InvariantCulture), value.Get.ToString("R", CultureInfo.InvariantCulture), DicomDecimalString.ToDecimalString(value.Get)])
        {
            new DicomDecimalString(DicomTag.SliceThickness, text).Get<double>()
                .Should().Be(double.Parse(text, CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("+1.")]
    [InlineData(".5")]
    [InlineData(" -3.25 ")]
    [InlineData("1e3")]
    [InlineData("1.5E-2")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("9007199254740993")]
    public void Odd_notations_are_read(string text) =>
        new DicomDecimalString(DicomTag.SliceThickness, text).Get<double>().Should().Be(double.Parse(text, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("1,5")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1 2")]
    [InlineData("--1")]
    [InlineData("∞")]
    public void Text_that_is_no_number_throws_and_is_not_repeated(string text)
    {
        DicomDataset dataset = new DicomDataset().NotValidated().Add(DicomTag.SliceThickness, text);

        // A text outside ASCII cannot even be encoded.
        FluentActions.Invoking(() => dataset.GetSingleValue<double>(DicomTag.SliceThickness)).Should().Throw<DicomDataException>();
        dataset.TryGetDoubles(DicomTag.SliceThickness, out double[] values).Should().BeFalse();
        values.Should().BeEmpty();
    }

    [Fact]
    public void Many_numbers_are_read_without_a_string_for_each()
    {
        double[] given = [.. Enumerable.Range(0, 30_000).Select(i => i / 100.0)];
        var dataset = new DicomDataset { DicomDecimalString.FromDoubles(DicomTag.ContourData, given, 2) };
        dataset.GetValues<double>(DicomTag.ContourData).Should().Equal(given);

        long before = GC.GetAllocatedBytesForCurrentThread();
        double[] values = dataset.GetValues<double>(DicomTag.ContourData);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The array itself, and a little.
        allocated.Should().BeLessThan((values.Length * sizeof(double)) + 1024);
    }
}
