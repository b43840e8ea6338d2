using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Fusion;

/// <summary>A pose moved away from the one that is judged.</summary>
/// <param name="Words">How, for a human: "one vertebra Superior (24 mm)".</param>
/// <param name="ByVertebra">True for a vertebra's height, false for the small displacements.</param>
/// <param name="MrToCt">The displaced pose.</param>
internal sealed record DisplacedPose(string Words, bool ByVertebra, RigidTransform MrToCt);

/// <summary>
/// The displaced poses that a trusted pose has to beat: one vertebra up and down, 3 mm both ways along and 2 degrees
/// both ways about each patient axis through the target's centre (geometry specification 5).
/// </summary>
internal static class DisplacedPoses
{
    private const double Step = 3, Turn = 2;

    private static readonly PatientVector Left = new(1, 0, 0), Posterior = new(0, 1, 0), Superior = new(0, 0, 1);

    private static readonly (PatientVector Axis, string Plus, string Minus, string About)[] Axes =
    [
        (Left, "Left", "Right", "the Left-Right axis"),
        (Posterior, "Posterior", "Anterior", "the Anterior-Posterior axis"),
        (Superior, "Superior", "Inferior", "the Superior-Inferior axis"),
    ];

    /// <summary>All of them, in a fixed order.</summary>
    public static ImmutableArray<DisplacedPose> Of(RigidTransform mrToCt, FusionTarget target)
    {
        var poses = ImmutableArray.CreateBuilder<DisplacedPose>();
        foreach (var height in target.VertebraHeights)
        {
            poses.Add(new($"one vertebra Superior ({height:0} mm)", ByVertebra: true, Moved(mrToCt, Superior * height)));
            poses.Add(new($"one vertebra Inferior ({height:0} mm)", ByVertebra: true, Moved(mrToCt, Superior * -height)));
        }

        foreach (var (axis, plus, minus, about) in Axes)
        {
            poses.Add(new($"{Step:0} mm {plus}", ByVertebra: false, Moved(mrToCt, axis * Step)));
            poses.Add(new($"{Step:0} mm {minus}", ByVertebra: false, Moved(mrToCt, axis * -Step)));
            poses.Add(new($"+{Turn:0} degrees about {about}", ByVertebra: false, Turned(mrToCt, axis, Turn, target.Centre)));
            poses.Add(new($"-{Turn:0} degrees about {about}", ByVertebra: false, Turned(mrToCt, axis, -Turn, target.Centre)));
        }

        return poses.ToImmutable();
    }

    private static RigidTransform Moved(RigidTransform pose, PatientVector by) =>
        pose.Then(new(pose.To, pose.To, Left, Posterior, Superior, by));

    private static RigidTransform Turned(RigidTransform pose, PatientVector axis, double degrees, PatientPoint centre)
    {
        // Rodrigues' formula: the row of e is the rotation's transpose applied to e.
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(degrees));
        var (x, y, z) = (Row(Left), Row(Posterior), Row(Superior));
        var c = new PatientVector(centre.X, centre.Y, centre.Z);
        return pose.Then(new(pose.To, pose.To, x, y, z, c - new PatientVector(x.Dot(c), y.Dot(c), z.Dot(c))));

        PatientVector Row(PatientVector e) => (e * cosine) - (axis.Cross(e) * sine) + (axis * (axis.Dot(e) * (1 - cosine)));
    }
}
