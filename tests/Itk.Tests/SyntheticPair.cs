using ContourFlow.Geometry.Patient;

namespace ContourFlow.Itk.Tests;

/// <summary>
/// Two small images of one set of ellipsoids, in two kinds of values that are no function of each other's order, with a
/// known pose between them. The values are functions of space, so that nothing is interpolated but by what is tested.
/// </summary>
internal static class SyntheticPair
{
    public static readonly FrameOfReferenceUid Ct = new("1.2.3"), Mr = new("1.2.4");

    public static readonly PatientPoint Centre = new(10, -20, -300);

    // Centre and half axes, mm relative to Centre; value in the CT and in the MR.
    private static readonly (PatientVector At, PatientVector Half, double Ct, double Mr)[] Bodies =
    [
        (new(0, 0, 0), new(30, 34, 40), 50, 300),
        (new(-3, -8, 12), new(12, 9, 8), 400, 120),
        (new(4, -9, -13), new(13, 10, 7), 300, 150),
        (new(2, 12, 2), new(5, 5, 30), 10, 700),
        (new(-16, 8, -4), new(5, 7, 12), 700, 40),
        (new(17, 11, 9), new(4, 9, 6), 650, 60),
    ];

    public static RigidTransform Pose(double degrees, double millimetres)
    {
        var a = degrees * Math.PI / 180;
        return new Euler3DTransform(a, -0.7 * a, 0.5 * a, Centre, new(millimetres, -0.6 * millimetres, 0.8 * millimetres)).ToRigid(Ct, Mr);
    }

    public static RigidTransform Same => new(Ct, Mr, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), default);

    public static ImageGeometry CtGeometry { get; } =
        new(Ct, 56, 56, 56, Centre + new PatientVector(-44, -44, -44), new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), 1.6, 1.6, 1.6);

    public static short[] CtVoxels { get; } = CtGeometry.Fill(p => (short)Value(p - Centre, b => b.Ct, -200));

    public static (ImageGeometry Geometry, short[] Voxels) MrUnder(RigidTransform pose, bool isLeftHanded = false)
    {
        var middle = pose.Apply(Centre);
        PatientVector k = isLeftHanded ? new(0, 0, -1) : new(0, 0, 1);
        var first = middle + new PatientVector(-38, -38, isLeftHanded ? 39 : -39);
        ImageGeometry geometry = new(Mr, 48, 48, 40, first, new(1, 0, 0), new(0, 1, 0), k, 1.6, 1.6, 2);
        var back = pose.Inverse();
        return (geometry, geometry.Fill(p => (short)(Value(back.Apply(p) - Centre, b => b.Mr, 5) * (1 + ((p.X - middle.X) / 300)))));
    }

    /// <summary>Settings that fit the small images.</summary>
    public static RegistrationSettings Settings(int threads = 2) => new()
    {
        Centre = Centre,
        HalfSize = new(36, 36, 36),
        MaximumDegreeOfParallelism = threads,
        StartReach = new(12, 12, 12),
        Levels =
        [
            new(6, 1_000, 4, 0.4, Keep: 4, Iterations: 40),
            new(3, 4_000, 2, 0.1, Iterations: 60),
            new(1.6, 30_000, 0.5, 0.005, Iterations: 100),
        ],
        RestartLevels = [new(3, 4_000, 1, 0.1, Iterations: 60), new(1.6, 20_000, 0.5, 0.005, Iterations: 100)],
    };

    /// <summary>Largest distance between where two poses put the corners of a box of 40 mm about the centre.</summary>
    public static double Distance(RigidTransform a, RigidTransform b) =>
        (from x in new[] { -20, 20 }
         from y in new[] { -20, 20 }
         from z in new[] { -20, 20 }
         let p = Centre + new PatientVector(x, y, z)
         select (a.Apply(p) - b.Apply(p)).Length).Max();

    // A step of one voxel's width at each surface, as an image has it.
    private static double Value(PatientVector p, Func<(PatientVector At, PatientVector Half, double Ct, double Mr), double> value, double outside)
    {
        var result = outside;
        foreach (var body in Bodies)
        {
            PatientVector q = new((p.X - body.At.X) / body.Half.X, (p.Y - body.At.Y) / body.Half.Y, (p.Z - body.At.Z) / body.Half.Z);
            var depth = (1 - q.Length) * Math.Min(body.Half.X, Math.Min(body.Half.Y, body.Half.Z));
            result += (value(body) - result) * Math.Clamp(0.5 + (depth / 1.6), 0, 1);
        }

        return result;
    }
}
