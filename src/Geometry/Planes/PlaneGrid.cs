using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Geometry.Planes;

/// <summary>
/// Parallel image planes, each at its own position: the planes on which structures are drawn and cut. Spacing may
/// be uneven; it is never averaged (geometry specification 1.6).
/// </summary>
public sealed class PlaneGrid
{
    /// <summary>Makes a grid from positions in ascending order.</summary>
    /// <param name="frameOfReference">The frame of reference of all coordinates.</param>
    /// <param name="axes">The grid's axes in the patient.</param>
    /// <param name="positions">Positions along the normal, mm, strictly ascending; at least one.</param>
    /// <exception cref="ArgumentException">No position, or positions that do not ascend strictly.</exception>
    public PlaneGrid(FrameOfReferenceUid frameOfReference, PlaneAxes axes, ImmutableArray<double> positions)
    {
        ArgumentNullException.ThrowIfNull(axes);
        if (positions.IsDefaultOrEmpty)
            throw new ArgumentException("A grid needs at least one plane.", nameof(positions));
        for (var i = 0; i < positions.Length; i++)
        {
            if (!double.IsFinite(positions[i]) || (i > 0 && positions[i] <= positions[i - 1]))
                throw new ArgumentException("Plane positions must be finite and strictly ascending.", nameof(positions));
        }

        FrameOfReference = frameOfReference;
        Axes = axes;
        Positions = positions;
    }

    /// <summary>The frame of reference of all coordinates.</summary>
    public FrameOfReferenceUid FrameOfReference { get; }

    /// <summary>The grid's axes in the patient.</summary>
    public PlaneAxes Axes { get; }

    /// <summary>Positions along the normal, mm, ascending (for an axial grid: Inferior to Superior).</summary>
    public ImmutableArray<double> Positions { get; }

    /// <summary>The index of the plane at exactly this position, or -1.</summary>
    public int IndexOf(double position)
    {
        var index = Positions.BinarySearch(position);
        return index >= 0 ? index : -1;
    }

    /// <summary>
    /// Distance in mm from plane <paramref name="index"/> to the next one; at the last plane the distance to the
    /// one before (the local spacing). A grid of one plane has no spacing.
    /// </summary>
    /// <exception cref="InvalidOperationException">The grid has one plane only.</exception>
    public double SpacingAbove(int index)
    {
        if (Positions.Length < 2)
            throw new InvalidOperationException("A grid of one plane has no spacing.");
        return index + 1 < Positions.Length
            ? Positions[index + 1] - Positions[index]
            : Positions[index] - Positions[index - 1];
    }

    /// <summary>
    /// Distance in mm from plane <paramref name="index"/> to the one before; at the first plane the distance to the
    /// next one (the local spacing).
    /// </summary>
    /// <exception cref="InvalidOperationException">The grid has one plane only.</exception>
    public double SpacingBelow(int index) => index > 0 ? SpacingAbove(index - 1) : SpacingAbove(index);

    /// <summary>
    /// Half the way to both neighbours, mm: the thickness of the slab that this plane stands for in volumes.
    /// </summary>
    public double Thickness(int index) => (SpacingAbove(index) + SpacingBelow(index)) / 2;
}
