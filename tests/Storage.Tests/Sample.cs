using System.Security.Cryptography;
using System.Text;
using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Reviewing;

namespace ContourFlow.Storage.Tests;

/// <summary>A patient's CT, structure set and results, made up: UIDs and hashes of nothing.</summary>
internal static class Sample
{
    public const string Ct = "1.2.840.10008.5.1.4.1.1.2", Mr = "1.2.840.10008.5.1.4.1.1.4", RtStruct = "1.2.840.10008.5.1.4.1.1.481.3";

    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    public static string Series(int patient) => $"1.2.3.{patient}.1";

    public static CaseId Case(int patient) => CaseId.OfPlanningCt(Series(patient));

    public static string Sha256(string of) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of)));

    public static FiledObject CtImage(int patient, int number, string content = "") => Filed(Ct, "CT", patient, Series(patient), $"{Series(patient)}.{number}", content);

    public static FiledObject StructureSet(int patient, int number = 1, string content = "") =>
        Filed(RtStruct, "RTSTRUCT", patient, $"1.2.3.{patient}.2", $"1.2.3.{patient}.2.{number}", content);

    public static FiledObject MrImage(int patient, int number) => Filed(Mr, "MR", patient, $"1.2.3.{patient}.3", $"1.2.3.{patient}.3.{number}", "");

    public static FiledObject Filed(string sopClass, string modality, int patient, string series, string uid, string content) => new(
        uid, sopClass, $"1.2.3.{patient}", series, modality, $"patient-{patient}", Sha256(uid + content), Key(uid + content), 500_000, "{}", "CONTOURFLOW");

    public static CaseMention Mention(int patient) => new(Series(patient), "spine", $"patient-{patient}");

    /// <summary>Five CT images and a structure set.</summary>
    public static FilingBatch Study(int patient) => Batch(
        [.. Enumerable.Range(1, 5).Select(number => CtImage(patient, number)), StructureSet(patient)], [Mention(patient)]);

    public static FilingBatch Batch(IReadOnlyList<FiledObject> objects, IReadOnlyList<CaseMention> cases, params string[] patients) =>
        new() { Objects = objects, Cases = cases, PatientsToLookAt = patients, QuietTime = Quiet };

    /// <summary>A result of two objects and a report.</summary>
    public static ProcessedRevision Result(bool afterReview = false, HoldReason? held = null, string content = "", params string[] destinations) => new(
        "spine", Sha256("protocol"),
        [ResultObject("2.25.1", content), ResultObject("2.25.2", content)],
        [new ResultFile("report.json", Sha256("report" + content), Key("report" + content), 7)],
        [.. destinations.Select(destination => new Route(destination, ["2.25.1", "2.25.2"]))],
        afterReview, held, new Dictionary<string, TimeSpan>(StringComparer.Ordinal) { ["derive"] = TimeSpan.FromMilliseconds(1500) });

    public static ResultObject ResultObject(string uid, string content = "") =>
        new(uid, RtStruct, "1.2.3.9", "2.25.9", Sha256(uid + content), Key(uid + content), 1000);

    public static string Key(string of) => Storage.Objects.BlobKey.Of(Sha256(of));

    /// <summary>Files a study and opens its first revision.</summary>
    public static async Task OpenedAsync(TestRegistry registry, int patient = 1)
    {
        await registry.Filing.FileAsync(Study(patient), default);
        (await OpenAsync(registry, patient)).Should().BeTrue();
    }

    /// <summary>Opens a revision of everything that is filed of a patient.</summary>
    public static async Task<bool> OpenAsync(TestRegistry registry, int patient = 1)
    {
        CaseToLookAt seen = (await registry.Filing.LookAtAsync(Case(patient), default))!;
        string[] uids = [.. seen.Objects.Select(filed => filed.SopInstanceUid)];
        return await registry.Filing.OpenRevisionAsync(Case(patient), seen.Case.Version, new NewRevision(Sha256(string.Join('\\', uids)), uids, "spine"), default);
    }

    /// <summary>Opens a revision, claims it and takes its result down.</summary>
    public static async Task ProcessedAsync(TestRegistry registry, ProcessedRevision result, int patient = 1)
    {
        await OpenedAsync(registry, patient);
        await registry.Processing.ClaimAsync(Case(patient), 1, "worker", TimeSpan.FromSeconds(20), 5, default);
        (await registry.Processing.CompleteAsync(Case(patient), 1, 0, "worker", result, default)).Should().BeTrue();
    }

    /// <summary>Takes down what a person has seen of the results that a patient's first revision has now.</summary>
    public static async Task<SeenOutcome> SeeAsync(TestRegistry registry, string by, IReadOnlyCollection<int> planes)
    {
        DateTimeOffset processedAt = (await registry.Queries.DetailsAsync(Case(1), default))!.Revisions[0].ProcessedAt!.Value;
        return await registry.Reviewing.AddSeenAsync(Case(1), 1, processedAt, by, planes, default);
    }

    /// <summary>The messages in the outbox that are due, by their contract's name; they are taken out.</summary>
    public static async Task<List<string>> MessagesAsync(TestRegistry registry)
    {
        IReadOnlyList<Storage.Messaging.OutboxMessage> messages = await registry.Outbox.TakeAsync("test", 1000, TimeSpan.FromMinutes(1), default);
        await registry.Outbox.SentAsync([.. messages.Select(message => message.Sequence)], default);
        return [.. messages.Select(message => message.Type[(message.Type.LastIndexOf('.') + 1)..])];
    }

    public static async Task<CaseSummary> FindAsync(TestRegistry registry, int patient = 1) => (await registry.Queries.FindAsync(Case(patient), default))!;

    public static async Task<List<string>> LedgerAsync(TestRegistry registry, int patient = 1) =>
        [.. (await registry.Queries.DetailsAsync(Case(patient), default))!.Ledger.Select(line => line.Event)];
}
