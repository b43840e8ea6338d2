using System.Text.RegularExpressions;
using ContourFlow.Contouring.Protocols.Completeness;

namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>Reads the file's top level and hands its sections on.</summary>
internal static partial class ProtocolReader
{
    /// <summary>The draft, or null when the text is no mapping at all.</summary>
    public static ProtocolDraft? Read(string text, FaultList faults)
    {
        if (YamlTree.Read(text, faults) is not { } root || MappingReader.Of(root, faults) is not { } top) return null;

        var draft = new ProtocolDraft
        {
            Name = Named(top.NeededText("name", 64), faults),
            Version = Versioned(top.NeededText("version", 32), faults),
            Title = top.NeededText("title"),
            Source = top.NeededText("source", 1000),
            StructureSetLabel = Labelled(top.NeededText("structure-set-label"), faults),
            Holes = top.Choice(top.Need("holes"), [("keyhole", HoleEncoding.Keyhole), ("xor", HoleEncoding.Xor)]),
            PlanningCt = PlanningCt(top),
            Inputs = InputsReader.Read(top, faults),
            Derived = DerivedReader.Read(top, faults),
            Levels = LevelsReader.Read(top),
            Fusion = FusionReader.Read(top),
            CompleteWhen = top.Find("complete-when") is { } complete ? ConditionParser.Read(complete.Value, faults) : null,
            Limits = LimitsReader.Read(top, faults),
            Dose = DoseReader.Read(top, faults),
        };

        var slivers = top.NeededMapping("slivers");
        draft = draft with
        {
            SliverArea = slivers?.Quantity(slivers.Need("area"), "mm2", 0, 100)?.Value ?? 0,
            SliverOpening = slivers?.Quantity(slivers.Need("opening"), "mm", 0, 5)?.Value ?? 0,
        };
        slivers?.RefuseTheRest();
        top.RefuseTheRest();
        return draft;
    }

    private static PlanningCtRules? PlanningCt(MappingReader top)
    {
        if (top.NeededMapping("planning-ct") is not { } rules) return null;
        var spacing = rules.Quantity(rules.Need("maximum-plane-spacing"), "mm", 0.1, 10);
        var tilt = rules.Quantity(rules.Need("maximum-tilt"), "deg", 0, 1);
        var uneven = rules.Truth("allow-uneven-spacing");
        var lossy = rules.Truth("allow-lossy-compression");
        rules.RefuseTheRest();
        return spacing is null || tilt is null
            ? null
            : new PlanningCtRules(spacing.Value, tilt.Value, uneven?.Value ?? false, lossy?.Value ?? false);
    }

    private static Placed<string>? Named(Placed<string>? name, FaultList faults)
    {
        if (name is null || ProtocolName().IsMatch(name.Value)) return name;
        faults.Add(name.Place, "A protocol's name has small letters, digits and '-', and starts with a letter, such as spine-sbrt-sib.");
        return null;
    }

    private static Placed<string>? Versioned(Placed<string>? version, FaultList faults)
    {
        if (version is null || VersionNumber().IsMatch(version.Value)) return version;
        faults.Add(version.Place, "A version has three numbers, such as 1.0.0.");
        return null;
    }

    // Structure Set Label is SH: 16 characters, and '\' parts values.
    private static Placed<string>? Labelled(Placed<string>? label, FaultList faults)
    {
        if (label is null) return null;
        if (label.Value.Length > 16)
            faults.Add(label.Place, $"'{label.Value}' has {label.Value.Length} characters; a Structure Set Label has at most 16.");
        else if (!Label().IsMatch(label.Value))
            faults.Add(label.Place, "A Structure Set Label has letters, digits, space and _^~!.()- only.");
        else
            return label;
        return null;
    }

    [GeneratedRegex("^[a-z][a-z0-9-]*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProtocolName();

    [GeneratedRegex(@"^[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionNumber();

    [GeneratedRegex("^[A-Za-z0-9 _^~!.()-]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();
}
