using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Deriving;

/// <summary>What was made of a case: every structure that the protocol asks for, and what was noticed.</summary>
/// <param name="Level">The vertebral level and where it was read, or null when the protocol has no use for it.</param>
/// <param name="Inputs">The inputs that were used, with gaps filled as the protocol allows.</param>
/// <param name="Derived">The derived structures, in the protocol's order.</param>
/// <param name="Findings">What a reviewer has to know, besides the checks.</param>
public sealed record Derivation(
    LevelDetermination? Level,
    ImmutableArray<UsedInput> Inputs,
    ImmutableArray<DerivedStructure> Derived,
    ImmutableArray<Finding> Findings)
{
    /// <summary>What could not be derived because an MR's fusion is refused.</summary>
    public ImmutableArray<HeldStructure> Held { get; init; } = [];

    /// <summary>ROI Numbers of the inputs that are ROIs of the planning structure set.</summary>
    public IReadOnlySet<int> CarriedRoiNumbers => Inputs.Where(input => input.FromMr is null).Select(input => input.RoiNumber).ToHashSet();

    /// <summary>The inputs that were brought from an MR, in the protocol's order.</summary>
    public IEnumerable<UsedInput> Brought => Inputs.Where(input => input.FromMr is not null);
}

/// <summary>The vertebral level of a case.</summary>
/// <param name="Group">Which canal it calls for.</param>
/// <param name="First">The most Superior level, or null when only the group is known.</param>
/// <param name="Last">The most Inferior level, or null.</param>
/// <param name="Inferred">True when it was inferred from which canal is contoured.</param>
/// <param name="Source">Where it was read, for a human: "ROI CTV_T7".</param>
public sealed record LevelDetermination(LevelGroup Group, VertebralLevel? First, VertebralLevel? Last, bool Inferred, string Source)
{
    /// <summary>The level for a sentence: "T7", "L5-S1", or the group when only that is known.</summary>
    public string Words() =>
        First is { } first && Last is { } last ? new LevelRange(first, last).ToString()
        : Group switch
        {
            LevelGroup.Spine => "C1 to L5",
            LevelGroup.Sacrum => "S1 to S5",
            _ => "L5 and S1",
        };
}

/// <summary>An ROI that was used as an input of the protocol.</summary>
/// <param name="Definition">The protocol's input.</param>
/// <param name="RoiNumber">The ROI's number in the structure set.</param>
/// <param name="RoiName">The ROI's name in the structure set.</param>
/// <param name="Geometry">Its geometry, gaps filled as the protocol allows.</param>
/// <param name="Fingerprint">SHA-256 of the drawn contours at 1 µm, lower-case hex.</param>
public sealed record UsedInput(InputDefinition Definition, int RoiNumber, string RoiName, Structure Geometry, string Fingerprint)
{
    /// <summary>
    /// Where it was drawn when that is an MR: number and fingerprint are then those of the drawing, and the geometry
    /// is what was brought onto the CT's planes. Null for an ROI of the planning structure set.
    /// </summary>
    public MrOrigin? FromMr { get; init; }
}

/// <summary>The drawing on an MR that an input was brought from.</summary>
/// <param name="StructureSetUid">SOP Instance UID of the structure set.</param>
/// <param name="SeriesInstanceUid">The MR series.</param>
/// <param name="Pose">The pose that it went through.</param>
/// <param name="Roi">The ROI as drawn.</param>
public sealed record MrOrigin(string StructureSetUid, string SeriesInstanceUid, FusedPose Pose, Roi Roi);

/// <summary>A structure that was not derived because an MR's fusion is refused; everything else goes on.</summary>
/// <param name="Name">The structure's canonical name.</param>
/// <param name="ReasonCode">A reason code.</param>
/// <param name="Sentence">Why, and what to do.</param>
public sealed record HeldStructure(string Name, string ReasonCode, string Sentence);

/// <summary>A structure that was derived.</summary>
/// <param name="Definition">The protocol's definition.</param>
/// <param name="RoiName">The ROI Name to write; differs from the definition's where a rule says so (E6: PTV_Eval^TS).</param>
/// <param name="Geometry">Its sections on the planning CT's planes.</param>
/// <param name="GenerationDescription">ROI Generation Description in words ("CTV + ellipsoid 2/2/5 mm, half-slice caps").</param>
/// <param name="Expression">The expression that was evaluated, after the choice by level.</param>
/// <param name="Operands">The inputs it rests on, directly or through other derived structures.</param>
/// <param name="SliversRemoved">What rule E9 took away, or null where the rule does not apply.</param>
public sealed record DerivedStructure(
    DerivedDefinition Definition,
    string RoiName,
    Structure Geometry,
    string GenerationDescription,
    DerivedVariant Expression,
    ImmutableArray<UsedInput> Operands,
    RemovedSlivers? SliversRemoved = null);

/// <summary>Slivers that were removed by rule E9.</summary>
/// <param name="Pieces">How many.</param>
/// <param name="Volume">Their volume together, mm³.</param>
public sealed record RemovedSlivers(int Pieces, double Volume);
