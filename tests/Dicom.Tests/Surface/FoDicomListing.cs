using System.Text.RegularExpressions;

namespace ContourFlow.Dicom.Tests.Surface;

/// <summary>The checked-in listing of what fo-dicom has: its types by name, without the root namespace.</summary>
internal static partial class FoDicomListing
{
    /// <summary>The version that is listed, and that Directory.Packages.props pins.</summary>
    public const string Version = "5.1.3";

    /// <summary>Every listed type by its name: DicomDataset, IO.Buffer.IByteBuffer, DicomValueElement&lt;Tv&gt;.</summary>
    public static IReadOnlyDictionary<string, ListedType> Types { get; } = Read($"fo-dicom-{Version}.txt", $"fo-dicom-{Version}-declared.txt");

    /// <summary>The members of src/Dicom that are not fo-dicom's, with a reason each.</summary>
    public static IReadOnlyList<SurfaceException> Exceptions { get; } =
        [.. Lines("exceptions.txt").Select(line => line.Split(" | ")).Select(cells => new SurfaceException(cells[0], cells[1], cells[2]))];

    /// <summary>The type that a simple name in a signature means; null where it is none of the listed.</summary>
    public static ListedType? Find(string name) => Types.Values.FirstOrDefault(type => type.Plain == name.Split('<')[0]);

    /// <summary>The type and what it derives from, as far as it is listed, with the arguments put in for type parameters.</summary>
    public static IEnumerable<(ListedType Type, Func<string, string> Close)> WithBases(ListedType type)
    {
        Func<string, string> close = text => text;
        for (var at = type; at is not null;)
        {
            yield return (at, close);
            if (at.Base is not { } parent || Find(parent) is not { } next) yield break;
            var arguments = Arguments(parent);
            var parameters = Arguments(next.Name);
            close = text => parameters.Zip(arguments).Aggregate(text, (done, pair) => Regex.Replace(done, $@"\b{pair.First}\b", pair.Second, RegexOptions.None, TimeSpan.FromSeconds(1)));
            at = next;
        }
    }

    /// <summary>A declaration without what does not change how it is used from outside.</summary>
    public static string Normal(string member)
    {
        var bare = Modifiers().Replace(member, "").Replace(" = default", " = null", StringComparison.Ordinal);

        // Operators are not called by name, so that the names of their parameters are nobody's.
        return bare.Contains(" op_", StringComparison.Ordinal) ? OperatorParameter().Replace(bare, "${type}") : bare;
    }

    private static Dictionary<string, ListedType> Read(params string[] files)
    {
        var types = new Dictionary<string, ListedType>(StringComparer.Ordinal);
        foreach (var line in files.SelectMany(Lines))
        {
            var cut = line.IndexOf(" | ", StringComparison.Ordinal);
            var (name, text) = (line[..cut], line[(cut + 3)..]);
            if (Kind().Match(text) is { Success: true } kind)
                types.TryAdd(name, new(name, kind.Groups["kind"].Value, kind.Groups["base"].Value is { Length: > 0 } parent ? parent : null));
            else if (text.StartsWith("implements ", StringComparison.Ordinal))
                types[name].Interfaces.Add(text["implements ".Length..]);
            else
                types[name].Members.Add(text);
        }

        return types;
    }

    private static IEnumerable<string> Lines(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Surface", file)).Where(line => line.Length > 0 && line[0] != '#');

    private static string[] Arguments(string name) =>
        name.IndexOf('<', StringComparison.Ordinal) is > 0 and var start ? name[(start + 1)..^1].Split(',') : [];

    [GeneratedRegex(@"^(?<kind>(static |sealed |abstract )?class|struct|interface|enum|delegate)( : (?<base>.+))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Kind();

    [GeneratedRegex(@"\b(virtual|override|abstract) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Modifiers();

    [GeneratedRegex(@"(?<type>[(,] ?\w+(<[^>]*>)?) \w+(?=[,)])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OperatorParameter();
}

/// <summary>A type of the listing.</summary>
/// <param name="Name">Without the root namespace, with its type parameters.</param>
/// <param name="Kind">class, sealed class, abstract class, static class, struct, interface, enum or delegate.</param>
/// <param name="Base">What it derives from, if it is said.</param>
internal sealed record ListedType(string Name, string Kind, string? Base)
{
    public List<string> Interfaces { get; } = [];

    public List<string> Members { get; } = [];

    /// <summary>Its namespace without the root; empty for the root itself.</summary>
    public string Namespace => Declaring is { } outer ? outer.Namespace : Around;

    /// <summary>The type that it is nested in.</summary>
    public ListedType? Declaring => FoDicomListing.Types.GetValueOrDefault(Around);

    /// <summary>Its name without namespace and type parameters.</summary>
    public string Plain => Name.Split('<')[0].Split('.')[^1];

    /// <summary>Its name with its type parameters and the types that it is nested in, without namespace.</summary>
    public string Local => Namespace.Length == 0 ? Name : Name[(Namespace.Length + 1)..];

    private string Around => Name.Split('<')[0] is var whole && whole.LastIndexOf('.') is > 0 and var end ? whole[..end] : "";
}

/// <summary>A member of src/Dicom that fo-dicom does not have in this form.</summary>
internal sealed record SurfaceException(string Type, string Member, string Reason)
{
    public bool Covers(string type, string member) =>
        type == Type && Regex.IsMatch(member, $"^{Regex.Escape(Member).Replace(@"\*", @"\w+", StringComparison.Ordinal)}$", RegexOptions.None, TimeSpan.FromSeconds(1));
}
