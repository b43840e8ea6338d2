using ContourFlow.Geometry.Dose;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Geometry.Tests.Dose;

/// <summary>
/// D-values and volumes of the nine exact solids in a dose of 3 Gy a millimetre (geometry specification 3 and 7). Two truths: the
/// solid that the contours stand for, by its own sections at thin slices; and the shape that was drawn.
/// </summary>
public sealed class DoseAccuracyTests
{
    private const double PerMillimetre = 3;
    private static readonly PatientPoint Centre = new(3.21, -45.67, 89.1);
    private static readonly PatientVector[] WithinPlanes = [new(1, 0, 0), new(0, 1, 0)];
    private static readonly PatientVector[] AcrossPlanes = [new(0, 0, 1), new(0.48, 0.6, 0.64)];

    [Theory]
    [InlineData(0, 1.25)]
    [InlineData(4, 1.25)]
    [InlineData(5, 2.5)]
    [InlineData(7, 2.5)]
    [InlineData(8, 1.25)]
    public void Figures_are_those_of_the_solid_that_the_contours_stand_for(int shape, double spacing)
    {
        Random random = new(shape);
        var solid = TruthShapes.All(Centre)[shape].Solid;
        var drawn = Doses.Drawn(solid, spacing, random.NextDouble());
        var (sections, thickness) = SolidSlices.Of(drawn);
        foreach (var direction in WithinPlanes.Concat(AcrossPlanes))
        {
            LinearDose truth = new(sections, thickness, Centre + new PatientVector(0, 0, -200), direction * PerMillimetre);
            var found = DoseVolumes.Of(drawn, Grid(random, truth)).Nominal;

            found.Volume.Should().BeApproximately(truth.Volume, 0.0015 * truth.Volume);
            foreach (var (name, value, exact) in Figures(found, truth))
                (Math.Abs(value - exact) / PerMillimetre).Should().BeLessThan(0.03, "{0} of {1} along {2}", name, solid.Name, direction);
            // On an edge, within a cell of a quarter of a millimetre.
            (Math.Abs(found.Minimum - truth.Minimum) / PerMillimetre).Should().BeLessThan(0.2);
            (Math.Abs(found.Maximum - truth.Maximum) / PerMillimetre).Should().BeLessThan(0.2);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    public void Figures_are_those_of_the_shape_that_was_drawn(int shape)
    {
        Random random = new(shape);
        var solid = TruthShapes.All(Centre)[shape].Solid;
        // A flat end lies half way between two planes: that is what contours can tell of it.
        var phase = solid.Name is "cylinder" or "cord" ? 0.5 : random.NextDouble();
        foreach (var (spacing, worst, mean) in new[] { (1.25, 0.2, 0.1), (2.5, 0.4, 0.2) })
        {
            var drawn = Doses.Drawn(solid, spacing, phase);
            List<double> errors = [];
            foreach (var direction in WithinPlanes)
            {
                LinearDose truth = new(solid, Centre + new PatientVector(0, 0, -200), direction * PerMillimetre, slices: 120);
                var found = DoseVolumes.Of(drawn, Grid(random, truth)).Nominal;
                errors.AddRange(Figures(found, truth).Select(f => Math.Abs(f.Value - f.Exact) / PerMillimetre));
            }

            // Tilted plates on planes 2.5 mm apart are thinner than what those can show.
            var thin = solid.Name.StartsWith("lamina", StringComparison.Ordinal) && spacing > 2;
            errors.Max().Should().BeLessThan(thin ? 0.6 : worst);
            errors.Average().Should().BeLessThan(thin ? 0.25 : mean);
        }
    }

    [Theory]
    [InlineData(1.25)]
    [InlineData(2.5)]
    [InlineData(3)]
    public void Cylinder_with_flat_ends_has_its_volume_and_its_ends_half_a_slice_beyond(double spacing)
    {
        PlaneGrid planes = new(Doses.Frame, PlaneAxes.Axial, [.. Enumerable.Range(0, 14).Select(i => i * spacing)]);
        Structure cylinder = new(planes, [.. planes.Positions.Skip(2).Take(10).Select(z => Circle(z, 0, 0, 10))]);
        double low = 1.5 * spacing, high = 11.5 * spacing;
        var dose = Doses.Grid(new(0, 0, 6 * spacing), 30, 2.5, p => PerMillimetre * (100 - p.Z));

        var found = DoseVolumes.Of(cylinder, dose);

        double area = Math.PI * 100, length = high - low;
        found.Nominal.Volume.Should().BeApproximately(area * length, 0.0005 * area * length);
        found.Smaller.Volume.Should().BeApproximately(Math.PI * 9.9 * 9.9 * (length - 0.2), 0.0005 * area * length);
        found.Larger.Volume.Should().BeApproximately(Math.PI * 10.1 * 10.1 * (length + 0.2), 0.0005 * area * length);
        found.Nominal.Maximum.Should().BeApproximately(PerMillimetre * (100 - low), 0.01);
        found.Nominal.Minimum.Should().BeApproximately(PerMillimetre * (100 - high), 0.01);
        found.Larger.Minimum.Should().BeApproximately(PerMillimetre * (100 - high - 0.1), 0.01);
        found.Smaller.Minimum.Should().BeApproximately(PerMillimetre * (100 - high + 0.1), 0.01);
        foreach (var percent in new[] { 2, 25, 50, 90, 98 })
        {
            found.Nominal.DoseToPercent(percent).Should().BeApproximately(PerMillimetre * (100 - low - (length * percent / 100)), 0.02);
            found.Larger.DoseToPercent(percent).Should().BeApproximately(PerMillimetre * (100 - low + 0.1 - ((length + 0.2) * percent / 100)), 0.02);
        }

        found.Nominal.DoseToVolume(30).Should().BeApproximately(PerMillimetre * (100 - low - (30 / area)), 0.02);
    }

    [Fact]
    public void Moved_surface_of_a_ball_is_the_ball_a_tenth_larger_or_smaller()
    {
        var ball = Doses.Drawn(TruthShapes.Sphere(Centre, 15), 1.25, 0.3);
        var found = DoseVolumes.Of(ball, Doses.Grid(Centre, 30, 2.5, _ => 1));

        // The ends of a drawn ball are flat, which is the same of all three.
        (found.Larger.Volume / found.Nominal.Volume).Should().BeApproximately(Math.Pow(15.1 / 15, 3), 0.001);
        (found.Smaller.Volume / found.Nominal.Volume).Should().BeApproximately(Math.Pow(14.9 / 15, 3), 0.001);
    }

    [Fact]
    public void Peaked_dose_in_a_ball_has_the_figures_of_a_fine_quadrature_of_the_exact_ball()
    {
        Random random = new(5);
        var ball = Doses.Drawn(TruthShapes.Sphere(Centre, 15), 1.25, random.NextDouble());
        var peak = Centre + new PatientVector(4, -3, 2);
        var dose = Doses.Grid(Centre + new PatientVector(0.3, 0.7, 0.1), 25, 2.5, p => 45 * Math.Exp(-((p - peak).Dot(p - peak) / 162)));
        // Every fifth of a millimetre, the grid's own interpolation at each point: nothing of the library's fields and samples.
        List<float> hottest = [];
        const double step = 0.2;
        for (var z = -15 + (step / 2); z < 15; z += step)
        {
            for (var y = -15 + (step / 2); y < 15; y += step)
            {
                for (var x = -15 + (step / 2); x < 15; x += step)
                {
                    if ((x * x) + (y * y) + (z * z) < 225) hottest.Add((float)dose.At(Centre + new PatientVector(x, y, z)));
                }
            }
        }

        hottest.Sort((a, b) => b.CompareTo(a));
        double At(double volume) => hottest[(int)(volume / (step * step * step))];
        var whole = hottest.Count * step * step * step;

        var found = DoseVolumes.Of(ball, dose).Nominal;

        // The steepest fall is 3 Gy a millimetre; the drawn ball differs from the exact one by hundredths of a millimetre.
        found.DoseToVolume(30).Should().BeApproximately(At(30), 0.05);
        found.Maximum.Should().BeApproximately(hottest[0], 0.05);
        found.Mean.Should().BeApproximately(hottest.Average(d => (double)d), 0.05);
        foreach (var percent in new[] { 2, 10, 50, 90, 95, 98 })
            found.DoseToPercent(percent).Should().BeApproximately(At(whole * percent / 100), 0.05, "D{0}%", percent);
        found.VolumeAtLeast(20).Should().BeApproximately(hottest.Count(d => d >= 20) * step * step * step, 0.005 * whole);
    }

    [Fact]
    public void Hot_spot_in_a_body_is_found_and_figures_do_not_move_when_sampled_more_finely()
    {
        PlaneGrid planes = new(Doses.Frame, PlaneAxes.Axial, [.. Enumerable.Range(0, 60).Select(i => i * 5.0)]);
        Structure body = new(planes, [.. planes.Positions.Select(z => Circle(z, 0, 0, 150, 300))]);
        PatientPoint spot = new(31.3, -52.1, 120.7);
        // A cone of 12 Gy at its tip that loses 2 Gy a millimetre, on a bath that falls along X.
        var dose = Doses.Grid(new(0, 0, 150), 170, 2.5, p => Math.Max(0, 12 - (2 * (p - spot).Length)) + 10 - (p.X / 100));

        var found = DoseVolumes.Of(body, dose).Nominal;
        var finer = DoseVolumes.Of(body, dose, new() { InteriorSamples = 2_000_000, FineSurface = 20_000, HotStep = 0.3, HotVolume = 1000 }).Nominal;

        found.Volume.Should().BeApproximately(Math.PI * 150 * 150 * 300, 0.001 * Math.PI * 150 * 150 * 300);
        found.Maximum.Should().BeGreaterThan(finer.Maximum - 0.6);
        foreach (var volume in new[] { 30.0, 100, 500 }) found.DoseToVolume(volume).Should().BeApproximately(finer.DoseToVolume(volume), 0.1);
        foreach (var percent in new[] { 0.5, 2, 50, 98 }) found.DoseToPercent(percent).Should().BeApproximately(finer.DoseToPercent(percent), 0.05);
    }

    private static PlanarRegion Circle(double z, double x, double y, double radius, int points = 2000) => new(z,
    [
        new Ring([.. Enumerable.Range(0, points).Select(i => Math.Tau * (i + 0.5) / points).Select(t => new PlanePoint(x + (radius * Math.Cos(t)), y + (radius * Math.Sin(t))))]),
    ]);

    private static DoseGrid Grid(Random random, LinearDose truth) =>
        Doses.Grid(Centre + new PatientVector(random.NextDouble(), random.NextDouble(), random.NextDouble()), 55, 2.5, truth.At);

    private static IEnumerable<(string Name, double Value, double Exact)> Figures(DoseVolume found, LinearDose truth)
    {
        foreach (var percent in new[] { 2, 50, 90, 95, 98 })
            yield return ($"D{percent}%", found.DoseToPercent(percent), truth.DoseTo(truth.Volume * percent / 100));
        yield return ("D0.03cc", found.DoseToVolume(30), truth.DoseTo(30));
        yield return ("mean", found.Mean, truth.Mean);
    }
}
