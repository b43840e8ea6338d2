using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>A Spatial Registration object as read (DICOM PS3.3 A.39, C.20.2).</summary>
/// <param name="SopInstanceUid">The instance.</param>
/// <param name="To">Its frame of reference, the Registered RCS: which of the registered frames that is, is the writer's choice.</param>
/// <param name="Transforms">
/// One a registered frame, from that frame to <see cref="To"/>, mm, in the order of Registration Sequence; the frame
/// <see cref="To"/> itself is left out. Rotations are orthogonal to rounding: of what was written, the nearest.
/// </param>
/// <param name="ContentDate">Content Date as written, or empty.</param>
/// <param name="Findings">Items that could not be used, each with a reason code and a sentence that names frame and attribute.</param>
public sealed record SpatialRegistration(
    string SopInstanceUid,
    FrameOfReferenceUid To,
    ImmutableArray<RigidTransform> Transforms,
    string ContentDate,
    ImmutableArray<Finding> Findings)
{
    /// <summary>Content Time as written, or empty: a registration is often made again on the same day.</summary>
    public string ContentTime { get; init; } = string.Empty;

    /// <summary>
    /// The transform between two frames of reference: as stated, or the other way round where the object registers
    /// the frame <paramref name="to"/>, or by way of the object's own frame where it registers both.
    /// </summary>
    /// <returns>The transform, or null when the object does not relate the two.</returns>
    public RigidTransform? TryFind(FrameOfReferenceUid from, FrameOfReferenceUid to)
    {
        if (from == to) return Identity(from);
        return ToRegistered(from) is { } there && ToRegistered(to) is { } back ? there.Then(back.Inverse()) : null;
    }

    private RigidTransform? ToRegistered(FrameOfReferenceUid frame) =>
        frame == To ? Identity(To) : Transforms.FirstOrDefault(transform => transform.From == frame);

    private static RigidTransform Identity(FrameOfReferenceUid frame) => new(frame, frame, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), default);
}
