using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Geometry.Dose;

namespace ContourFlow.Contouring.Dose;

/// <summary>Adds doses that lie on one grid: those of a plan's beams.</summary>
public static class DoseSum
{
    // Written positions are rounded.
    private const double Rounding = 0.01;

    /// <summary>The sum; a single dose is its own.</summary>
    /// <param name="doses">The doses, at least one.</param>
    /// <exception cref="CaseDataException">They lie on different grids, or have different units.</exception>
    public static DoseGrid Of(IReadOnlyList<RtDose> doses)
    {
        ArgumentNullException.ThrowIfNull(doses);
        if (doses.Count == 0) throw new ArgumentException("There is nothing to add.", nameof(doses));
        var first = doses[0];
        if (doses.Count == 1) return first.Grid;
        foreach (var other in doses.Skip(1))
        {
            if (other.Units != first.Units || other.Type != first.Type || !IsSame(first.Grid, other.Grid))
            {
                throw new CaseDataException(
                    ReasonCodes.DoseGridsDiffer,
                    $"RT Dose {first.SopInstanceUid} and {other.SopInstanceUid} are of one plan and differ in grid, frame of reference, units or type: they are not added. Export the dose of the whole plan.");
            }
        }

        var sum = new float[first.Grid.Values.Length];
        // In the order of the UIDs, so that rounding does not depend on the order in which they came.
        foreach (var dose in doses.OrderBy(dose => dose.SopInstanceUid, StringComparer.Ordinal))
        {
            var values = dose.Grid.Values;
            for (var i = 0; i < sum.Length; i++) sum[i] += values[i];
        }

        return first.Grid.WithValues(sum);
    }

    private static bool IsSame(DoseGrid one, DoseGrid other) =>
        one.FrameOfReference == other.FrameOfReference
        && (one.Columns, one.Rows, one.Planes) == (other.Columns, other.Rows, other.Planes)
        && (one.PointOf(0, 0, 0) - other.PointOf(0, 0, 0)).Length < Rounding
        && (one.PointOf(0, 0, one.Columns - 1) - other.PointOf(0, 0, one.Columns - 1)).Length < Rounding
        && (one.PointOf(0, one.Rows - 1, 0) - other.PointOf(0, one.Rows - 1, 0)).Length < Rounding
        && IsSame(one.PlaneOffsets, other.PlaneOffsets);

    private static bool IsSame(ImmutableArray<double> one, ImmutableArray<double> other)
    {
        for (var i = 0; i < one.Length; i++)
            if (Math.Abs(one[i] - other[i]) > Rounding) return false;
        return true;
    }
}
