using System.Collections.Immutable;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Reporting;

/// <summary>A pose as a sentence, in the patient's directions.</summary>
/// <remarks>
/// The pose is taken apart at the target's centre c: the MR is turned about c and then moved by T·c − c, where T maps
/// points of the MR's frame to the CT's. So it is the MR that is moved and turned, onto a CT that stays. The parts of
/// the turn are those of its rotation vector, which belong to one turn and have no order.
/// </remarks>
public static class PoseInWords
{
    /// <summary>"At the target the MR was moved by 3.2 mm (…) and turned by 4.6° (…).", to 0.1 mm and 0.1°.</summary>
    public static string Of(FusedPose pose)
    {
        var shift = Shift(pose);
        var turn = RotationVector.DegreesOf(pose.MrToCt);
        var moved = Listed(
            [Part(shift.X, "mm Left", "mm Right"), Part(shift.Y, "mm Posterior", "mm Anterior"), Part(shift.Z, "mm Superior", "mm Inferior")], ", ");
        var turned = Listed(
        [
            Part(turn.X, "° about the Left–Right axis, its Superior end to Anterior", "° about the Left–Right axis, its Superior end to Posterior"),
            Part(turn.Y, "° about the Anterior–Posterior axis, its Superior end to the Left", "° about the Anterior–Posterior axis, its Superior end to the Right"),
            Part(turn.Z, "° about the Superior–Inferior axis, its Left side to Posterior", "° about the Superior–Inferior axis, its Left side to Anterior"),
        ], "; ");
        return (moved, turned) switch
        {
            (null, null) => "The MR lies on the CT as it is: it was neither moved nor turned.",
            (_, null) => $"At the target the MR was moved by {ReportNumber.Text(shift.Length, 1)} mm ({moved}) and not turned.",
            (null, _) => $"At the target the MR was not moved; it was turned by {ReportNumber.Text(turn.Length, 1)}° ({turned}).",
            _ => $"At the target the MR was moved by {ReportNumber.Text(shift.Length, 1)} mm ({moved}) and turned by {ReportNumber.Text(turn.Length, 1)}° ({turned}).",
        };
    }

    /// <summary>What the pose does to the target's centre, mm.</summary>
    public static PatientVector Shift(FusedPose pose) => pose.MrToCt.Apply(pose.Centre) - pose.Centre;

    /// <summary>The amount and its direction, or null for what rounds to nothing.</summary>
    private static string? Part(double value, string positive, string negative)
    {
        var amount = ReportNumber.Text(Math.Abs(value), 1);
        if (amount == "0.0") return null;
        var direction = value > 0 ? positive : negative;
        return direction.StartsWith('°') ? amount + direction : $"{amount} {direction}";
    }

    private static string? Listed(ImmutableArray<string?> parts, string separator) =>
        parts.All(part => part is null) ? null : string.Join(separator, parts.OfType<string>());
}
