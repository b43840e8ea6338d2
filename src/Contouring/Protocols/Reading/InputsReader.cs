using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>Reads the section "inputs".</summary>
internal static partial class InputsReader
{
    private static readonly (string, InputRequirement)[] Requirements =
    [
        ("always", InputRequirement.Always),
        ("by-level", InputRequirement.ByLevel),
        ("optional", InputRequirement.Optional),
    ];

    private static readonly (string, MrSource)[] MrSources = [("T2", MrSource.T2), ("T1", MrSource.T1), ("any", MrSource.Any)];

    public static ImmutableArray<InputDraft> Read(MappingReader top, FaultList faults)
    {
        if (top.Need("inputs") is not { } section) return [];
        if (section.Value is not YamlMapping { Entries.IsEmpty: false } mapping)
        {
            faults.Add(section.Value.Place, "At least one structure is expected here, its name as the key.");
            return [];
        }

        return [.. mapping.Entries.Select(entry => ReadInput(entry, faults))];
    }

    private static InputDraft ReadInput(YamlEntry entry, FaultList faults)
    {
        var input = new InputDraft(StructureNames.Canonical(entry, faults));
        if (MappingReader.Of(entry.Value, faults) is not { } reader) return input;
        input = input with
        {
            Role = reader.Choice(reader.Need("role"), StructureNames.Roles),
            Required = reader.Choice(reader.Need("required"), Requirements),
            Aliases = Aliases(reader, faults),
            InterpolatePlanes = reader.Choice(WholeNumber(reader, faults), [("0", 0), ("1", 1), ("2", 2)])?.Value,
            SeparateParts = reader.Truth("separate-parts")?.Value ?? false,
            FromMr = reader.Choice(reader.Find("from-mr"), MrSources),
            Code = CodeReader.Read(reader),
        };
        reader.RefuseTheRest();
        return input;
    }

    // A choice of three numbers reads best as a choice of words; YAML's own type is checked here.
    private static YamlEntry? WholeNumber(MappingReader reader, FaultList faults)
    {
        if (reader.Find("interpolate-planes") is not { } entry) return null;
        if (entry.Value is YamlScalar { IsPlain: true, Text: "0" or "1" or "2" } number)
            return entry with { Value = number with { IsPlain = false } };
        faults.Add(entry.Value.Place, "Write 0, 1 or 2: how many missing planes in a row are filled in.");
        return null;
    }

    private static ImmutableArray<Placed<string>> Aliases(MappingReader reader, FaultList faults)
    {
        if (reader.Find("aliases") is not { } entry) return [];
        if (entry.Value is not YamlList list)
        {
            faults.Add(entry.Value.Place, "A list of names is expected, such as [Cord, Spinal_Cord].");
            return [];
        }

        var aliases = ImmutableArray.CreateBuilder<Placed<string>>();
        foreach (var item in list.Items)
        {
            if (reader.Text(item, 64) is not { } alias) continue;
            if (!HasLetter().IsMatch(alias.Value))
                faults.Add(alias.Place, $"'{alias.Value}' would fit nearly every name: an alias has at least two letters or digits.");
            else if (alias.Value.Contains('\\', StringComparison.Ordinal))
                faults.Add(alias.Place, "No ROI name holds a '\\'.");
            else
                aliases.Add(alias);
        }

        return aliases.ToImmutable();
    }

    [GeneratedRegex(@"[\p{L}\p{N}].*[\p{L}\p{N}]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HasLetter();
}
