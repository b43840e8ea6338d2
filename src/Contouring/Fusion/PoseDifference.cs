using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Fusion;

/// <summary>How far two poses of one MR are apart, where it matters.</summary>
/// <param name="Millimetres">Distance between what both make of the target's centre, mm.</param>
/// <param name="Degrees">Angle of the rotation from the one to the other, degrees.</param>
internal readonly record struct PoseDifference(double Millimetres, double Degrees)
{
    /// <summary>Compares two poses, each from the MR's frame to the CT's.</summary>
    /// <param name="one">A pose.</param>
    /// <param name="other">Another pose of the same MR.</param>
    /// <param name="centre">The target's centre, CT frame.</param>
    public static PoseDifference Between(RigidTransform one, RigidTransform other, PatientPoint centre)
    {
        var there = other.Apply(one.Inverse().Apply(centre));
        return new((there - centre).Length, double.RadiansToDegrees(one.Inverse().Then(other).RotationAngle));
    }
}
