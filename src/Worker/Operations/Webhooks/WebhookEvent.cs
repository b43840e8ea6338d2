using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContourFlow.Contracts;
using ContourFlow.Contracts.V1;

namespace ContourFlow.Worker.Operations.Webhooks;

/// <summary>An event as webhooks are told it.</summary>
/// <param name="Name">Its name: CaseHeld.</param>
/// <param name="Key">Names it, and is the same however often it is told: event, case, revision, destination or dose, and time. A case can be held twice.</param>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision.</param>
/// <param name="At">When.</param>
/// <param name="Body">JSON of what the event says, with its name and key: UIDs, hashes, reason codes.</param>
internal sealed record WebhookEvent(string Name, string Key, CaseId CaseId, int Revision, DateTimeOffset At, string Body)
{
    private static readonly JsonSerializerOptions s_style = new(JsonSerializerDefaults.Web);

    public static WebhookEvent Of(RevisionOpened opened) => Make(opened, opened.CaseId, opened.Revision, opened.At);

    public static WebhookEvent Of(CaseProcessed processed) => Make(processed, processed.CaseId, processed.Revision, processed.At);

    public static WebhookEvent Of(CaseHeld held) => Make(held, held.CaseId, held.Revision, held.At);

    public static WebhookEvent Of(ResultsPublished published) => Make(published, published.CaseId, published.Revision, published.At, published.Destination);

    public static WebhookEvent Of(DoseScored scored) => Make(scored, scored.CaseId, scored.Revision, scored.At, scored.Key);

    public static WebhookEvent Of(DoseRefused refused) => Make(refused, refused.CaseId, refused.Revision, refused.At, refused.Key);

    private static WebhookEvent Make<T>(T contract, CaseId caseId, int revision, DateTimeOffset at, string? part = null)
    {
        string name = typeof(T).Name;
        string moment = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        string key = string.Join('-', [name, caseId.ToString(), revision.ToString(CultureInfo.InvariantCulture), .. part is null ? (string[])[] : [part], moment]);
        var body = new JsonObject { ["event"] = name, ["id"] = key };
        foreach ((string member, JsonNode? value) in JsonSerializer.SerializeToNode(contract, s_style)!.AsObject())
            body[member] = value?.DeepClone();
        return new WebhookEvent(name, key, caseId, revision, at, body.ToJsonString());
    }
}
