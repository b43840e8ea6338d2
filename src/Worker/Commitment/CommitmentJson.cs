using System.Text.Json.Serialization;

namespace ContourFlow.Worker.Commitment;

/// <summary>How the records of storage commitment lie on disk. One that lacks a value cannot be read.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CommitmentRequest))]
[JsonSerializable(typeof(CommitmentReport))]
internal sealed partial class CommitmentJson : JsonSerializerContext;
