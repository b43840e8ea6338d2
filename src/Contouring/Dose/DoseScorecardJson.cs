using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContourFlow.Contouring.Dose;

/// <summary>Writes and reads a scorecard as JSON. The same scorecard gives the same bytes; no patient data is in it.</summary>
public static class DoseScorecardJson
{
    /// <summary>The name of the format.</summary>
    public const string Schema = "contourflow-dose";

    /// <summary>Grows when a member is renamed, removed or changes its meaning; not when one is added.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The scorecard as UTF-8, without byte order mark, ending in a line feed.</summary>
    public static byte[] Write(DoseScorecard scorecard) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(scorecard, DoseJsonContext.Default.DoseScorecard), (byte)'\n'];

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is no scorecard.</exception>
    public static DoseScorecard Read(ReadOnlySpan<byte> json)
    {
        var read = JsonSerializer.Deserialize(json, DoseJsonContext.Default.DoseScorecard);
        return read is { Schema: Schema, Structures.IsDefault: false, Objectives.IsDefault: false }
            ? read
            : throw new JsonException("This is no scorecard of this program.");
    }
}

/// <summary>Serialization of scorecards, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DoseScorecard))]
internal sealed partial class DoseJsonContext : JsonSerializerContext;
