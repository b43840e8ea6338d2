using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Checks;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Contouring;

/// <summary>Everything that came of a case. Holding a case is a result, not an accident.</summary>
/// <param name="Case">The case as read.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Derivation">What was derived.</param>
/// <param name="Checks">Every check, in a fixed order.</param>
/// <param name="StructureSet">The RTSTRUCT to write, or null when the case is held.</param>
/// <param name="Margins">Margins measured in the written object.</param>
public sealed record CaseResult(
    PlanningCase Case,
    Protocol Protocol,
    Derivation Derivation,
    ImmutableArray<CheckResult> Checks,
    DicomFile? StructureSet,
    ImmutableArray<MeasuredMargin> Margins)
{
    /// <summary>The fusion of every MR series, accepted or refused.</summary>
    public ImmutableArray<MrFusion> Fusions { get; init; } = [];

    /// <summary>The Spatial Registration objects to write, one for each pose that was found here; none when the case is held.</summary>
    public ImmutableArray<DicomFile> Registrations { get; init; } = [];

    /// <summary>What would have been written, when a check failed and the case is held; null otherwise. Only a person may let it out.</summary>
    public WithheldObjects? Withheld { get; init; }

    /// <summary>True when something is held by a refused fusion while everything else was written.</summary>
    public bool IsPartlyHeld => !IsHeld && !Derivation.Held.IsEmpty;

    /// <summary>True when a check failed: nothing may be published.</summary>
    public bool IsHeld => Checks.Any(check => check.Severity == Severity.Failure);
}

/// <summary>Objects that a failed check keeps back.</summary>
/// <param name="StructureSet">The RTSTRUCT.</param>
/// <param name="Registrations">The Spatial Registration objects.</param>
public sealed record WithheldObjects(DicomFile StructureSet, ImmutableArray<DicomFile> Registrations);

/// <summary>
/// The margin between two structures of the written object, measured along the six patient directions, mm: the
/// largest distance by which the grown structure's extent exceeds the original's in that direction.
/// </summary>
/// <param name="RoiName">The grown structure.</param>
/// <param name="OfRoiName">The structure it was grown from.</param>
/// <param name="Asked">The margins that the protocol asked for.</param>
public sealed record MeasuredMargin(
    string RoiName,
    string OfRoiName,
    double Left,
    double Right,
    double Anterior,
    double Posterior,
    double Superior,
    double Inferior,
    Geometry.Margins.PatientMargins Asked);
