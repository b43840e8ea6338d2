using System.Text.RegularExpressions;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Configuration;

/// <summary>The Secrets that README.md asks for, with values of the form that it shows.</summary>
internal static partial class ExampleSecrets
{
    /// <summary>Host of a PostgreSQL, S3, provider and broker outside: what the manifests' examples say of them.</summary>
    public const string Registry = "192.0.2.60", Bucket = "192.0.2.50", Provider = "192.0.2.40", Broker = "192.0.2.70";

    /// <summary>Secret and key, as the table of README.md lists them.</summary>
    public static IReadOnlySet<(string Secret, string Key)> Documented { get; } = Read();

    /// <summary>What a key of a Secret holds in an overlay.</summary>
    public static string Value(RenderedOverlay overlay, string secret, string key) => (secret, key) switch
    {
        ("contourflow-registry", "connection") =>
            $"Host={(overlay.Workloads.Any(workload => workload.Name == "contourflow-postgresql") ? "contourflow-postgresql" : Registry)};Database=contourflow;Username=contourflow;Password=secret",
        ("contourflow-queue", "url") => $"amqps://contourflow:secret@{Broker}:5671/",
        _ => $"{secret}-{key}",
    };

    private static HashSet<(string, string)> Read()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Manifests, "README.md"));
        return [.. Row().Matches(readme).SelectMany(row => Name().Matches(row.Groups["keys"].Value).Select(key => (row.Groups["secret"].Value, key.Groups["name"].Value)))];
    }

    [GeneratedRegex(@"^\| `(?<secret>contourflow-[a-z-]+)` \| (?<keys>[^|]+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
