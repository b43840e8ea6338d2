using System.Collections.Immutable;
using ContourFlow.Contouring.Protocols.Completeness;

namespace ContourFlow.Contouring.Protocols;

/// <summary>
/// What a trial or department asks for, as data: which structures are expected and under which names, what is
/// derived from them, how the vertebral level steers it, and the limits of the checks. Immutable and complete:
/// every fault of the file was reported before one of these existed.
/// </summary>
public sealed record Protocol
{
    /// <summary>Short name, such as spine-sbrt-sib.</summary>
    public required string Name { get; init; }

    /// <summary>The protocol's own version.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of the file's bytes, lower-case hex: part of every derived identity.</summary>
    public required string Hash { get; init; }

    /// <summary>Title for people.</summary>
    public required string Title { get; init; }

    /// <summary>Where the rules come from (paper, table, or "our choice").</summary>
    public required string Source { get; init; }

    /// <summary>StructureSetLabel to write, at most 16 characters.</summary>
    public required string StructureSetLabel { get; init; }

    /// <summary>What the planning CT must be like.</summary>
    public required PlanningCtRules PlanningCt { get; init; }

    /// <summary>The structures that are read.</summary>
    public required ImmutableArray<InputDefinition> Inputs { get; init; }

    /// <summary>The structures that are made, in an order in which every operand comes before its user.</summary>
    public required ImmutableArray<DerivedDefinition> Derived { get; init; }

    /// <summary>How vertebral levels steer the derivation; null when the protocol has no use for levels.</summary>
    public LevelRules? Levels { get; init; }

    /// <summary>How MR series are fused onto the planning CT; null when the protocol has no use for MR.</summary>
    public FusionRules? Fusion { get; init; }

    /// <summary>
    /// When a case is complete, so that it is processed; where the file does not say: a planning CT without gaps, a structure set on it with every
    /// input that is always required, and every image that a structure set names.
    /// </summary>
    [System.Diagnostics.CodeAnalysis.AllowNull]
    public CompletenessCondition CompleteWhen { get => field ?? DefaultCondition.For(this); init; }

    /// <summary>What is asked of the dose; null when the protocol says nothing of dose.</summary>
    public DoseRules? Dose { get; init; }

    /// <summary>How holes are written.</summary>
    public required HoleEncoding Holes { get; init; }

    /// <summary>
    /// Limits of checks by name (see CheckLimitNames for the names and the defaults, which are the geometry
    /// specification's section 5); only those that the file states are in here.
    /// </summary>
    public required ImmutableSortedDictionary<string, double> Limits { get; init; }

    /// <summary>A limit: the file's own, else the specification's.</summary>
    /// <param name="name">One of <see cref="CheckLimitNames"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no limit of this name.</exception>
    public double Limit(string name) => Limits.TryGetValue(name, out var limit) ? limit : CheckLimitNames.Defaults[name];

    /// <summary>Pieces below this are slivers when opening by <see cref="SliverOpening"/> empties them, mm² (rule E9: 4).</summary>
    public required double SliverArea { get; init; }

    /// <summary>Opening radius that must empty a sliver, mm (rule E9: 0.25).</summary>
    public required double SliverOpening { get; init; }
}

/// <summary>How a region with a hole is written in CLOSED_PLANAR contours.</summary>
public enum HoleEncoding
{
    /// <summary>One ring with a zero-width channel to the hole (every reader agrees).</summary>
    Keyhole,

    /// <summary>Rings of type CLOSEDPLANAR_XOR.</summary>
    Xor,
}

/// <summary>What the planning CT must be like.</summary>
/// <param name="MaximumPlaneSpacing">Largest distance between neighbouring planes, mm (specification 1.5: 3).</param>
/// <param name="MaximumTiltDegrees">Largest angle of the plane normal to patient Z (specification 1.1: 0.1).</param>
/// <param name="AllowUnevenSpacing">Whether planes of several spacings are accepted (each plane keeps its position).</param>
/// <param name="AllowLossyCompression">Whether images that lost something by compression are accepted, with a warning.</param>
public sealed record PlanningCtRules(
    double MaximumPlaneSpacing, double MaximumTiltDegrees, bool AllowUnevenSpacing, bool AllowLossyCompression = false);
