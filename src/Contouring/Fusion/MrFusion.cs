using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Checks;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Fusion;

/// <summary>Where a pose came from.</summary>
public enum PoseOrigin
{
    /// <summary>Registered here by image content.</summary>
    Registration,

    /// <summary>MR and CT state one frame of reference: the identity, verified.</summary>
    SharedFrame,

    /// <summary>Another MR of the same frame of reference was registered here: its pose, verified.</summary>
    OtherSeriesOfFrame,

    /// <summary>A Spatial Registration object that came with the case, verified.</summary>
    SuppliedRegistration,
}

/// <summary>One MR series fused onto the planning CT, or refused.</summary>
/// <param name="Mr">The MR.</param>
/// <param name="Pose">The pose, or null where none came out.</param>
/// <param name="Criteria">What was held against limits to trust the pose, in a fixed order; a failure refuses it.</param>
/// <param name="RefusalCode">Reason code of the refusal, or null for an accepted fusion.</param>
/// <param name="Refusal">The sentence of the refusal, or null.</param>
public sealed record MrFusion(
    MrSeries Mr,
    FusedPose? Pose,
    ImmutableArray<CheckResult> Criteria,
    string? RefusalCode,
    string? Refusal)
{
    /// <summary>True when what is drawn on the MR may be brought onto the CT.</summary>
    public bool IsAccepted => Pose is not null && RefusalCode is null;
}

/// <summary>A pose of an MR on the CT.</summary>
/// <param name="Origin">Where it came from.</param>
/// <param name="MrToCt">Maps points of the MR's frame of reference to the CT's, mm.</param>
/// <param name="Centre">The centre of the target, CT frame: displacement and rotation are stated there.</param>
/// <param name="RegistrationInstanceUid">
/// The Spatial Registration object that states it: the one that came with the case or the one written here; null for a shared frame.
/// </param>
public sealed record FusedPose(PoseOrigin Origin, RigidTransform MrToCt, PatientPoint Centre, string? RegistrationInstanceUid);
