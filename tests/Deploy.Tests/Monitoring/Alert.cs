using System.Globalization;
using System.Text.Json.Nodes;

namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>A rule that alerts.</summary>
internal sealed record Alert(JsonObject Json)
{
    public string Name => (string)Json["alert"]!;

    public string Expression => (string)Json["expr"]!;

    public string Severity => (string)Json["labels"]!["severity"]!;

    /// <summary>For how long it has to be so; whole minutes.</summary>
    public int Minutes => ((string)Json["for"]!) is [.. var number, 'm'] ? int.Parse(number, CultureInfo.InvariantCulture) : throw new InvalidDataException($"{Name} has no 'for' in minutes.");

    public string Annotation(string name) => (string?)Json["annotations"]?[name] ?? "";
}
