using ContourFlow.Geometry.Patient;
using FsCheck.Xunit;

namespace ContourFlow.Geometry.Tests.Patient;

public sealed class RigidTransformTests
{
    private static readonly FrameOfReferenceUid Mr = new("1.2.1");
    private static readonly FrameOfReferenceUid Ct = new("1.2.2");

    [Fact]
    public void Matrix_is_read_row_by_row_as_DICOM_writes_it()
    {
        // A quarter turn about z takes +x to +y; then a shift.
        var transform = RigidTransform.FromMatrix(Mr, Ct, [0, -1, 0, 10, 1, 0, 0, 20, 0, 0, 1, 30, 0, 0, 0, 1]);

        transform.Apply(new PatientPoint(1, 2, 3)).Should().Be(new PatientPoint(8, 21, 33));
        transform.From.Should().Be(Mr);
        transform.To.Should().Be(Ct);
    }

    [Property(MaxTest = 50)]
    public void Inverse_leads_back(int seed)
    {
        var random = new Random(seed);
        double a = 6 * random.NextDouble(), b = 6 * random.NextDouble();
        double ca = Math.Cos(a), sa = Math.Sin(a), cb = Math.Cos(b), sb = Math.Sin(b);
        var transform = RigidTransform.FromMatrix(Mr, Ct,
            [ca, -sa * cb, sa * sb, 100, sa, ca * cb, -ca * sb, -50, 0, sb, cb, 700, 0, 0, 0, 1]);
        var point = new PatientPoint(300 * random.NextDouble(), -200, 1500);

        var back = transform.Inverse().Apply(transform.Apply(point));

        (back - point).Length.Should().BeLessThan(1e-9);
        transform.Inverse().From.Should().Be(Ct);
    }

    // Specification 5: max|RᵀR − I| and |det − 1| up to 1e-4.
    [Theory]
    [InlineData(1, false)]
    [InlineData(1.00004, false)]
    [InlineData(1.001, true)]
    [InlineData(-1, true)]
    [InlineData(double.NaN, true)]
    public void Scaled_mirrored_or_missing_numbers_are_refused(double first, bool refused)
    {
        var act = () => RigidTransform.FromMatrix(Mr, Ct, [first, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);

        if (refused) act.Should().Throw<ArgumentException>().WithMessage("*not rigid*");
        else act.Should().NotThrow();
    }

    [Fact]
    public void Sheared_matrix_is_refused()
    {
        var act = () => RigidTransform.FromMatrix(Mr, Ct, [1, 0.001, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Matrix_is_written_as_it_is_read()
    {
        double[] matrix = [0, -1, 0, 10, 1, 0, 0, 20, 0, 0, 1, 30, 0, 0, 0, 1];

        RigidTransform.FromMatrix(Mr, Ct, matrix).ToMatrix().Should().Equal(matrix);
    }

    [Fact]
    public void Transform_and_the_next_map_a_point_one_after_the_other()
    {
        FrameOfReferenceUid atlas = new("1.2.3");
        var turn = RigidTransform.FromMatrix(Mr, Ct, [0, -1, 0, 10, 1, 0, 0, 20, 0, 0, 1, 30, 0, 0, 0, 1]);
        var roll = RigidTransform.FromMatrix(Ct, atlas, [1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 5, 0, 0, 0, 1]);

        var both = turn.Then(roll);

        // By hand: (1, 2, 3) goes to (8, 21, 33), and y and z turn to (8, -33, 26).
        both.Apply(new PatientPoint(1, 2, 3)).Should().Be(new PatientPoint(8, -33, 26));
        (both.From, both.To).Should().Be((Mr, atlas));
        FluentActions.Invoking(() => roll.Then(turn)).Should().Throw<ArgumentException>().WithMessage("*cannot follow*");
    }
}
