using System.Collections.Immutable;
using ContourFlow.Contouring.Protocols.Completeness;
using ContourFlow.Contouring.Protocols.Expressions;

namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>
/// A protocol as far as it could be read: what is faulty is null, and the fault is told. The rules look at this, so
/// that one bad line does not hide the faults of the others.
/// </summary>
internal sealed record ProtocolDraft
{
    public Placed<string>? Name { get; init; }

    public Placed<string>? Version { get; init; }

    public Placed<string>? Title { get; init; }

    public Placed<string>? Source { get; init; }

    public Placed<string>? StructureSetLabel { get; init; }

    public Placed<HoleEncoding>? Holes { get; init; }

    public PlanningCtRules? PlanningCt { get; init; }

    public ImmutableArray<InputDraft> Inputs { get; init; } = [];

    public ImmutableArray<DerivedDraft> Derived { get; init; } = [];

    public LevelsDraft? Levels { get; init; }

    public FusionDraft? Fusion { get; init; }

    /// <summary>Null when the file does not say, or says it wrongly.</summary>
    public ParsedCondition? CompleteWhen { get; init; }

    public ImmutableSortedDictionary<string, Placed<double>> Limits { get; init; } = ImmutableSortedDictionary<string, Placed<double>>.Empty;

    public DoseDraft? Dose { get; init; }

    public double SliverArea { get; init; }

    public double SliverOpening { get; init; }

    /// <summary>Names of all inputs and derived structures, in the file's order.</summary>
    public IEnumerable<Placed<string>> Names => Inputs.Select(input => input.Name).Concat(Derived.Select(derived => derived.Name));
}

internal sealed record InputDraft(Placed<string> Name)
{
    public Placed<StructureRole>? Role { get; init; }

    public ImmutableArray<Placed<string>> Aliases { get; init; } = [];

    public Placed<InputRequirement>? Required { get; init; }

    /// <summary>Null when the file does not say.</summary>
    public int? InterpolatePlanes { get; init; }

    public bool SeparateParts { get; init; }

    public Placed<MrSource>? FromMr { get; init; }

    public CodedConcept? Code { get; init; }
}

internal sealed record DerivedDraft(Placed<string> Name)
{
    /// <summary>Null only when faulty: the canonical name serves where the file states none.</summary>
    public Placed<string>? RoiName { get; init; }

    public Placed<StructureRole>? Role { get; init; }

    public string? InterpretedType { get; init; }

    public RgbColour? Colour { get; init; }

    public CodedConcept? Code { get; init; }

    public ImmutableArray<VariantDraft> Variants { get; init; } = [];

    /// <summary>Where "by-level" is written, or null.</summary>
    public Place? ByLevel { get; init; }

    public bool SkipWithoutOperands { get; init; }

    public RelationDraft? Relation { get; init; }
}

internal sealed record VariantDraft(LevelGroup? Group, string Text, ParsedExpression? Parsed);

internal sealed record RelationDraft(string Relationship, Placed<string> Name);

internal sealed record LevelsDraft(Place Place, LevelRules? Rules);

internal sealed record FusionDraft(Place Place, FusionRules? Rules);

internal sealed record DoseDraft(ImmutableArray<ObjectiveDraft> Objectives, (double Prescription, int Fractions, double SurfaceUncertainty)? Values);

internal sealed record ObjectiveDraft(
    Placed<string> Structure, DoseMetric Metric, Placed<DoseBounds>? Optimal, Placed<DoseBounds>? Mandatory);
