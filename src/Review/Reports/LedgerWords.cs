using System.Globalization;
using System.Text.Json;

namespace ContourFlow.Review.Reports;

/// <summary>A line's details as words: what is JSON in the ledger, for people.</summary>
internal static class LedgerWords
{
    private const int HashLength = 64, HashShown = 12, Longest = 300;

    /// <summary>Members one after the other; lists by how much is in them, hashes by their beginning: both stand elsewhere on the page.</summary>
    /// <param name="details">JSON of the program's own. What is none is given as it is.</param>
    public static string Of(string details)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(details);
            string words = json.RootElement.ValueKind == JsonValueKind.Object
                ? string.Join("; ", json.RootElement.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).Select(member => $"{Name(member.Name)}: {Value(member.Value)}"))
                : Value(json.RootElement);
            return words.Length <= Longest ? words : string.Concat(words.AsSpan(0, Longest), "…");
        }
        catch (JsonException)
        {
            return details;
        }
    }

    /// <summary>"awaitingReview", "SopInstanceUid", "object-conflict": words.</summary>
    public static string Name(string name) =>
        string.Concat(name.Select((c, i) => c == '-' ? " " : char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength().ToString(CultureInfo.InvariantCulture),
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(member => $"{Name(member.Name)} {Value(member.Value)}")),
        JsonValueKind.String when value.GetString() is { Length: HashLength } text && text.All(char.IsAsciiHexDigitLower) => $"{text[..HashShown]}…",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.GetRawText(),
    };
}
