using System.Text.RegularExpressions;

namespace ContourFlow.Dicom.Tests.Surface;

/// <summary>A member of the listing as C# that compiles and does nothing.</summary>
internal static partial class StubMember
{
    private static readonly HashSet<string> s_known = new(StringComparer.Ordinal)
    {
        "Action", "CancellationToken", "DateTime", "DateTimeOffset", "Encoding", "EventHandler", "Exception", "Func", "IAsyncEnumerable", "ICollection", "IComparable",
        "IDisposable", "IEnumerable", "IEquatable", "IFormatProvider", "IFormattable", "IList", "ILogger", "ILoggerFactory", "IServiceCollection", "IServiceProvider",
        "IServiceScope", "JsonConverter", "JsonSerializerOptions", "List", "RemoteCertificateValidationCallback", "SslProtocols", "Stream", "Task",
        "TaskCompletionSource", "TcpClient", "TimeSpan", "Type", "Utf8JsonReader", "Utf8JsonWriter", "X509Certificate", "X509CertificateCollection",
    };

    private static readonly Dictionary<string, string> s_operators = new(StringComparer.Ordinal)
    {
        ["op_Equality"] = "operator ==",
        ["op_Inequality"] = "operator !=",
    };

    /// <summary>Whether a type is listed or one of .NET's.</summary>
    public static bool IsKnown(string type) => Words().Matches(type).All(word => IsKnownWord(word.Value));

    /// <summary>Whether a member speaks only of types that are listed or .NET's.</summary>
    public static bool IsKnown(string member, ListedType type)
    {
        // What is left of a declaration without its names: of itself, of parameters, and of default values.
        var types = Strings().Replace(member, "");
        types = Accessors().Replace(Named().Replace(DefaultValue().Replace(types, ""), "${type}"), "");

        // Of a nested type only the whole name is one.
        types = Nested().Replace(types, match => FoDicomListing.Types.Values.Any(other => other.Declaring is not null && other.Local == match.Value) ? "" : match.Value);
        return !types.Contains('.', StringComparison.Ordinal)
            && Words().Matches(types).All(word => IsKnownWord(word.Value) || IsParameter(word.Value, member, type));
    }

    /// <summary>The member with a body.</summary>
    public static string Source(string member, ListedType type)
    {
        if (type.Kind == "interface") return member.EndsWith('}') ? member : member + ";";
        if (type.Kind == "delegate") return $"public {member.Replace(type.Local, type.Plain, StringComparison.Ordinal)};";
        var text = member;
        foreach (var (name, symbol) in s_operators) text = text.Replace(name, symbol, StringComparison.Ordinal);
        if (Conversion().Match(text) is { Success: true } conversion)
            text = $"static {conversion.Groups["way"].Value.ToLowerInvariant()} operator {conversion.Groups["to"].Value}{conversion.Groups["rest"].Value}";
        if (text.StartsWith("new ", StringComparison.Ordinal)) return Constructor(text, type);
        text = text.Replace("abstract ", "virtual ", StringComparison.Ordinal);
        if (text.Contains("override ", StringComparison.Ordinal) && !IsVirtualBelow(member, type)) text = text.Replace("override ", "", StringComparison.Ordinal);
        if (!text.StartsWith("protected ", StringComparison.Ordinal)) text = "public " + text;
        if (text.EndsWith(')')) return text + " => throw null;";
        if (Indexer().Match(text) is { Success: true } indexer) return $"{indexer.Groups["head"].Value}this[{indexer.Groups["by"].Value} index] => throw null;";
        if (text.EndsWith('}')) return text;
        if (text.Contains("event ", StringComparison.Ordinal)) return text + " { add { } remove { } }";
        return text.Contains("const ", StringComparison.Ordinal) ? text + " = 0;" : text + ";";
    }

    private static string Constructor(string text, ListedType type)
    {
        var start = text.IndexOf('(', StringComparison.Ordinal);
        var chained = type.Base is { } parent && FoDicomListing.Find(parent) is not null ? " : base(default(FellowOakDicom.StubOnly))" : "";
        return $"{(text.StartsWith("new protected ", StringComparison.Ordinal) ? "protected" : "public")} {type.Plain}{text[start..]}{chained} => throw null;";
    }

    // A base of .NET's has what is overridden; a listed one only where it is listed.
    private static bool IsVirtualBelow(string member, ListedType type)
    {
        var bases = FoDicomListing.WithBases(type).Skip(1).ToArray();
        var last = bases is [.., var (top, _)] ? top : type;
        return (last.Base is { } parent && FoDicomListing.Find(parent) is null && IsKnown(parent))
            || bases.Any(at => at.Type.Members.Any(other => other != FoDicomListing.Normal(other) && FoDicomListing.Normal(other) == FoDicomListing.Normal(member)));
    }

    private static bool IsKnownWord(string word) => s_known.Contains(word) || FoDicomListing.Find(word) is not null;

    private static bool IsParameter(string word, string member, ListedType type) =>
        TypeParameters().Matches($"{type.Name.Split('.')[^1]} {member}").Any(list => list.Groups["list"].Value.Split(',').Contains(word, StringComparer.Ordinal));

    // Types of .NET and of fo-dicom begin with a capital; what is small is a word of the language.
    [GeneratedRegex(@"(?<![\w@])[A-Z]\w*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"\b[A-Z]\w*(\.[A-Z]\w*)+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nested();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Strings();

    [GeneratedRegex(@" = [^,)]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DefaultValue();

    // A name stands behind its type: before a parenthesis, a comma, an accessor or the end.
    [GeneratedRegex(@"(?<type>^|[\w>\]?] )(op_)?\w+(<[\w,]+>)?(?=\(|,|\)| \{|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Accessors();

    [GeneratedRegex(@"^static (?<to>\w+) op_(?<way>Implicit|Explicit)(?<rest>\(.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Conversion();

    [GeneratedRegex(@"^(?<head>.*)this\[(?<by>\w+)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Indexer();

    [GeneratedRegex(@"\w<(?<list>T\w*(,T\w*)*)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TypeParameters();
}
