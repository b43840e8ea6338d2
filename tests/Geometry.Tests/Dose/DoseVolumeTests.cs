using System.Collections.Immutable;
using ContourFlow.Geometry.Dose;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Tests.Dose;

/// <summary>Single situations of dose and volume, against closed forms and against the solid's own sections.</summary>
public sealed class DoseVolumeTests
{
    [Theory]
    [InlineData(10, 1)]
    [InlineData(0, 0.5)]
    [InlineData(-5, 0.25)]
    public void Part_outside_the_dose_grid_is_told_as_volume_and_does_not_count(double gridEnd, double inside)
    {
        PlaneGrid planes = Planes([.. Enumerable.Range(0, 20).Select(i => i * 1.25)]);
        var box = new Structure(planes, [.. planes.Positions.Skip(4).Take(8).Select(z => new PlanarRegion(z, [Box(-10, -10, 10, 10)]))]);
        // 20 × 20 × 10 mm; the grid's last column lies at an X.
        var dose = Doses.Grid(new(gridEnd - 30, 0, 10), new PatientVector(30, 30, 30), 2.5, p => 50 + p.X);

        var found = DoseVolumes.Of(box, dose).Nominal;

        found.Volume.Should().BeApproximately(4000, 4);
        found.Outside.Should().BeApproximately(4000 * (1 - inside), 4);
        if (inside == 1) found.Outside.Should().BeLessThan(1e-3 * 4000);
        found.Maximum.Should().BeApproximately(50 + gridEnd, 0.02);
        found.Mean.Should().BeApproximately(50 + ((gridEnd - 10) / 2), 0.02);
        found.DoseToPercent(50).Should().BeApproximately(50 + ((gridEnd - 10) / 2), 0.03);
    }

    [Fact]
    public void Structure_wholly_outside_has_a_volume_and_no_dose()
    {
        PlaneGrid planes = Planes([.. Enumerable.Range(0, 20).Select(i => i * 1.25)]);
        var box = new Structure(planes, [.. planes.Positions.Skip(4).Take(8).Select(z => new PlanarRegion(z, [Box(-10, -10, 10, 10)]))]);

        var found = DoseVolumes.Of(box, Doses.Grid(new(500, 0, 0), 20, 2.5, _ => 30)).Nominal;

        found.Outside.Should().BeApproximately(4000, 4).And.Be(found.Volume);
        new[] { found.Minimum, found.Maximum, found.Mean, found.DoseToPercent(2), found.DoseToVolume(30) }.Should().AllBeEquivalentTo(double.NaN);
        found.VolumeAtLeast(1).Should().Be(0);
    }

    [Fact]
    public void One_dose_everywhere_is_every_figure()
    {
        PlaneGrid planes = Planes([.. Enumerable.Range(0, 20).Select(i => i * 1.25)]);
        var box = new Structure(planes, [.. planes.Positions.Skip(4).Take(8).Select(z => new PlanarRegion(z, [Box(-10, -10, 10, 10)]))]);

        var found = DoseVolumes.Of(box, Doses.Grid(new(0, 0, 10), 30, 2.5, _ => 30)).Nominal;

        new[] { found.Minimum, found.Maximum, found.Mean, found.DoseToPercent(2), found.DoseToPercent(98), found.DoseToVolume(30) }.Should().AllSatisfy(d => d.Should().BeApproximately(30, 1e-5));
        found.VolumeAtLeast(29.999).Should().BeApproximately(found.Volume, 1e-6 * found.Volume);
        found.VolumeAtLeast(30.001).Should().Be(0);
    }

    /// <summary>Uneven spacing; two planes missing; a part that ends while another goes on; a hole; a hole that closes; three planes missing; a single plane.</summary>
    [Theory]
    [InlineData("uneven")]
    [InlineData("gap of two")]
    [InlineData("gap of three")]
    [InlineData("part ends")]
    [InlineData("hole")]
    [InlineData("one plane")]
    public void Solid_is_the_one_that_margins_grow(string situation)
    {
        ImmutableArray<double> even = [.. Enumerable.Range(0, 16).Select(i => i * 1.25)];
        var planes = Planes(situation == "uneven" ? [0, 1.25, 2, 4, 5, 7.5, 8, 9, 11, 12, 14] : even);
        Structure structure = situation switch
        {
            "uneven" => Stack(planes, 2, 7, i => [Ellipse(0.5 * i, 0, 8 + i, 6)]),
            "gap of two" => Stack(planes, 3, 9, i => i is 4 or 5 ? [] : [Ellipse(0, 0, 8 + (0.5 * i), 6)]),
            "gap of three" => Stack(planes, 3, 9, i => i is 4 or 5 or 6 ? [] : [Ellipse(0, 0, 8, 6)]),
            "part ends" => Stack(planes, 3, 9, i => i < 5 ? [Ellipse(0, 0, 8, 6), Ellipse(20, 0, 6, 4)] : [Ellipse(0, 0, 8, 6)]),
            "hole" => Stack(planes, 3, 9, i => i < 6 ? [Ellipse(0, 0, 9, 8), Ellipse(1, 0, 4, 3)] : [Ellipse(0, 0, 9, 8)]),
            _ => Stack(planes, 5, 1, _ => [Ellipse(0, 0, 9, 8)]),
        };
        var (sections, thickness) = SolidSlices.Of(structure);
        foreach (var direction in new PatientVector[] { new(3, 0, 0), new(0, 0, 3), new(1, 2, -2) })
        {
            LinearDose truth = new(sections, thickness, new(0, 0, -200), direction);
            var found = DoseVolumes.Of(structure, Doses.Grid(new(5, 0, 8), 40, 2.5, truth.At)).Nominal;

            // Slices of the truth end within a tenth of a millimetre of where the parts beside a gap do.
            found.Volume.Should().BeApproximately(truth.Volume, (situation == "gap of three" ? 0.006 : 0.002) * truth.Volume);
            foreach (var percent in new[] { 2, 50, 90, 98 }) found.DoseToPercent(percent).Should().BeApproximately(truth.DoseTo(truth.Volume * percent / 100), 0.15);
            found.Mean.Should().BeApproximately(truth.Mean, 0.1);
        }
    }

    [Fact]
    public void Surface_moved_by_nothing_gives_one_distribution()
    {
        var planes = Planes([.. Enumerable.Range(0, 16).Select(i => i * 1.25)]);
        var structure = Stack(planes, 3, 9, i => [Ellipse(0, 0, 8 + (0.5 * i), 6)]);

        var found = DoseVolumes.Of(structure, Doses.Grid(new(0, 0, 8), 40, 2.5, p => 50 + p.Y), new() { SurfaceUncertainty = 0 });

        found.Smaller.Volume.Should().Be(found.Nominal.Volume);
        found.Larger.Volume.Should().Be(found.Nominal.Volume);
        found.Figure(d => d.DoseToPercent(2)).Should().Match<(double Value, double Low, double High)>(f => f.Low == f.Value && f.High == f.Value);
    }

    [Fact]
    public void Empty_structure_single_plane_and_another_frame_are_refused()
    {
        var planes = Planes([.. Enumerable.Range(0, 16).Select(i => i * 1.25)]);
        var dose = Doses.Grid(default, 20, 2.5, _ => 1);

        FluentActions.Invoking(() => DoseVolumes.Of(new(planes, []), dose)).Should().Throw<ArgumentException>().WithMessage("*empty*");
        FluentActions.Invoking(() => DoseVolumes.Of(new(Planes([0]), [new(0, [Ellipse(0, 0, 5, 5)])]), dose)).Should().Throw<ArgumentException>();
        PlaneGrid elsewhere = new(new("9.8.7"), PlaneAxes.Axial, planes.Positions);
        FluentActions.Invoking(() => DoseVolumes.Of(new(elsewhere, [new(0, [Ellipse(0, 0, 5, 5)])]), dose)).Should().Throw<ArgumentException>().WithMessage("*frames of reference*");
    }

    [Fact]
    public void Work_is_stopped_when_asked_to()
    {
        var planes = Planes([.. Enumerable.Range(0, 16).Select(i => i * 1.25)]);
        var structure = Stack(planes, 3, 9, _ => [Ellipse(0, 0, 8, 6)]);
        using CancellationTokenSource stop = new();
        stop.Cancel();

        FluentActions.Invoking(() => DoseVolumes.Of(structure, Doses.Grid(default, 20, 2.5, _ => 1), null, stop.Token)).Should().Throw<OperationCanceledException>();
    }

    private static PlaneGrid Planes(ImmutableArray<double> positions) => new(Doses.Frame, PlaneAxes.Axial, positions);

    private static Structure Stack(PlaneGrid planes, int first, int count, Func<int, Ring[]> rings) => new(planes,
    [
        .. Enumerable.Range(0, count).Where(i => rings(i).Length > 0).Select(i => CanonicalRegion.Of(planes.Positions[first + i], rings(i))!),
    ]);

    private static Ring Box(double left, double anterior, double right, double posterior) =>
        new([new(left, anterior), new(right, anterior), new(right, posterior), new(left, posterior)]);

    private static Ring Ellipse(double x, double y, double a, double b) =>
        new([.. Enumerable.Range(0, 200).Select(i => Math.Tau * i / 200).Select(t => new PlanePoint(x + (a * Math.Cos(t)), y + (b * Math.Sin(t))))]);
}
