using System.Text.Encodings.Web;
using System.Text.Json;

namespace ContourFlow.Storage.Registry;

/// <summary>Lists that are read and written whole, as JSON in a column.</summary>
internal static class RowJson
{
    /// <summary>A list of nothing.</summary>
    public const string Nothing = "[]";

    // It goes into a database and not into a page: letters stay readable.
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As JSON.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, s_options);

    /// <summary>From JSON that <see cref="Write"/> wrote.</summary>
    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, s_options) ?? throw new InvalidOperationException("A column of the registry is null where a list belongs.");
}
