using System.Collections.Immutable;

namespace ContourFlow.Contouring.Protocols;

/// <summary>When an input has to be there.</summary>
public enum InputRequirement
{
    /// <summary>Used where it exists.</summary>
    Optional,

    /// <summary>The case is held without it.</summary>
    Always,

    /// <summary>The level rules (E1, E2, E3, E7) say whether it has to be there.</summary>
    ByLevel,
}

/// <summary>What a structure is for; rules and checks ask for this and never for a name.</summary>
public enum StructureRole
{
    /// <summary>No rule speaks of it.</summary>
    Other,

    /// <summary>The patient's outline.</summary>
    Body,

    /// <summary>Gross tumour volume.</summary>
    Gtv,

    /// <summary>Clinical target volume.</summary>
    Ctv,

    /// <summary>Planning target volume.</summary>
    Ptv,

    /// <summary>The PTV without the canal: what is evaluated.</summary>
    PtvEval,

    /// <summary>Spinal cord.</summary>
    SpinalCord,

    /// <summary>Planning organ-at-risk volume of the cord.</summary>
    SpinalCordPrv,

    /// <summary>Thecal sac.</summary>
    ThecalSac,

    /// <summary>Spinal canal of the cervical, thoracic and lumbar spine.</summary>
    SpinalCanal,

    /// <summary>Sacral canal.</summary>
    SacralCanal,

    /// <summary>Sacral foramina.</summary>
    SacralForamina,
}

/// <summary>A structure that the protocol reads.</summary>
public sealed record InputDefinition
{
    /// <summary>Canonical name, used in expressions.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required StructureRole Role { get; init; }

    /// <summary>
    /// Names accepted besides the canonical one; ignoring case and treating space, '_' and '-' alike. '*' stands
    /// for any run of characters (CTV_*).
    /// </summary>
    public required ImmutableArray<string> Aliases { get; init; }

    /// <summary>When it has to be there.</summary>
    public required InputRequirement Required { get; init; }

    /// <summary>
    /// How many missing planes in a row are interpolated (with a warning): 0, 1, or 2 by the protocol's explicit
    /// word (specification 4).
    /// </summary>
    public required int InterpolatePlanes { get; init; }

    /// <summary>
    /// Whether planes without a contour may lie between separate parts (sacral foramina of two levels): longer gaps
    /// are then ends of parts, not faults.
    /// </summary>
    public bool SeparateParts { get; init; }

    /// <summary>On which MR it may be drawn, to be brought onto the planning CT by the fusion.</summary>
    public MrSource FromMr { get; init; }

    /// <summary>
    /// Code for the structure, where there is one: for copies that are made of it (drawn on an MR, written on the CT);
    /// an ROI that is carried over keeps its own.
    /// </summary>
    public CodedConcept? Code { get; init; }
}

/// <summary>How the vertebral level steers the derivation.</summary>
/// <param name="InferFromCanal">Whether the level group may be inferred from which canal is contoured (with a warning).</param>
/// <param name="LastCordLevel">The lowest level at which the cord is required (trial: L2).</param>
/// <param name="CordSacReach">Half-range beyond the PTV, mm, within which cord or sac is looked for (rule E7: 6).</param>
/// <param name="OtherCanalOverlap">Volume of overlap with the other canal that holds the case, cc (rule E4: 0.03).</param>
/// <param name="ForaminaNone">The reason why there are no foramina to subtract ("foramina: none"), or null.</param>
/// <param name="CanalEndsDeclared">The reason why a canal may be shorter than the PTV (an anatomical end), or null (rule E5).</param>
/// <param name="ThecalSacInsteadOfCanal">The reason why the thecal sac may stand for the canal, or null (rule E6).</param>
public sealed record LevelRules(
    bool InferFromCanal,
    VertebralLevel LastCordLevel,
    double CordSacReach,
    double OtherCanalOverlap,
    string? ForaminaNone,
    string? CanalEndsDeclared,
    string? ThecalSacInsteadOfCanal);
