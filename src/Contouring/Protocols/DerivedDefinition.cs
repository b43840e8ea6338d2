using System.Collections.Immutable;

namespace ContourFlow.Contouring.Protocols;

/// <summary>A structure that the protocol makes.</summary>
public sealed record DerivedDefinition
{
    /// <summary>Canonical name, used in expressions of others.</summary>
    public required string Name { get; init; }

    /// <summary>ROI Name as written: at most 16 characters of [A-Za-z0-9_^~!-], unique ignoring case.</summary>
    public required string RoiName { get; init; }

    /// <summary>What it is for.</summary>
    public required StructureRole Role { get; init; }

    /// <summary>RT ROI Interpreted Type (3006,00A4).</summary>
    public required string InterpretedType { get; init; }

    /// <summary>Display colour.</summary>
    public required RgbColour Colour { get; init; }

    /// <summary>Code for the structure, where there is one.</summary>
    public CodedConcept? Code { get; init; }

    /// <summary>
    /// How it is made, per level group. A protocol without level rules has one variant whose group is null; a null
    /// group applies to every level.
    /// </summary>
    public required ImmutableArray<DerivedVariant> Variants { get; init; }

    /// <summary>
    /// Left out without a fault when an operand is an optional input, or one by level that the level does not
    /// call for, which is not there.
    /// </summary>
    public required bool SkipWithoutOperands { get; init; }

    /// <summary>Relation to another ROI (RT Related ROI Sequence), or null.</summary>
    public RoiRelation? Relation { get; init; }
}

/// <summary>One way of making a derived structure.</summary>
/// <param name="Group">The level group it is for, or null for every one.</param>
/// <param name="Expression">How it is made.</param>
/// <param name="Text">The expression as written in the file.</param>
public sealed record DerivedVariant(LevelGroup? Group, StructureExpression Expression, string Text);

/// <summary>RT ROI Relationship (3006,0033) to another structure of the protocol.</summary>
/// <param name="Relationship">ENCLOSED or ENCLOSING, as DICOM defines it.</param>
/// <param name="Name">Canonical name of the other structure.</param>
public sealed record RoiRelation(string Relationship, string Name);
