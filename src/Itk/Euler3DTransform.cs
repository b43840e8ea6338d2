using ContourFlow.Geometry.Patient;

namespace ContourFlow.Itk;

/// <summary>
/// A rotation about a point and a translation: p' = R·(p − Center) + Center + Translation, with
/// R = Rz(AngleZ)·Rx(AngleX)·Ry(AngleY), the order of ITK's class of this name. Angles in radians, right-handed about the patient axes.
/// </summary>
public sealed class Euler3DTransform
{
    /// <summary>Makes a transform.</summary>
    /// <param name="angleX">Radians about +X (Left).</param>
    /// <param name="angleY">Radians about +Y (Posterior).</param>
    /// <param name="angleZ">Radians about +Z (Superior).</param>
    /// <param name="center">The point about which it rotates.</param>
    /// <param name="translation">Where that point goes, relative to itself, mm.</param>
    public Euler3DTransform(double angleX, double angleY, double angleZ, PatientPoint center, PatientVector translation)
    {
        (AngleX, AngleY, AngleZ) = (angleX, angleY, angleZ);
        Center = center;
        Translation = translation;
    }

    /// <summary>Radians about +X (Left), between −π/2 and π/2 when made of a <see cref="RigidTransform"/>.</summary>
    public double AngleX { get; }

    /// <summary>Radians about +Y (Posterior).</summary>
    public double AngleY { get; }

    /// <summary>Radians about +Z (Superior).</summary>
    public double AngleZ { get; }

    /// <summary>The point about which it rotates, in the frame of the points to map.</summary>
    public PatientPoint Center { get; }

    /// <summary>Where <see cref="Center"/> goes, relative to itself, mm.</summary>
    public PatientVector Translation { get; }

    /// <summary>The same mapping, told as a rotation about a point.</summary>
    /// <param name="transform">Any rigid transform; the rotation's small errors are lost.</param>
    /// <param name="center">The point about which to rotate, in the frame of the points to map.</param>
    public static Euler3DTransform From(RigidTransform transform, PatientPoint center)
    {
        ArgumentNullException.ThrowIfNull(transform);
        // R = Rz·Rx·Ry has sin x in its third row's second place; the third row's others are −cos x·sin y and cos x·cos y,
        // the second column's −cos x·sin z and cos x·cos z.
        var sine = Math.Clamp(transform.RowZ.Y, -1, 1);
        var x = Math.Asin(sine);
        double y, z;
        if (Math.Abs(sine) < 1 - 1e-12)
        {
            y = Math.Atan2(-transform.RowZ.X, transform.RowZ.Z);
            z = Math.Atan2(-transform.RowX.Y, transform.RowY.Y);
        }
        else
        {
            // y and z turn about one line: all of it is y's.
            z = 0;
            y = Math.Atan2(transform.RowX.Z, transform.RowX.X);
        }

        return new(x, y, z, center, transform.Apply(center) - center);
    }

    /// <summary>The mapping between two frames of reference.</summary>
    /// <exception cref="ArgumentException">A number that is not finite.</exception>
    public RigidTransform ToRigid(FrameOfReferenceUid from, FrameOfReferenceUid to)
    {
        var (sx, cx) = Math.SinCos(AngleX);
        var (sy, cy) = Math.SinCos(AngleY);
        var (sz, cz) = Math.SinCos(AngleZ);
        PatientVector rowX = new((cz * cy) - (sz * sx * sy), -sz * cx, (cz * sy) + (sz * sx * cy));
        PatientVector rowY = new((sz * cy) + (cz * sx * sy), cz * cx, (sz * sy) - (cz * sx * cy));
        PatientVector rowZ = new(-cx * sy, sx, cx * cy);
        PatientVector center = new(Center.X, Center.Y, Center.Z);
        PatientVector turned = new(rowX.Dot(center), rowY.Dot(center), rowZ.Dot(center));
        return new(from, to, rowX, rowY, rowZ, center + Translation + (turned * -1));
    }
}
