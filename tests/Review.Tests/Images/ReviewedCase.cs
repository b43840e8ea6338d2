using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ContourFlow.Contouring;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.Reporting;
using ContourFlow.Contracts;
using ContourFlow.Phantom.Patients;
using ContourFlow.Storage;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Reviewing;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Review.Tests.Images;

/// <summary>A phantom patient, processed and taken down in a registry and an object store of its own, as the service does it.</summary>
internal sealed class ReviewedCase : IAsyncDisposable
{
    public const string ProtocolName = "spine-sbrt-sib";
    private readonly string folder = Directory.CreateTempSubdirectory("contourflow-review-").FullName;
    private readonly ServiceProvider services;

    private MadePatient patient = null!;

    private ReviewedCase() => services = new ServiceCollection()
        .AddStorage(new StorageOptions { Connection = Path.Combine(folder, "registry.db"), ObjectFolder = Path.Combine(folder, "objects"), Process = "test", FreeBytes = 0 })
        .BuildServiceProvider();

    /// <summary>The patient's files.</summary>
    public string Patient => patient.Folder;

    /// <summary>Folder of what is prepared.</summary>
    public string Prepared => Path.Combine(folder, "review");

    public CaseId CaseId { get; private set; }

    /// <summary>What came of it; null where it was held before.</summary>
    public CaseResult? Result { get; private set; }

    /// <summary>The bytes of the structure set.</summary>
    public byte[] StructureSet { get; private set; } = [];

    /// <summary>report.json as it was stored.</summary>
    public byte[] Report { get; private set; } = [];

    /// <summary>What a server of it is made over.</summary>
    public IServiceProvider Services => services;

    public ICaseQueries Queries => services.GetRequiredService<ICaseQueries>();

    public IReviewRecords Records => services.GetRequiredService<IReviewRecords>();

    public ICaseDecisions Decisions => services.GetRequiredService<ICaseDecisions>();

    public IObjectStore Objects => services.GetRequiredService<IObjectStore>();

    private IFilingRegistry Filing => services.GetRequiredService<IFilingRegistry>();

    private IProcessingRegistry Processing => services.GetRequiredService<IProcessingRegistry>();

    /// <summary>A patient of small images.</summary>
    public static PhantomOptions Small(bool withMr) => new()
    {
        Seed = 3,
        Rows = 128,
        Columns = 128,
        FieldOfView = 250,
        SliceSpacing = 2.5,
        SliceCount = 70,
        IncludeMr = withMr,
        IncludeExpectedVolumes = false,
    };

    /// <summary>Makes a patient and files it; its first revision is open.</summary>
    public static async Task<ReviewedCase> OpenAsync(PhantomOptions options)
    {
        var made = new ReviewedCase();
        await made.services.GetRequiredService<IRegistryDatabase>().MigrateAsync(default);
        made.patient = MadePatient.Of(options);
        made.CaseId = CaseId.OfPlanningCt(made.patient.Truth.CtSeries);
        var filed = new List<FiledObject>();
        foreach (string file in Directory.EnumerateFiles(made.Patient, "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            DicomDataset dataset = DicomFile.Open(file).Dataset;
            StoredBlob blob = await made.Objects.PutAsync(file, default);
            filed.Add(new FiledObject(
                dataset.GetString(DicomTag.SOPInstanceUID), dataset.GetString(DicomTag.SOPClassUID), dataset.GetString(DicomTag.StudyInstanceUID),
                dataset.GetString(DicomTag.SeriesInstanceUID), dataset.GetString(DicomTag.Modality), "patient", blob.Sha256, blob.Key, blob.Length, "{}", "TEST")
            {
                Patient = new PatientLabel("ID-<b>1", "Phantom^<script>alert(1)</script>", "1950-01-02", "O"),
            });
        }

        await made.Filing.FileAsync(new FilingBatch { Objects = filed, Cases = [new CaseMention(made.patient.Truth.CtSeries, ProtocolName, "patient")], QuietTime = TimeSpan.Zero }, default);
        await made.OpenRevisionAsync();
        return made;
    }

    /// <summary>Makes a patient, files and processes it.</summary>
    /// <param name="options">What patient.</param>
    /// <param name="report">What report.json is changed to.</param>
    /// <param name="held">Why it is held; null: it is not.</param>
    public static async Task<ReviewedCase> ProcessedAsync(PhantomOptions options, Func<string, string>? report = null, HoldReason? held = null)
    {
        ReviewedCase made = await OpenAsync(options);
        await made.CompleteAsync(1, report, held);
        return made;
    }

    /// <summary>Opens a revision of everything that was filed.</summary>
    public async Task OpenRevisionAsync()
    {
        CaseToLookAt seen = (await Filing.LookAtAsync(CaseId, default))!;
        string[] uids = [.. seen.Objects.Select(one => one.SopInstanceUid)];
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\\', uids))));
        await Filing.OpenRevisionAsync(CaseId, seen.Case.Version, new NewRevision(hash, uids, ProtocolName), default);
    }

    /// <summary>Processes a revision.</summary>
    public async Task CompleteAsync(int revision, Func<string, string>? report = null, HoldReason? held = null)
    {
        Protocol protocol = ProtocolCatalogue.OfProgram.Load(ProtocolName);
        Result = patient.Result(protocol);
        StructureSet = Bytes(Result.StructureSet ?? Result.Withheld!.StructureSet);
        Report = Encoding.UTF8.GetBytes((report ?? (text => text))(WithFusions(Encoding.UTF8.GetString(ReportJson.Write(Result)))));
        ResultObject[] objects =
        [
            await ObjectAsync(StructureSet),
            .. await Task.WhenAll(Result.Registrations.Concat(Result.Withheld?.Registrations ?? []).Select(file => ObjectAsync(Bytes(file)))),
        ];
        Claim claim = await Processing.ClaimAsync(CaseId, revision, "test", TimeSpan.FromMinutes(5), 5, default);
        (await Processing.CompleteAsync(
            CaseId, revision, claim.Run, "test",
            new ProcessedRevision(
                protocol.Name, protocol.Hash, objects, [await FileAsync("report.json", Report), await FileAsync("report.html", ReportHtml.Write(Result))],
                [new Route("pacs", [.. objects.Select(one => one.SopInstanceUid)])], AfterReview: true, held, new Dictionary<string, TimeSpan>(StringComparer.Ordinal)),
            default)).Should().BeTrue();
    }

    /// <summary>Holds a revision before anything came of it.</summary>
    public async Task HoldAsync(HoldReason reason)
    {
        Claim claim = await Processing.ClaimAsync(CaseId, 1, "test", TimeSpan.FromMinutes(5), 5, default);
        (await Processing.HoldAsync(CaseId, 1, claim.Run, "test", reason, default)).Should().BeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    // The poses are the phantom's own: registering images takes a minute and is tested elsewhere.
    private string WithFusions(string report)
    {
        JsonNode changed = JsonNode.Parse(report)!;
        changed["fusions"] = new JsonArray([.. patient.Truth.Mr.OrderBy(mr => mr.Series, StringComparer.Ordinal).Select(mr => (JsonNode)new JsonObject
        {
            ["studyInstanceUid"] = "",
            ["seriesInstanceUid"] = mr.Series,
            ["frameOfReferenceUid"] = mr.FrameOfReference,
            ["weighting"] = "T2",
            ["planes"] = Directory.GetFiles(Path.Combine(Patient, mr.Folder)).Length,
            ["verdict"] = "accepted",
            ["refusal"] = null,
            ["pose"] = new JsonObject { ["origin"] = "registration", ["mrToCt"] = new JsonArray([.. mr.Matrix.Select(value => (JsonNode)value)]), ["words"] = "" },
            ["criteria"] = new JsonArray(),
        })]);
        return changed.ToJsonString();
    }

    private async Task<ResultObject> ObjectAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        DicomDataset dataset = DicomFile.Open(stream, FileReadOption.ReadAll).Dataset;
        StoredBlob blob = await Objects.PutAsync(bytes, default);
        return new ResultObject(
            dataset.GetString(DicomTag.SOPInstanceUID), dataset.GetString(DicomTag.SOPClassUID), dataset.GetString(DicomTag.StudyInstanceUID),
            dataset.GetString(DicomTag.SeriesInstanceUID), blob.Sha256, blob.Key, blob.Length);
    }

    private async Task<ResultFile> FileAsync(string name, byte[] bytes)
    {
        StoredBlob blob = await Objects.PutAsync(bytes, default);
        return new ResultFile(name, blob.Sha256, blob.Key, blob.Length);
    }

    private static byte[] Bytes(DicomFile file)
    {
        using var bytes = new MemoryStream();
        file.Save(bytes);
        return bytes.ToArray();
    }
}
