using System.Text.Json.Serialization;

namespace ContourFlow.Worker.Commitment;

/// <summary>How the records of storage commitment lie on disk.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CommitmentRequest))]
[JsonSerializable(typeof(CommitmentReport))]
internal sealed partial class CommitmentJson : JsonSerializerContext;
