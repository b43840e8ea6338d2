using System.Text.Json.Nodes;

namespace ContourFlow.Deploy.Tests.Rendering;

/// <summary>Which labels a selector selects.</summary>
internal static class Selector
{
    /// <summary>Whether a selector with matchLabels and matchExpressions selects these labels; an empty one selects all.</summary>
    public static bool Selects(JsonNode? selector, IReadOnlyDictionary<string, string> labels) =>
        SelectsAll(selector?["matchLabels"], labels) && (selector?["matchExpressions"] as JsonArray ?? []).All(expression => Holds(expression!, labels));

    /// <summary>Whether all of these names have these values.</summary>
    public static bool SelectsAll(JsonNode? names, IReadOnlyDictionary<string, string> labels) =>
        Manifest.TextsOf(names).All(pair => labels.TryGetValue(pair.Key, out string? value) && value == pair.Value);

    private static bool Holds(JsonNode expression, IReadOnlyDictionary<string, string> labels)
    {
        bool isThere = labels.TryGetValue((string)expression["key"]!, out string? value);
        bool isAmong = isThere && (expression["values"] as JsonArray ?? []).Any(one => (string)one! == value);
        return (string)expression["operator"]! switch
        {
            "In" => isAmong,
            "NotIn" => !isAmong,
            "Exists" => isThere,
            "DoesNotExist" => !isThere,
            string other => throw new InvalidDataException($"{other} is no operator of a selector."),
        };
    }
}
