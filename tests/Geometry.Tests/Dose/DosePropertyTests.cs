using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Dose;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;
using FsCheck.Xunit;

namespace ContourFlow.Geometry.Tests.Dose;

/// <summary>What holds of dose and volume for any structure: stacks of sections with a hole and a part of their own, by seed.</summary>
public sealed class DosePropertyTests
{
    private static readonly PatientPoint Middle = new(10, -20, 30);

    [Property(MaxTest = 6)]
    public void Curves_fall_and_are_each_others_inverse(int seed)
    {
        var found = DoseVolumes.Of(Stack(seed), Hill(seed));
        foreach (var distribution in new[] { found.Nominal, found.Smaller, found.Larger })
        {
            var doses = Enumerable.Range(0, 101).Select(i => distribution.DoseToPercent(i)).ToArray();
            doses.Should().BeInDescendingOrder();
            doses[0].Should().Be(distribution.Maximum);
            doses[^1].Should().Be(distribution.Minimum);
            var steps = Enumerable.Range(0, 101).Select(i => distribution.Minimum + ((distribution.Maximum - distribution.Minimum) * i / 100)).ToArray();
            steps.Select(distribution.VolumeAtLeast).Should().BeInDescendingOrder();
            distribution.VolumeAtLeast(distribution.Minimum).Should().BeApproximately(distribution.Volume, 1e-6 * distribution.Volume);
            distribution.VolumeAtLeast(distribution.Maximum + 1e-3).Should().Be(0);
            foreach (var dose in steps[1..^1]) distribution.DoseToVolume(distribution.VolumeAtLeast(dose)).Should().BeApproximately(dose, 1e-3);
            distribution.DoseToVolume(distribution.Volume * 1.01).Should().Be(double.NaN, "the solid is smaller");
        }

        found.Smaller.Volume.Should().BeLessThan(found.Nominal.Volume);
        found.Larger.Volume.Should().BeGreaterThan(found.Nominal.Volume);
    }

    [Property(MaxTest = 5)]
    public void Structure_and_dose_moved_together_keep_their_figures(int seed, int x, int y, int z)
    {
        PatientVector move = new(x % 300 * 0.71, y % 300 * 0.83, z % 300 * 1.25);
        var structure = Stack(seed);
        var dose = Hill(seed);

        var here = DoseVolumes.Of(structure, dose).Nominal;
        var there = DoseVolumes.Of(Moved(structure, move), Moved(dose, move)).Nominal;

        Differences(here, there).Max().Should().BeLessThan(0.005);
        there.Volume.Should().BeApproximately(here.Volume, 1e-4 * here.Volume);
    }

    [Property(MaxTest = 4)]
    public void Dose_times_a_number_has_figures_times_that_number(int seed)
    {
        var structure = Stack(seed);
        var dose = Hill(seed);
        DoseGrid doubled = new(dose.FrameOfReference, dose.Origin, dose.ColumnDirection, dose.RowDirection, dose.ColumnSpacing, dose.RowSpacing, dose.PlaneOffsets, dose.Columns, dose.Rows, [.. dose.Values.ToArray().Select(d => 2 * d)]);

        var once = DoseVolumes.Of(structure, dose).Nominal;
        var twice = DoseVolumes.Of(structure, doubled).Nominal;

        foreach (var percent in new[] { 0, 2, 50, 90, 98, 100 }) twice.DoseToPercent(percent).Should().BeApproximately(2 * once.DoseToPercent(percent), 1e-4);
        twice.Mean.Should().BeApproximately(2 * once.Mean, 1e-6);
        twice.Volume.Should().Be(once.Volume);
    }

    [Property(MaxTest = 4)]
    public void Volumes_of_parts_that_are_apart_add_up(int seed)
    {
        var first = Stack(seed);
        var second = Moved(first, new(60, 0, 0));
        var dose = Hill(seed);
        var both = StructureBooleans.Union(first, second);

        var sum = DoseVolumes.Of(first, dose).Nominal.Volume + DoseVolumes.Of(second, dose).Nominal.Volume;

        DoseVolumes.Of(both, dose).Nominal.Volume.Should().BeApproximately(sum, 0.001 * sum);
    }

    [Property(MaxTest = 3)]
    public void Number_of_threads_changes_no_bit(int seed)
    {
        var structure = Stack(seed);
        var dose = Hill(seed);
        // Coarse, so that the hottest part is sampled a second time.
        DoseVolumeOptions options = new() { FineSurface = 500, InteriorSamples = 100, MaximumDegreeOfParallelism = 1 };

        var one = DoseVolumes.Of(structure, dose, options);
        var many = DoseVolumes.Of(structure, dose, options with { MaximumDegreeOfParallelism = 7 });

        foreach (var (a, b) in new[] { (one.Nominal, many.Nominal), (one.Smaller, many.Smaller), (one.Larger, many.Larger) })
        {
            b.Volume.Should().Be(a.Volume);
            b.Mean.Should().Be(a.Mean);
            foreach (var percent in Enumerable.Range(0, 101)) b.DoseToPercent(percent).Should().Be(a.DoseToPercent(percent));
        }
    }

    [Property(MaxTest = 4)]
    public void Dose_grid_in_any_direction_gives_the_figures_of_the_same_field(int seed)
    {
        var structure = Stack(seed);
        // Linear, so that interpolation is exact on any grid.
        double Field(PatientPoint p) => 100 + (p - Middle).Dot(new(1.1, -1.7, 2.2));
        var axial = DoseVolumes.Of(structure, Doses.Grid(Middle, 60, 2.5, Field)).Nominal;
        (PatientVector Columns, PatientVector Rows)[] directions =
        [
            (new(0, 1, 0), new(0, 0, -1)), (new(1, 0, 0), new(0, 0, 1)), (new(-1, 0, 0), new(0, -1, 0)), (new(0.6, 0.8, 0), new(0, 0, 1)), (new(0.48, 0.6, 0.64), new(-0.8, 0.6, 0.037499999999999964)),
        ];
        foreach (var (columns, rows) in directions)
        {
            // The second at right angles to the first, whatever its digits.
            var across = rows - (columns * rows.Dot(columns));
            across *= 1 / across.Length;
            var turned = DoseVolumes.Of(structure, Doses.Grid(Middle, 90, 3.1, Field, columns, across)).Nominal;

            turned.Outside.Should().Be(0);
            Differences(axial, turned).Max().Should().BeLessThan(0.002);
        }
    }

    private static IEnumerable<double> Differences(DoseVolume a, DoseVolume b) =>
        new[] { 0, 2, 10, 50, 90, 98, 100 }.Select(p => Math.Abs(a.DoseToPercent(p) - b.DoseToPercent(p))).Append(Math.Abs(a.Mean - b.Mean));

    // A part with a hole that drifts and changes its size, and another that ends while the first goes on.
    private static Structure Stack(int seed)
    {
        Random random = new(seed);
        double lean = random.NextDouble() - 0.5, waist = 1 + random.NextDouble(), start = random.NextDouble();
        PlaneGrid planes = new(Doses.Frame, PlaneAxes.Axial, [.. Enumerable.Range(0, 16).Select(i => Middle.Z - 10 + start + (i * 1.25))]);
        return new(planes,
        [
            .. planes.Positions.Skip(2).Take(12).Select((z, i) =>
            {
                var x = Middle.X + (lean * i);
                var radius = 9 + (waist * Math.Sin(i * 0.6));
                List<Ring> rings = [Ellipse(x, Middle.Y, radius, radius - 2), Ellipse(x, Middle.Y, 3, 2.5)];
                if (i is > 3 and < 8) rings.Add(Ellipse(x + 14, Middle.Y + 3, 3, 4));
                return CanonicalRegion.Of(z, rings)!;
            }),
        ]);
    }

    private static Ring Ellipse(double x, double y, double a, double b) =>
        new([.. Enumerable.Range(0, 90).Select(i => Math.Tau * i / 90).Select(t => new PlanePoint(x + (a * Math.Cos(t)), y + (b * Math.Sin(t))))]);

    private static DoseGrid Hill(int seed)
    {
        Random random = new(seed ^ 77);
        var top = Middle + new PatientVector(random.NextDouble() * 8, random.NextDouble() * 8, random.NextDouble() * 8);
        return Doses.Grid(Middle + new PatientVector(random.NextDouble(), random.NextDouble(), random.NextDouble()), 100, 2.5, p => 5 + (40 * Math.Exp(-((p - top).Dot(p - top) / 300))));
    }

    private static Structure Moved(Structure structure, PatientVector move)
    {
        PlaneGrid planes = new(structure.Grid.FrameOfReference, structure.Grid.Axes, [.. structure.Grid.Positions.Select(z => z + move.Z)]);
        return new(planes, [.. structure.Regions.Select(r => new PlanarRegion(r.Z + move.Z, [.. r.Rings.Select(ring => new Ring([.. ring.Points.Select(p => new PlanePoint(p.X + move.X, p.Y + move.Y))]))]))]);
    }

    private static DoseGrid Moved(DoseGrid dose, PatientVector move) =>
        new(dose.FrameOfReference, dose.Origin + move, dose.ColumnDirection, dose.RowDirection, dose.ColumnSpacing, dose.RowSpacing, dose.PlaneOffsets, dose.Columns, dose.Rows, dose.Values.ToArray());
}
