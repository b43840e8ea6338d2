using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;
using ContourFlow.Itk;

namespace ContourFlow.Contouring.Fusion;

/// <summary>Where the registration of an MR starts.</summary>
internal static class PoseSearch
{
    // The registration itself looks 24 mm around every start; steps of twice that leave no gap.
    private const double Step = 48;

    private static readonly PatientVector X = new(1, 0, 0), Y = new(0, 1, 0), Z = new(0, 0, 1);

    /// <summary>Same coordinates in both frames: scanners that agree on where the patient lies.</summary>
    public static ImmutableArray<RigidTransform> SameCoordinates(PlanningCt ct, MrSeries mr) => [Shift(ct, mr, default)];

    /// <summary>
    /// The MR's middle at the target, and so on along the patient until every part of the MR has been there: for
    /// scanners whose coordinates have nothing to do with each other. From the CT's frame to the MR's.
    /// </summary>
    public static ImmutableArray<RigidTransform> OverTheTarget(PlanningCt ct, MrSeries mr, ImageGeometry geometry, PatientPoint target)
    {
        var corners = Corners(geometry);
        var length = corners.Max(corner => corner.Z) - corners.Min(corner => corner.Z);
        var steps = (int)Math.Ceiling(length / 2 / Step);
        var middle = geometry.Centre - target;
        return [.. Enumerable.Range(-steps, (2 * steps) + 1).Select(step => Shift(ct, mr, middle + (Z * (step * Step))))];
    }

    private static ImmutableArray<PatientPoint> Corners(ImageGeometry geometry) =>
    [
        .. Enumerable.Range(0, 8).Select(corner => geometry.PointAt(
            (corner & 1) == 0 ? 0 : geometry.SizeI - 1,
            (corner & 2) == 0 ? 0 : geometry.SizeJ - 1,
            (corner & 4) == 0 ? 0 : geometry.SizeK - 1)),
    ];

    private static RigidTransform Shift(PlanningCt ct, MrSeries mr, PatientVector by) =>
        new(ct.Grid.FrameOfReference, mr.Grid.FrameOfReference, X, Y, Z, by);
}
