using System.Collections.Immutable;
using ContourFlow.Phantom.Anatomy;

namespace ContourFlow.Phantom.Patients;

/// <summary>
/// How far a point lies from the target, mm, negative inside. Near the target that is its level; the level is no distance far away, where
/// the nearest of many points inside the target counts.
/// </summary>
internal sealed class TargetDistance
{
    private const double Spacing = 3;
    private const double Reach = 66;

    // More than a point inside may lie away from the target's nearest point: near the target the level is the larger.
    private const double Slack = 4;

    private readonly SpineAnatomy anatomy;
    private readonly ImmutableArray<(double X, double Y, double Z)> inside;

    public TargetDistance(SpineAnatomy anatomy)
    {
        this.anatomy = anatomy;
        var steps = (int)(Reach / Spacing);
        inside =
        [
            .. from x in Enumerable.Range(-steps, (2 * steps) + 1)
               from y in Enumerable.Range(-steps, (2 * steps) + 1)
               from z in Enumerable.Range(-steps, (2 * steps) + 1)
               where anatomy.Ctv(x * Spacing, y * Spacing, z * Spacing) < 0
               select (x * Spacing, y * Spacing, z * Spacing)
        ];
    }

    /// <summary>The distance at a local point.</summary>
    public double At(double x, double y, double z)
    {
        var nearest = double.PositiveInfinity;
        foreach (var (px, py, pz) in inside)
            nearest = Math.Min(nearest, ((x - px) * (x - px)) + ((y - py) * (y - py)) + ((z - pz) * (z - pz)));
        return Math.Max(anatomy.Ctv(x, y, z), Math.Sqrt(nearest) - Slack);
    }
}
