using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>All that goes into a written structure set.</summary>
/// <param name="Ct">The planning CT.</param>
/// <param name="Predecessor">The structure set that was read: its ROIs are carried over, its patient and study too.</param>
/// <param name="Label">Structure Set Label, at most 16 characters.</param>
/// <param name="Name">Structure Set Name, for people.</param>
/// <param name="Holes">How holes are written.</param>
/// <param name="IdentityParts">What the derived UIDs rest on besides the predecessor and the CT: the protocol's hash.</param>
/// <param name="Derived">The structures to add, in this order.</param>
public sealed record StructureSetToWrite(
    PlanningCt Ct,
    PlanningStructureSet Predecessor,
    string Label,
    string Name,
    HoleEncoding Holes,
    ImmutableArray<string> IdentityParts,
    ImmutableArray<StructureToWrite> Derived)
{
    /// <summary>What is written for a case.</summary>
    public static StructureSetToWrite From(PlanningCase planningCase, Protocol protocol, Derivation derivation)
    {
        ArgumentNullException.ThrowIfNull(planningCase);
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(derivation);
        return new(
            planningCase.Ct,
            planningCase.StructureSet,
            protocol.StructureSetLabel,
            $"{protocol.Name} {protocol.Version}",
            protocol.Holes,
            [protocol.Hash],
            [.. derivation.Brought.Select(input => Of(input, protocol)), .. derivation.Derived.Select(derived => Of(derived, protocol, derivation))]);
    }

    private static StructureToWrite Of(DerivedStructure derived, Protocol protocol, Derivation derivation)
    {
        var definition = derived.Definition;
        var recipe = Recipe(protocol, derived.Operands, $"{definition.Name} = {derived.Expression.Text}");
        return new(
            definition.Name,
            derived.RoiName,
            definition.InterpretedType,
            definition.Colour,
            definition.Code,
            derived.Geometry,
            derived.GenerationDescription,
            recipe.ToText(),
            Relation(definition, derivation));
    }

    // A drawing on an MR, cut on the CT's planes: a structure of its own, under the protocol's name for it.
    private static StructureToWrite Of(UsedInput input, Protocol protocol)
    {
        var drawn = input.FromMr!.Roi;
        var recipe = Recipe(protocol, [input], $"{input.Definition.Name} = '{WrittenText.Ascii(drawn.Name)}' on the CT's planes");
        return new(
            input.Definition.Name,
            input.RoiName,
            drawn.InterpretedType.Length > 0 ? drawn.InterpretedType : InterpretedType(input.Definition.Role),
            drawn.Colour ?? DefaultColour,
            input.Definition.Code,
            input.Geometry,
            "Drawn on MR, cut on CT planes by registration",
            recipe.ToText(),
            null)
        {
            Derivation = SpatialResampling,
        };
    }

    private static readonly RgbColour DefaultColour = new(255, 255, 0);

    /// <summary>DICOM PS3.16 CID 7203: what was drawn in another frame of reference was sampled anew.</summary>
    private static readonly CodedConcept SpatialResampling = new("113085", "DCM", "Spatial resampling");

    private static string InterpretedType(StructureRole role) => role switch
    {
        StructureRole.Gtv => "GTV",
        StructureRole.Ctv => "CTV",
        StructureRole.Body => "EXTERNAL",
        StructureRole.Other => "CONTROL",
        _ => "ORGAN",
    };

    private static DerivationRecipe Recipe(Protocol protocol, ImmutableArray<UsedInput> operands, string expression) => new(
        ProductIdentity.AlgorithmVersion,
        protocol.Name,
        protocol.Version,
        protocol.Hash,
        [.. operands.Select(o => new RecipeOperand(o.Definition.Name, o.RoiNumber, o.Fingerprint)
        {
            MrStructureSetUid = o.FromMr?.StructureSetUid,
            RegistrationUid = o.FromMr?.Pose.RegistrationInstanceUid,
        })],
        expression);

    private static RelationToWrite? Relation(DerivedDefinition definition, Derivation derivation)
    {
        if (definition.Relation is not { } relation) return null;
        if (derivation.Derived.Any(d => d.Definition.Name == relation.Name)) return new(relation.Relationship, relation.Name, null);
        return derivation.Inputs.FirstOrDefault(i => i.Definition.Name == relation.Name) switch
        {
            { FromMr: not null } => new(relation.Relationship, relation.Name, null),
            { } input => new(relation.Relationship, null, input.RoiNumber),
            null => null,
        };
    }
}

/// <summary>A structure to add.</summary>
/// <param name="Key">Its canonical name, by which relations name it.</param>
/// <param name="RoiName">The ROI Name wanted, at most 16 characters.</param>
/// <param name="InterpretedType">RT ROI Interpreted Type.</param>
/// <param name="Colour">ROI Display Color.</param>
/// <param name="Code">RT ROI Identification Code, or null.</param>
/// <param name="Geometry">Its sections on the CT's planes.</param>
/// <param name="GenerationDescription">ROI Generation Description.</param>
/// <param name="Recipe">ROI Description.</param>
/// <param name="Relation">RT Related ROI, or null.</param>
public sealed record StructureToWrite(
    string Key,
    string RoiName,
    string InterpretedType,
    RgbColour Colour,
    CodedConcept? Code,
    Structure Geometry,
    string GenerationDescription,
    string Recipe,
    RelationToWrite? Relation)
{
    /// <summary>Derivation Code, where it says more than the description; or null.</summary>
    public CodedConcept? Derivation { get; init; }
}

/// <summary>RT ROI Relationship to another ROI of the object.</summary>
/// <param name="Relationship">ENCLOSED or ENCLOSING.</param>
/// <param name="Key">Canonical name of another added structure, or null.</param>
/// <param name="RoiNumber">Number of a carried ROI, or null.</param>
public sealed record RelationToWrite(string Relationship, string? Key, int? RoiNumber);

/// <summary>A structure set as written.</summary>
/// <param name="File">The object; saving it twice gives the same bytes.</param>
/// <param name="Rois">The added ROIs, in the order given.</param>
/// <param name="Findings">Names that were taken, ROIs that could not be carried.</param>
public sealed record WrittenStructureSet(DicomFile File, ImmutableArray<WrittenRoi> Rois, ImmutableArray<Finding> Findings);

/// <summary>An added ROI.</summary>
/// <param name="Key">Its canonical name.</param>
/// <param name="RoiNumber">ROI Number.</param>
/// <param name="RoiName">ROI Name as written.</param>
public sealed record WrittenRoi(string Key, int RoiNumber, string RoiName);
