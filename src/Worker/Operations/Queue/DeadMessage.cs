using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContourFlow.Contracts;
using RabbitMQ.Client;

namespace ContourFlow.Worker.Operations.Queue;

/// <summary>A message that nobody handles any more: what it was, and what became of it. Nothing else of its body is kept.</summary>
/// <param name="Queue">The queue that it was in.</param>
/// <param name="End">Where it lies now.</param>
/// <param name="Type">Name of its contract; null where the body cannot be read.</param>
/// <param name="CaseId">The case that it is about; null where it says none.</param>
/// <param name="Revision">The revision; null where it says none.</param>
/// <param name="Destination">The destination; null where it says none.</param>
/// <param name="Reason">Why it ended there: the broker's word, or the kind and text of the exception.</param>
/// <param name="DiedAt">When it first ended there; null where that is not written down.</param>
internal sealed record DeadMessage(
    string Queue, string End, string? Type, CaseId? CaseId, int? Revision, string? Destination, string Reason, DateTimeOffset? DiedAt)
{
    // MassTransit's headers of messages in error queues.
    private const string FaultType = "MT-Fault-ExceptionType", FaultMessage = "MT-Fault-Message", FaultTime = "MT-Fault-Timestamp", MoveReason = "MT-Reason";

    private const string Deaths = "x-death";

    /// <summary>Reads one.</summary>
    public static DeadMessage Read(string queue, string end, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body)
    {
        IDictionary<string, object?> headers = properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal);
        IDictionary<string, object?>? death = DeathIn(headers, queue);
        (string? type, JsonObject? message) = Envelope(body);
        return new DeadMessage(
            queue,
            end,
            type,
            message?["caseId"] is JsonValue id && id.TryGetValue(out string? text) && Contracts.CaseId.TryParse(text, CultureInfo.InvariantCulture, out CaseId caseId) ? caseId : null,
            message?["revision"] is JsonValue number && number.TryGetValue(out int revision) ? revision : null,
            message?["destination"] is JsonValue name && name.TryGetValue(out string? destination) ? destination : null,
            ReasonOf(headers, death),
            TimeOf(headers, death));
    }

    private static string ReasonOf(IDictionary<string, object?> headers, IDictionary<string, object?>? death)
    {
        if (Text(headers, FaultType) is { } kind)
            return $"{kind[(kind.LastIndexOf('.') + 1)..]}: {Text(headers, FaultMessage)}";
        return Text(death, "reason") switch
        {
            "delivery_limit" => "delivered too often without an end: the processes that had it died, or lost the broker",
            { } other => other,
            null => Text(headers, MoveReason) ?? "not written down",
        };
    }

    private static DateTimeOffset? TimeOf(IDictionary<string, object?> headers, IDictionary<string, object?>? death) =>
        DateTimeOffset.TryParse(Text(headers, FaultTime), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            ? at.ToUniversalTime()
            : death is not null && death.TryGetValue("time", out object? time) && time is AmqpTimestamp stamp ? DateTimeOffset.FromUnixTimeSeconds(stamp.UnixTime) : null;

    // A message has a death for each queue and reason, those of pauses among them: the one that counts is that of its own queue.
    private static IDictionary<string, object?>? DeathIn(IDictionary<string, object?> headers, string queue) =>
        headers.TryGetValue(Deaths, out object? list) && list is IEnumerable<object?> deaths
            ? deaths.OfType<IDictionary<string, object?>>().FirstOrDefault(death => Text(death, "queue") == queue)
            : null;

    private static (string? Type, JsonObject? Message) Envelope(ReadOnlyMemory<byte> body)
    {
        try
        {
            JsonObject? envelope = JsonNode.Parse(body.Span) as JsonObject;
            // urn:message:ContourFlow.Contracts.V1:ProcessCase
            string? urn = envelope?["messageType"] is JsonArray { Count: > 0 } types ? types[0]?.GetValue<string>() : null;
            return (urn?[(urn.LastIndexOf(':') + 1)..], envelope?["message"] as JsonObject);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return (null, null);
        }
    }

    private static string? Text(IDictionary<string, object?>? headers, string name) =>
        headers is not null && headers.TryGetValue(name, out object? value) ? value switch
        {
            byte[] bytes => Encoding.UTF8.GetString(bytes),
            string text => text,
            _ => null,
        }
        : null;
}
