using System.Text.Json.Nodes;

namespace ContourFlow.Deploy.Tests.Rendering;

/// <summary>One object that an overlay renders to.</summary>
internal sealed record Manifest(JsonObject Json)
{
    public string ApiVersion => (string)Json["apiVersion"]!;

    public string Kind => (string)Json["kind"]!;

    public string Name => (string)Json["metadata"]!["name"]!;

    public string? Namespace => (string?)Json["metadata"]!["namespace"];

    public IReadOnlyDictionary<string, string> Labels => TextsOf(Json["metadata"]!["labels"]);

    public JsonObject? Spec => Json["spec"] as JsonObject;

    /// <summary>Names with texts, as labels, selectors and data are.</summary>
    public static IReadOnlyDictionary<string, string> TextsOf(JsonNode? node) =>
        (node as JsonObject)?.ToDictionary(pair => pair.Key, pair => (string)pair.Value!, StringComparer.Ordinal) ?? [];

    public override string ToString() => $"{Kind}/{Name}";
}
