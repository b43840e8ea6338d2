using System.Collections.Immutable;

namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>Reads the section "limits".</summary>
internal static class LimitsReader
{
    public static ImmutableSortedDictionary<string, Placed<double>> Read(MappingReader top, FaultList faults)
    {
        var limits = ImmutableSortedDictionary.CreateBuilder<string, Placed<double>>(StringComparer.Ordinal);
        if (top.Find("limits") is not { } section) return limits.ToImmutable();
        if (section.Value is not YamlMapping mapping)
        {
            faults.Add(section.Value.Place, "Limits are expected here, one a line: name: number.");
            return limits.ToImmutable();
        }

        var reader = MappingReader.Of(mapping, faults)!;
        foreach (var entry in mapping.Entries)
        {
            if (CheckLimitNames.All.FirstOrDefault(limit => limit.Name == entry.Key) is not { } known)
            {
                var meant = Spelling.DidYouMean(entry.Key, CheckLimitNames.Defaults.Keys);
                faults.Add(entry.KeyPlace, $"There is no limit '{entry.Key}'.{(meant.Length > 0 ? meant : " docs/protocols.md lists them.")}");
            }
            else if (reader.Number(entry, known.Minimum, known.Maximum) is { } value)
            {
                limits.Add(known.Name, value);
            }
        }

        return limits.ToImmutable();
    }
}
