using ContourFlow.Geometry.Dose;
using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using FsCheck.Xunit;

namespace ContourFlow.Geometry.Tests.Dose;

/// <summary>
/// The fast lookup holds to the rule of <see cref="DoseGrid.At(PatientPoint)"/> bit by bit, wherever a point lies. Between patient and grid the two multiply in another
/// order, so that on any grid their places may differ by rounding; where every number is a sum of few powers of two nothing is rounded, and the whole way is the same.
/// </summary>
public sealed class DoseLookupTests
{
    // The directions of columns and rows along the patient's axes, both ways: 24 of them.
    private static readonly (PatientVector Columns, PatientVector Rows)[] s_orientations =
    [
        .. from a in Enumerable.Range(0, 6)
           from b in Enumerable.Range(0, 6)
           where a % 3 != b % 3
           select (Along(a), Along(b)),
    ];

    [Property(MaxTest = 60)]
    public void Among_the_points_of_any_grid_both_say_the_same_bits(int seed)
    {
        Random random = new(seed);
        var grid = Grid(random, Turned(random), spacing: () => 0.5 + (4 * random.NextDouble()));
        DoseLookup lookup = new(grid, PlaneAxes.Axial, new Lattice(0, 0, 1, 1, 1));

        foreach (var column in Places(random, [.. Enumerable.Range(0, grid.Columns).Select(i => (double)i)], 1e-3 / grid.ColumnSpacing))
        {
            foreach (var row in Places(random, [.. Enumerable.Range(0, grid.Rows).Select(i => (double)i)], 1e-3 / grid.RowSpacing))
            {
                foreach (var offset in Places(random, grid.PlaneOffsets, 1e-3))
                    ShouldBeTheSameBits(lookup.Interpolated(column, row, offset), grid.Interpolated(column, row, offset), (column, row, offset));
            }
        }
    }

    [Property(MaxTest = 60)]
    public void From_the_patient_along_its_axes_both_say_the_same_bits(int seed)
    {
        Random random = new(seed);
        foreach (var directions in s_orientations)
        {
            var grid = Grid(random, directions, spacing: () => Math.Pow(2, random.Next(-1, 3)));
            Lattice lattice = new(Eighths(random, 100), Eighths(random, 100), 0.25, 4, 4);
            DoseLookup lookup = new(grid, PlaneAxes.Axial, lattice);
            for (var i = 0; i < 40; i++)
            {
                // On the points and the faces, between them, and outside.
                var point = grid.PointOf(random.Next(grid.Planes), random.Next(grid.Rows), random.Next(grid.Columns));
                if (i % 4 != 0) point += new PatientVector(Eighths(random, 3), Eighths(random, 3), Eighths(random, 3));
                ShouldBeTheSameBits(lookup.At(point.X - lattice.OriginX, point.Y - lattice.OriginY, point.Z), grid.At(point), point);
            }
        }
    }

    [Property(MaxTest = 60)]
    public void From_the_patient_in_any_direction_both_say_the_same_but_for_rounding(int seed)
    {
        Random random = new(seed);
        var directions = Turned(random);
        var grid = Grid(random, directions, spacing: () => 0.5 + (4 * random.NextDouble()));
        var (x, y) = Turned(random);
        PlaneAxes axes = new(new(random.Next(-50, 50), random.Next(-50, 50), random.Next(-50, 50)), x, y, x.Cross(y));
        Lattice lattice = new(random.NextDouble() * 40, random.NextDouble() * 40, 0.25, 4, 4);
        DoseLookup lookup = new(grid, axes, lattice);
        var last = grid.PointOf(grid.Planes - 1, grid.Rows - 1, grid.Columns - 1) - grid.PointOf(0, 0, 0);

        for (var i = 0; i < 200; i++)
        {
            // A third of them outside; none so near the outermost points that rounding decides.
            var part = Enumerable.Range(0, 3).Select(_ => (random.NextDouble() * 1.2) - 0.1).ToArray();
            if (part.Any(p => Math.Abs(p) < 1e-3 || Math.Abs(p - 1) < 1e-3)) continue;
            var point = grid.PointOf(0, 0, 0) + (grid.ColumnDirection * (part[0] * last.Dot(grid.ColumnDirection)))
                + (grid.RowDirection * (part[1] * last.Dot(grid.RowDirection))) + (grid.Normal * (part[2] * last.Dot(grid.Normal)));
            var (localX, localY, z) = axes.FromPatient(point);

            var found = lookup.At(localX - lattice.OriginX, localY - lattice.OriginY, z);

            double.IsNaN(found).Should().Be(part.Any(p => p is < 0 or > 1), "beyond the outermost points there is no dose");
            if (!double.IsNaN(found)) found.Should().BeApproximately(grid.At(point), 1e-9);
        }
    }

    [Fact]
    public void Stretch_of_planes_that_a_division_rounds_into_is_not_the_next_one()
    {
        // Planes 2.5 mm apart that begin where text puts them: just below some of them, the division by the stretch's length gives the whole number of the next.
        double[] offsets = [.. Enumerable.Range(0, 7).Select(i => -7.7 + (i * 2.5))];
        DoseGrid grid = new(Doses.Frame, new(0, 0, 0), new(1, 0, 0), new(0, 1, 0), 1, 1, [.. offsets], 2, 2, [.. Enumerable.Range(0, 28).Select(i => (float)(i * i))]);
        DoseLookup lookup = new(grid, PlaneAxes.Axial, new Lattice(0, 0, 1, 1, 1));

        foreach (var offset in offsets.SelectMany(at => new[] { Math.BitDecrement(at), at, Math.BitIncrement(at) }))
            ShouldBeTheSameBits(lookup.Interpolated(0.5, 0.25, offset), grid.Interpolated(0.5, 0.25, offset), offset);
    }

    private static void ShouldBeTheSameBits(double found, double expected, object where)
    {
        var isSame = double.IsNaN(found) ? double.IsNaN(expected) : BitConverter.DoubleToInt64Bits(found) == BitConverter.DoubleToInt64Bits(expected);
        // Millions of them: words are made for the one that fails only.
        if (!isSame) isSame.Should().BeTrue($"{found:R} is to be {expected:R} at {where}");
    }

    // Every point of an axis with its neighbours in the last digit, the ends with and beyond their slack, places between, and far outside.
    private static List<double> Places(Random random, IReadOnlyList<double> points, double slack) =>
    [
        .. points.SelectMany(at => new[] { at, Math.BitDecrement(at), Math.BitIncrement(at) }),
        points[0] - slack, Math.BitDecrement(points[0] - slack), points[0] - (1.001 * slack), points[^1] + slack, Math.BitIncrement(points[^1] + slack), points[^1] + (1.001 * slack),
        .. Enumerable.Range(0, 6).Select(_ => points[0] + (random.NextDouble() * (points[^1] - points[0]))),
        points[0] - 100, points[^1] + 100, double.NaN, double.NegativeInfinity, double.PositiveInfinity,
    ];

    // Planes at uneven distances, each a multiple of a spacing.
    private static DoseGrid Grid(Random random, (PatientVector Columns, PatientVector Rows) directions, Func<double> spacing)
    {
        int columns = random.Next(2, 5), rows = random.Next(2, 5), planes = random.Next(2, 6);
        var apart = spacing();
        double[] offsets = new double[planes];
        offsets[0] = random.Next(-20, 20) * apart;
        for (var k = 1; k < planes; k++) offsets[k] = offsets[k - 1] + (random.Next(1, 5) * apart);
        return new(
            Doses.Frame, new(Eighths(random, 200), Eighths(random, 200), Eighths(random, 200)), directions.Columns, directions.Rows, spacing(), spacing(), [.. offsets], columns, rows,
            [.. Enumerable.Range(0, columns * rows * planes).Select(_ => (float)(random.NextDouble() * 60))]);
    }

    private static (PatientVector, PatientVector) Turned(Random random)
    {
        var columns = Any();
        var rows = Any();
        rows -= columns * rows.Dot(columns);
        return (columns, rows * (1 / rows.Length));

        PatientVector Any()
        {
            PatientVector any = new(random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() + 0.1);
            return any * (1 / any.Length);
        }
    }

    private static PatientVector Along(int axis) => (axis % 3) switch
    {
        0 => new(axis < 3 ? 1 : -1, 0, 0),
        1 => new(0, axis < 3 ? 1 : -1, 0),
        _ => new(0, 0, axis < 3 ? 1 : -1),
    };

    private static double Eighths(Random random, int reach) => random.Next(-8 * reach, (8 * reach) + 1) / 8.0;
}
