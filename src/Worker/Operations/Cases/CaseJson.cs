using System.Text.Json.Nodes;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Worker.Operations.Cases;

/// <summary>Cases in JSON answers: UIDs, hashes, times, states and reasons; the key of the patient tells nothing of them and is left out.</summary>
internal static class CaseJson
{
    public static JsonObject Of(CaseSummary found) => new()
    {
        ["case"] = found.CaseId.ToString(),
        ["state"] = StateWords.Of(found.State),
        ["stateSince"] = CaseTimes.Json(found.StateSince),
        ["revision"] = found.Revision,
        ["version"] = found.Version,
        ["protocol"] = found.Protocol,
        ["ctSeriesInstanceUid"] = found.CtSeriesInstanceUid,
        ["studyInstanceUid"] = found.StudyInstanceUid.Length == 0 ? null : found.StudyInstanceUid,
        ["reasonCode"] = found.ReasonCode,
        ["reason"] = found.Reason,
        ["waitingFor"] = Texts(found.WaitingFor),
        ["createdAt"] = CaseTimes.Json(found.CreatedAt),
        ["lastObjectAt"] = CaseTimes.Json(found.LastObjectAt),
    };

    public static JsonObject Of(CaseDetails details, IReadOnlyList<DoseScore> doses, string? ledgerFault)
    {
        JsonObject json = Of(details.Summary);
        json["revisions"] = new JsonArray([.. details.Revisions.Select(Of)]);
        json["deliveries"] = new JsonArray([.. details.Deliveries.Select(Of)]);
        json["doses"] = new JsonArray([.. doses.Select(Of)]);
        json["ledger"] = new JsonArray([.. details.Ledger.Select(Of)]);
        json["ledgerFault"] = ledgerFault;
        return json;
    }

    public static JsonObject Of(CaseWait wait) => new()
    {
        ["case"] = wait.Case.CaseId.ToString(),
        ["state"] = StateWords.Of(wait.Case.State),
        ["stateSince"] = CaseTimes.Json(wait.Case.StateSince),
        ["ctSeriesInstanceUid"] = wait.Case.CtSeriesInstanceUid,
        ["reasonCode"] = wait.Case.ReasonCode,
        ["waitsFor"] = Texts(wait.Sentences),
    };

    private static JsonNode Of(RevisionDetails revision) => new JsonObject
    {
        ["revision"] = revision.Revision,
        ["state"] = StateWords.Of(revision.State),
        ["inputsHash"] = revision.InputsHash,
        ["inputs"] = new JsonArray([.. revision.Inputs.Select(Of)]),
        ["attempts"] = revision.Attempts,
        ["protocol"] = revision.ProtocolName,
        ["protocolHash"] = revision.ProtocolHash,
        ["reasonCode"] = revision.ReasonCode,
        ["reason"] = revision.Reason,
        ["results"] = new JsonArray([.. revision.Results.Select(Of)]),
        ["openedAt"] = CaseTimes.Json(revision.OpenedAt),
        ["processedAt"] = CaseTimes.Json(revision.ProcessedAt),
    };

    private static JsonNode Of(StoredObject input) => new JsonObject
    {
        ["sopInstanceUid"] = input.SopInstanceUid,
        ["sopClassUid"] = input.SopClassUid,
        ["sha256"] = input.Sha256,
        ["length"] = input.Length,
    };

    private static JsonNode Of(ResultObject result) => new JsonObject
    {
        ["sopInstanceUid"] = result.SopInstanceUid,
        ["sopClassUid"] = result.SopClassUid,
        ["studyInstanceUid"] = result.StudyInstanceUid,
        ["seriesInstanceUid"] = result.SeriesInstanceUid,
        ["sha256"] = result.Sha256,
        ["length"] = result.Length,
    };

    private static JsonNode Of(Delivery delivery) => new JsonObject
    {
        ["revision"] = delivery.Revision,
        ["destination"] = delivery.Destination,
        ["state"] = StateWords.Of(delivery.State),
        ["sopInstanceUids"] = Texts(delivery.SopInstanceUids),
        ["attempts"] = delivery.Attempts,
        ["nextAttemptAt"] = delivery.State == DeliveryState.Pending ? CaseTimes.Json(delivery.NextAttemptAt) : null,
        ["fault"] = delivery.Fault,
        ["publishedAt"] = CaseTimes.Json(delivery.PublishedAt),
    };

    private static JsonNode Of(DoseScore dose) => new JsonObject
    {
        ["key"] = dose.Key,
        ["revision"] = dose.Revision,
        ["state"] = StateWords.Of(dose.State),
        ["verdict"] = dose.Verdict,
        ["inputs"] = new JsonArray([.. dose.Inputs.Select(Of)]),
        ["reasonCode"] = dose.ReasonCode,
        ["reason"] = dose.Reason,
        ["files"] = new JsonArray([.. dose.Files.Select(Of)]),
        ["askedAt"] = CaseTimes.Json(dose.AskedAt),
        ["scoredAt"] = CaseTimes.Json(dose.ScoredAt),
    };

    private static JsonNode Of(ResultFile file) => new JsonObject
    {
        ["name"] = file.Name,
        ["sha256"] = file.Sha256,
        ["length"] = file.Length,
    };

    private static JsonNode Of(LedgerEntry entry) => new JsonObject
    {
        ["sequence"] = entry.Sequence,
        ["revision"] = entry.Revision,
        ["at"] = CaseTimes.Json(entry.At),
        ["event"] = entry.Event,
        ["by"] = entry.By,
        // The registry keeps JSON there.
        ["details"] = entry.Details.Length == 0 ? null : JsonNode.Parse(entry.Details),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
