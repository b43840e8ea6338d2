using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Phantom.Patients;

/// <summary>
/// Where an MR lies: p_ct = R · (p_mr − centre) + centre + translation, patient millimetres. It maps points of the
/// MR's frame of reference to the CT's.
/// </summary>
internal sealed class RigidPose
{
    private readonly double[,] rotation;
    private readonly PatientVector offset;

    private RigidPose(double[,] rotation, PatientVector offset, ImmutableArray<double> degrees, PatientVector translation)
    {
        this.rotation = rotation;
        this.offset = offset;
        Degrees = degrees;
        Translation = translation;
    }

    /// <summary>Rotations about X, then Y, then Z, degrees.</summary>
    public ImmutableArray<double> Degrees { get; }

    /// <summary>Translation of the centre of rotation, mm.</summary>
    public PatientVector Translation { get; }

    /// <summary>Makes a pose that turns about a point.</summary>
    public static RigidPose About(PatientPoint centre, double degreesX, double degreesY, double degreesZ, PatientVector translation)
    {
        var (sx, cx) = Math.SinCos(degreesX * Math.PI / 180);
        var (sy, cy) = Math.SinCos(degreesY * Math.PI / 180);
        var (sz, cz) = Math.SinCos(degreesZ * Math.PI / 180);
        double[,] r =
        {
            { cz * cy, (cz * sy * sx) - (sz * cx), (cz * sy * cx) + (sz * sx) },
            { sz * cy, (sz * sy * sx) + (cz * cx), (sz * sy * cx) - (cz * sx) },
            { -sy, cy * sx, cy * cx },
        };
        var c = centre - default(PatientPoint);
        var moved = c + translation + (Turned(r, c) * -1);
        return new(r, moved, [degreesX, degreesY, degreesZ], translation);
    }

    /// <summary>The CT's point of an MR's point.</summary>
    public PatientPoint Apply(PatientPoint p) => default(PatientPoint) + (Turned(rotation, p - default(PatientPoint)) + offset);

    /// <summary>The MR's point of a CT's point.</summary>
    public PatientPoint Back(PatientPoint p)
    {
        var d = (p - default(PatientPoint)) + (offset * -1);
        return new(
            (rotation[0, 0] * d.X) + (rotation[1, 0] * d.Y) + (rotation[2, 0] * d.Z),
            (rotation[0, 1] * d.X) + (rotation[1, 1] * d.Y) + (rotation[2, 1] * d.Z),
            (rotation[0, 2] * d.X) + (rotation[1, 2] * d.Y) + (rotation[2, 2] * d.Z));
    }

    /// <summary>The CT's direction of an MR's direction.</summary>
    public PatientVector Apply(PatientVector direction) => Turned(rotation, direction);

    /// <summary>The 4×4 matrix, row by row, as in Frame of Reference Transformation Matrix (3006,00C6).</summary>
    public ImmutableArray<double> Matrix =>
    [
        rotation[0, 0], rotation[0, 1], rotation[0, 2], offset.X,
        rotation[1, 0], rotation[1, 1], rotation[1, 2], offset.Y,
        rotation[2, 0], rotation[2, 1], rotation[2, 2], offset.Z,
        0, 0, 0, 1,
    ];

    private static PatientVector Turned(double[,] r, PatientVector v) => new(
        (r[0, 0] * v.X) + (r[0, 1] * v.Y) + (r[0, 2] * v.Z),
        (r[1, 0] * v.X) + (r[1, 1] * v.Y) + (r[1, 2] * v.Z),
        (r[2, 0] * v.X) + (r[2, 1] * v.Y) + (r[2, 2] * v.Z));
}
