using ContourFlow.Geometry.Patient;

namespace ContourFlow.Itk.Tests;

public sealed class ResampleImageFilterTests
{
    private static readonly FrameOfReferenceUid Ct = new("1.2.3"), Mr = new("1.2.4");

    // A field that is linear in space is reproduced exactly by linear interpolation, on any grid and under any pose.
    [ItkFact]
    public void Linear_field_under_a_rotation_is_the_field_at_the_mapped_points()
    {
        static double Field(PatientPoint p) => 3 + (0.5 * p.X) - (0.25 * p.Y) + (2 * p.Z);
        var moving = Grid(Mr, 24, 1.5, -17);
        using Image image = new(moving.Fill(p => (float)Field(p)), moving);
        var reference = Grid(Ct, 8, 1.2, -4);
        var pose = new Euler3DTransform(0.1, -0.2, 0.3, new(1, 2, 3), new(0.7, -0.4, 0.2)).ToRigid(Ct, Mr);

        var voxels = new ResampleImageFilter().Execute(image, reference, pose);

        for (var n = 0; n < voxels.Length; n++)
            ((double)voxels[n]).Should().BeApproximately(Field(pose.Apply(reference.PointOf(n))), 1e-3);
    }

    [ItkFact]
    public void Left_handed_oblique_image_is_read_where_it_lies()
    {
        static double Field(PatientPoint p) => p.X + (10 * p.Y) + (100 * p.Z);
        PatientVector i = new(0, 0.8, 0.6), j = new(0, -0.6, 0.8), k = new(-1, 0, 0); // i x j = (1, 0, 0) = -k
        i.Cross(j).Dot(k).Should().BeApproximately(-1, 1e-12);
        ImageGeometry moving = new(Mr, 20, 20, 20, new(10, -4, -14), i, j, k, 1, 1, 1);
        using Image image = new(moving.Fill(p => (short)Math.Round(Field(p) * 4)), moving);
        ImageGeometry reference = new(Ct, 3, 3, 3, new(-2, -1, -1), new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), 1, 1, 1);
        reference.Fill(p => moving.Contains(p) ? 1f : 0f).Should().OnlyContain(inside => inside == 1);
        RigidTransform same = new(Ct, Mr, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), default);

        var voxels = new ResampleImageFilter().Execute(image, reference, same);

        // Values were rounded to integers, so half of one is the limit.
        for (var n = 0; n < voxels.Length; n++)
            ((double)voxels[n]).Should().BeApproximately(4 * Field(reference.PointOf(n)), 0.51);
    }

    [ItkFact]
    public void Voxel_outside_the_moving_image_is_not_a_number_unless_said_otherwise()
    {
        var moving = Grid(Mr, 4, 1, 0);
        using Image image = new(moving.Fill(_ => (ushort)7), moving);
        ImageGeometry reference = new(Ct, 3, 1, 1, new(1, 1, 1), new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), 10, 1, 1);
        RigidTransform same = new(Ct, Mr, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), default);

        new ResampleImageFilter().Execute(image, reference, same).Should().Equal(7, float.NaN, float.NaN);
        new ResampleImageFilter { OutsideValue = -1000 }.Execute(image, reference, same).Should().Equal(7, -1000, -1000);
    }

    [ItkFact]
    public void Cancelled_resampling_ends_as_cancelled()
    {
        var moving = Grid(Mr, 4, 1, 0);
        using Image image = new(moving.Fill(_ => (short)7), moving);
        RigidTransform same = new(Mr, Mr, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), default);
        var act = () => new ResampleImageFilter().Execute(image, moving, same, new CancellationToken(canceled: true));
        act.Should().Throw<OperationCanceledException>();
    }

    private static ImageGeometry Grid(FrameOfReferenceUid frame, int size, double spacing, double from) =>
        new(frame, size, size, size, new(from, from, from), new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), spacing, spacing, spacing);
}
