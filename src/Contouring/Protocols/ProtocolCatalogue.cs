using System.Collections.Immutable;

namespace ContourFlow.Contouring.Protocols;

/// <summary>Finds protocols by name in a folder, or by the path of a file.</summary>
public sealed class ProtocolCatalogue
{
    private readonly string _folder;

    /// <summary>Makes a catalogue of a folder's *.yaml files.</summary>
    public ProtocolCatalogue(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _folder = folder;
    }

    /// <summary>The protocols that come with the program: the folder "protocols" next to it.</summary>
    public static ProtocolCatalogue OfProgram { get; } = new(Path.Combine(AppContext.BaseDirectory, "protocols"));

    /// <summary>The names of the protocols in the folder, in ordinal order.</summary>
    public ImmutableArray<string> Names => Directory.Exists(_folder)
        ? [.. Directory.EnumerateFiles(_folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The file for a name ("spine-sbrt-sib") or a path ("./mine.yaml", anything with a slash or .yaml).</summary>
    /// <exception cref="ProtocolException">No protocol has this name.</exception>
    public string Find(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        if (IsPath(nameOrPath)) return nameOrPath;

        var names = Names;
        if (names.Contains(nameOrPath, StringComparer.Ordinal)) return Path.Combine(_folder, nameOrPath + ".yaml");
        var known = names.IsEmpty ? "there are none" : "there are " + string.Join(", ", names);
        throw new ProtocolException(
            nameOrPath,
            [new ProtocolFault(0, 0, "", $"No protocol has this name; {known}. A file is given by its path, such as ./mine.yaml.")]);
    }

    /// <summary>Reads the protocol of a name or path.</summary>
    /// <exception cref="ProtocolException">No protocol has this name, or the file has faults.</exception>
    public Protocol Load(string nameOrPath) => ProtocolLoader.Load(Find(nameOrPath));

    private static bool IsPath(string text) =>
        text.Contains('/', StringComparison.Ordinal)
        || text.Contains('\\', StringComparison.Ordinal)
        || text.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        || text.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
}
