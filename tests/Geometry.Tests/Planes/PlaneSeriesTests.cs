using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using FsCheck.Xunit;

namespace ContourFlow.Geometry.Tests.Planes;

public class PlaneSeriesTests
{
    private static readonly PatientVector _left = new(1, 0, 0);
    private static readonly PatientVector _posterior = new(0, 1, 0);

    [Fact]
    public void Regular_series_has_no_fault_and_keeps_every_images_own_position()
    {
        // 0.1 has no exact double: positions must be the images' own, not the first plus n times a spacing.
        var positions = Enumerable.Range(0, 20).Select(i => Math.Round(-100.3 + (i * 0.1), 1)).ToArray();

        var report = PlaneSeries.Analyse(positions.Reverse().Select(z => Axial(z)));

        report.Faults.Should().BeEmpty();
        report.Positions.Should().Equal(positions);
        report.Axes.Should().Be(PlaneAxes.Axial);
        report.IsAxial.Should().BeTrue();
        report.Spacing.Should().BeApproximately(0.1, 1e-9);
        report.TiltDegrees.Should().Be(0);
    }

    // Row and column directions by patient position, DICOM PS3.3 C.7.6.2.1.1; the normal is -Z for feet first and prone head first mirrored ones.
    [Theory]
    [InlineData("HFS", 1, 0, 0, 1)]
    [InlineData("HFP", -1, 0, 0, -1)]
    [InlineData("FFS", -1, 0, 0, 1)]
    [InlineData("FFP", 1, 0, 0, -1)]
    [InlineData("HFDR", 0, 1, -1, 0)]
    [InlineData("HFDL", 0, -1, 1, 0)]
    [InlineData("FFDR", 0, 1, 1, 0)]
    [InlineData("FFDL", 0, -1, -1, 0)]
    public void Patient_position_does_not_matter(string position, double rowX, double rowY, double columnX, double columnY)
    {
        var report = PlaneSeries.Analyse(new[] { 2.5, 0, 1.25 }.Select(z =>
            Axial(z) with { RowDirection = new(rowX, rowY, 0), ColumnDirection = new(columnX, columnY, 0) }));

        report.Faults.Should().BeEmpty(position);
        report.Positions.Should().Equal(0, 1.25, 2.5);
        report.Axes.Should().Be(PlaneAxes.Axial);
    }

    [Fact]
    public void Pixels_that_are_not_square_are_kept()
    {
        var report = PlaneSeries.Analyse(new[] { 0.0, 3 }.Select(z => Axial(z) with { RowSpacing = 0.5, ColumnSpacing = 0.8 }));

        report.Faults.Should().BeEmpty();
        report.Sorted[0].PixelCentre(10, 10).Should().Be(new PatientPoint(8, 5, 0));
    }

    [Fact]
    public void Missing_images_are_counted_and_named()
    {
        var report = PlaneSeries.Analyse(new[] { 0, 1.25, 2.5, 6.25, 7.5 }.Select(z => Axial(z)));

        var fault = report.Faults.Should().ContainSingle().Which;
        fault.Kind.Should().Be(PlaneFaultKind.Missing);
        fault.MissingImages.Should().Be(2);
        fault.ImageIds.Should().Equal("2.25.2.5", "2.25.6.25");
        fault.Sentence.Should().Be("2 image(s) missing between 2.5 and 6.25 mm (spacing 1.25 mm).");
    }

    [Fact]
    public void Spacing_that_is_no_multiple_is_uneven()
    {
        var report = PlaneSeries.Analyse(new[] { 0, 1.25, 2.5, 4.5, 5.75 }.Select(z => Axial(z)));

        report.Faults.Should().ContainSingle().Which.Sentence.Should().Be("The spacing is 2 mm between 2.5 and 4.5 mm, 1.25 mm elsewhere.");
        report.Has(PlaneFaultKind.Uneven).Should().BeTrue();
        report.Positions.Should().Equal(0, 1.25, 2.5, 4.5, 5.75);
    }

    [Fact]
    public void Positions_rounded_to_two_decimals_are_even()
    {
        // A spacing of 1.1111 mm as a scanner writes it with two decimals.
        var report = PlaneSeries.Analyse(Enumerable.Range(0, 50).Select(i => Axial(Math.Round(i * 1.1111, 2))));

        report.Faults.Should().BeEmpty();
    }

    [Fact]
    public void Images_at_one_position_are_duplicates()
    {
        var report = PlaneSeries.Analyse([Axial(0), Axial(1), Axial(1) with { ImageId = "2.25.7" }, Axial(2)]);

        var fault = report.Faults.Should().ContainSingle().Which;
        fault.Kind.Should().Be(PlaneFaultKind.Duplicate);
        fault.ImageIds.Should().Equal("2.25.1", "2.25.7");
    }

    [Fact]
    public void Only_duplicates_are_too_few_too()
    {
        var report = PlaneSeries.Analyse([Axial(0), Axial(0) with { ImageId = "2.25.7" }]);

        report.Faults.Select(f => f.Kind).Should().Equal(PlaneFaultKind.Duplicate, PlaneFaultKind.TooFew);
    }

    [Fact]
    public void Localizer_with_three_orientations_is_mixed_orientation_and_nothing_else()
    {
        var report = PlaneSeries.Analyse(
        [
            Axial(0), Axial(5),
            Axial(0) with { ImageId = "2.25.9", RowDirection = _posterior, ColumnDirection = new(0, 0, -1) },
            Axial(0) with { ImageId = "2.25.8", ColumnDirection = new(0, 0, -1) },
        ]);

        report.Faults.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Kind = PlaneFaultKind.MixedOrientation, Sentence = "The images have 3 orientations (2, 1, 1 images)." });
        report.Axes.Should().BeNull();
        report.IsAxial.Should().BeFalse();
    }

    [Fact]
    public void Images_of_other_size_or_pixels_are_named()
    {
        var report = PlaneSeries.Analyse([Axial(0), Axial(1), Axial(2) with { Columns = 256 }, Axial(3) with { RowSpacing = 0.9 }]);

        var fault = report.Faults.Should().ContainSingle().Which;
        fault.Kind.Should().Be(PlaneFaultKind.MixedSize);
        fault.ImageIds.Should().Equal("2.25.2", "2.25.3");
    }

    [Fact]
    public void Tilted_gantry_is_oblique_and_tilted()
    {
        // Table along Z, image planes turned by 12 degrees around X: positions do not follow the normal.
        var (sin, cos) = Math.SinCos(12 * Math.PI / 180);
        var report = PlaneSeries.Analyse(Enumerable.Range(0, 5).Select(i => Axial(i * 3) with { ColumnDirection = new(0, cos, sin) }));

        report.Faults.Select(f => f.Kind).Should().Equal(PlaneFaultKind.Oblique, PlaneFaultKind.Tilted);
        report.TiltDegrees.Should().BeApproximately(12, 1e-9);
        report.ObliqueDegrees.Should().BeApproximately(12, 1e-9);
        report.IsAxial.Should().BeFalse();
    }

    [Fact]
    public void Axial_images_that_drift_sideways_are_tilted()
    {
        var report = PlaneSeries.Analyse(Enumerable.Range(0, 5).Select(i => Axial(i * 3) with { Position = new(i * 0.1, 0, i * 3) }));

        report.Faults.Should().ContainSingle().Which.Kind.Should().Be(PlaneFaultKind.Tilted);
    }

    [Fact]
    public void Single_image_beside_the_line_is_shifted()
    {
        var report = PlaneSeries.Analyse(Enumerable.Range(0, 5).Select(i => Axial(i * 3) with { Position = new(i == 2 ? 4 : 0, 0, i * 3) }));

        report.Faults.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Kind = PlaneFaultKind.Shifted, ImageIds = new[] { "2.25.6" } });
    }

    [Theory]
    [InlineData(0.09, true)]
    [InlineData(0.11, false)]
    public void Normal_within_a_tenth_of_a_degree_is_axial(double degrees, bool isAxial)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var report = PlaneSeries.Analyse(Enumerable.Range(0, 5).Select(i =>
            Axial(i * 3) with { ColumnDirection = new(0, cos, sin), Position = new(0, i * -3 * sin, i * 3 * cos) }));

        report.IsAxial.Should().Be(isAxial);
        report.Has(PlaneFaultKind.Oblique).Should().Be(!isAxial);
    }

    [Fact]
    public void Oblique_series_is_sorted_along_its_normal_with_right_handed_axes()
    {
        // Sagittal images, normal to the patient's Left; 3.3 mm apart.
        var report = PlaneSeries.Analyse(new[] { 6.6, 0, 3.3 }.Select(x =>
            new ImagePlane($"2.25.{x}", new(x, -100, 50), _posterior, new(0, 0, -1), 256, 256, 1, 1)), maximumTiltDegrees: 0.1);

        report.Faults.Should().ContainSingle().Which.Kind.Should().Be(PlaneFaultKind.Oblique);
        report.Positions.Should().Equal(0, 3.3, 6.6);
        var axes = report.Axes!;
        axes.X.Cross(axes.Y).Should().Be(axes.Normal);
        axes.FromPatient(new(3.3, 7, 8)).Z.Should().Be(3.3);
    }

    [Fact]
    public void Orientation_that_is_not_orthonormal_or_not_a_number_is_a_fault()
    {
        var report = PlaneSeries.Analyse(
        [
            Axial(0), Axial(1), Axial(2) with { ColumnDirection = new(0.1, 1, 0) }, Axial(3) with { RowDirection = new(double.NaN, 0, 0) },
            Axial(4) with { RowDirection = default }, Axial(5) with { RowSpacing = 0 }, Axial(6) with { Position = new(0, 0, double.NaN) },
        ]);

        report.Faults.Select(f => f.Kind).Should().HaveCount(5).And.AllBeEquivalentTo(PlaneFaultKind.InvalidGeometry);
        report.Positions.Should().Equal(0, 1);
    }

    [Fact]
    public void No_image_is_too_few()
    {
        PlaneSeries.Analyse([]).Faults.Should().ContainSingle().Which.Kind.Should().Be(PlaneFaultKind.TooFew);
    }

    [Property(MaxTest = 100)]
    public void Order_of_the_images_does_not_matter(int seed)
    {
        var random = new Random(seed);
        var images = Enumerable.Range(0, 30).Select(_ => Axial(random.Next(0, 60) * 1.25)).DistinctBy(i => i.Position).ToArray();
        var report = PlaneSeries.Analyse(images);
        random.Shuffle(images);

        var again = PlaneSeries.Analyse(images);

        again.Sorted.Should().Equal(report.Sorted);
        again.Faults.Select(f => f.Sentence).Should().Equal(report.Faults.Select(f => f.Sentence));
    }

    private static ImagePlane Axial(double z) => new($"2.25.{z}", new(0, 0, z), _left, _posterior, 512, 512, 1, 1);
}
