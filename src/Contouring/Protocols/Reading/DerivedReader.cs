using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ContourFlow.Contouring.Protocols.Expressions;

namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>Reads the section "derived".</summary>
internal static partial class DerivedReader
{
    private static readonly (string, string)[] InterpretedTypes =
    [
        ("GTV", "GTV"), ("CTV", "CTV"), ("PTV", "PTV"), ("ORGAN", "ORGAN"),
        ("AVOIDANCE", "AVOIDANCE"), ("CONTROL", "CONTROL"), ("EXTERNAL", "EXTERNAL"),
    ];

    private static readonly (string Key, LevelGroup Group)[] Groups =
    [
        ("spine", LevelGroup.Spine),
        ("sacrum", LevelGroup.Sacrum),
        ("spine-and-sacrum", LevelGroup.SpineAndSacrum),
    ];

    public static ImmutableArray<DerivedDraft> Read(MappingReader top, FaultList faults)
    {
        if (top.Need("derived") is not { } section) return [];
        if (section.Value is not YamlMapping { Entries.IsEmpty: false } mapping)
        {
            faults.Add(section.Value.Place, "At least one structure is expected here, its name as the key.");
            return [];
        }

        return [.. mapping.Entries.Select(entry => ReadDerived(entry, faults))];
    }

    private static DerivedDraft ReadDerived(YamlEntry entry, FaultList faults)
    {
        var derived = new DerivedDraft(StructureNames.Canonical(entry, faults));
        if (MappingReader.Of(entry.Value, faults) is not { } reader) return derived;
        derived = derived with
        {
            RoiName = RoiName(reader, derived.Name, faults),
            Role = reader.Choice(reader.Need("role"), StructureNames.Roles),
            InterpretedType = reader.Choice(reader.Need("interpreted-type"), InterpretedTypes)?.Value,
            Colour = Colour(reader.NeededText("colour", 16), faults),
            Code = CodeReader.Read(reader),
            Variants = Variants(reader, faults),
            ByLevel = reader.Find("by-level")?.KeyPlace,
            SkipWithoutOperands = reader.Truth("skip-without-operands")?.Value ?? false,
            Relation = Relation(reader, faults),
        };
        reader.RefuseTheRest();
        return derived;
    }

    private static Placed<string>? RoiName(MappingReader reader, Placed<string> name, FaultList faults)
    {
        if (reader.Find("roi-name") is null) return StructureNames.Roi(name, faults);
        return reader.Text("roi-name", 64) is { } written ? StructureNames.Roi(written, faults) : null;
    }

    private static ImmutableArray<VariantDraft> Variants(MappingReader reader, FaultList faults)
    {
        var single = reader.Find("expression");
        var byLevel = reader.Find("by-level");
        if (single is null && byLevel is null)
        {
            faults.Add(reader.Place, "How it is made is missing: write 'expression', or 'by-level' with one for each group of levels.");
            return [];
        }

        if (single is not null && byLevel is not null)
            faults.Add(byLevel.KeyPlace, "'by-level' could never be reached: 'expression' holds for every level. Keep one of the two.");

        var variants = ImmutableArray.CreateBuilder<VariantDraft>();
        if (single is not null)
            variants.Add(Variant(null, single.Value, faults));
        if (byLevel is not null && MappingReader.Of(byLevel.Value, faults) is { } groups)
        {
            foreach (var (key, group) in Groups)
                if (groups.Need(key) is { } entry) variants.Add(Variant(group, entry.Value, faults));
            groups.RefuseTheRest();
        }

        return variants.ToImmutable();
    }

    private static VariantDraft Variant(LevelGroup? group, YamlValue value, FaultList faults)
    {
        if (value is not YamlScalar scalar)
        {
            faults.Add(value.Place, "An expression is expected here, such as PTV - SpinalCanal.");
            return new VariantDraft(group, "", null);
        }

        return new VariantDraft(group, scalar.Text.Trim(), ExpressionParser.Read(scalar, faults));
    }

    private static RgbColour? Colour(Placed<string>? text, FaultList faults)
    {
        if (text is null) return null;
        if (ColourPattern().IsMatch(text.Value))
        {
            byte Part(int at) => byte.Parse(text.Value.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return new RgbColour(Part(1), Part(3), Part(5));
        }

        faults.Add(text.Place, $"'{text.Value}' is no colour: write red, green and blue as \"#RRGGBB\", such as \"#FF8C00\".");
        return null;
    }

    private static RelationDraft? Relation(MappingReader reader, FaultList faults)
    {
        if (reader.Mapping("relation") is not { } relation) return null;
        var enclosing = relation.Text("enclosing", 64);
        var enclosed = relation.Text("enclosed", 64);
        relation.RefuseTheRest();
        if (relation.Find("enclosing") is null && relation.Find("enclosed") is null)
            faults.Add(relation.Place, "Which structure it is related to is missing: write 'enclosing' or 'enclosed' with a name.");
        if (enclosing is not null && enclosed is not null)
        {
            faults.Add(relation.Place, "A structure has one relation: keep 'enclosing' or 'enclosed'.");
            return null;
        }

        if (enclosing is not null) return new RelationDraft("ENCLOSING", enclosing);
        return enclosed is null ? null : new RelationDraft("ENCLOSED", enclosed);
    }

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ColourPattern();
}
