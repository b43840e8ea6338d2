using System.Net;
using System.Security.Cryptography;
using System.Text;
using ContourFlow.Contracts;
using ContourFlow.Review.Access;
using ContourFlow.Review.Hosting;
using ContourFlow.Storage;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ContourFlow.Review.Tests;

/// <summary>The real server at a free port of this machine, over a registry of its own.</summary>
internal sealed class ReviewPlace : IAsyncDisposable
{
    private const string RtDose = "1.2.840.10008.5.1.4.1.1.481.2";
    private const string Ct = "1.2.840.10008.5.1.4.1.1.2", RtStruct = "1.2.840.10008.5.1.4.1.1.481.3";

    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services;

    private ReviewPlace(TimeProvider? time, Func<ReviewOptions, ReviewOptions>? change)
    {
        Options = new ReviewOptions { Port = 0, Folder = folder["review"] };
        Options = change?.Invoke(Options) ?? Options;
        services = new ServiceCollection()
            .AddSingleton(time ?? Time)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log))
            .AddStorage(new StorageOptions { Provider = RegistryProvider.Sqlite, Connection = folder["registry.db"], ObjectFolder = folder["objects"], Process = "process-1", FreeBytes = 0 })
            .BuildServiceProvider();
        Server = ReviewServer.Build(Options, services, Links.Add);
    }

    /// <summary>The clock of registry and sessions.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public ReviewOptions Options { get; }

    public WebApplication Server { get; }

    /// <summary>Everything that it logged.</summary>
    public GatheredLog Log { get; } = new();

    /// <summary>The links that it told.</summary>
    public List<Uri> Links { get; } = [];

    /// <summary>Where it is.</summary>
    public Uri Address => new(Server.Urls.First());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ReviewPlace> StartAsync(Func<ReviewOptions, ReviewOptions>? change = null, TimeProvider? time = null)
    {
        var place = new ReviewPlace(time, change);
        await place.Get<IRegistryDatabase>().MigrateAsync(Cancel);
        await place.Server.StartAsync(Cancel);
        return place;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A browser that is not signed in.</summary>
    public Browser Nobody() => new(Address);

    /// <summary>A browser that signs in by the printed link.</summary>
    public async Task<Browser> SignedInAsync(string name = "anna")
    {
        Browser browser = Nobody();
        using HttpResponseMessage answer = await browser.SignInAsync(Token(), name);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await browser.WithTokenAsync();
    }

    /// <summary>A browser with the session of somebody of a role, as a provider would have given it to them.</summary>
    public async Task<Browser> OfAsync(string role, string name)
    {
        Browser browser = Nobody();
        CookieAuthenticationOptions cookies = Server.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(ReviewSession.Scheme);
        AuthenticationProperties properties = ReviewSession.Beginning(Time.GetUtcNow());
        (properties.IssuedUtc, properties.ExpiresUtc) = (Time.GetUtcNow(), Time.GetUtcNow() + Options.Access.IdleTimeout);
        var ticket = new AuthenticationTicket(ReviewSession.Of(name, role, Server.Services.GetRequiredService<RandomNumberGenerator>()), properties, ReviewSession.Scheme);
        browser.Cookies.Add(Address, new Cookie(cookies.Cookie.Name!, cookies.TicketDataFormat.Protect(ticket)));
        return await browser.WithTokenAsync();
    }

    /// <summary>The token of the newest link.</summary>
    public string Token() => ReviewServer.SignInLink(Server)!.Fragment["#token=".Length..];

    public static string Series(int patient) => $"1.2.3.{patient}.1";

    public static CaseId Case(int patient) => CaseId.OfPlanningCt(Series(patient));

    /// <summary>Files a study of made-up UIDs, with a patient's label.</summary>
    public async Task FileAsync(int patient, PatientLabel? label = null)
    {
        FiledObject[] objects =
        [
            .. Enumerable.Range(1, 3).Select(number => Filed(Ct, "CT", patient, Series(patient), $"{Series(patient)}.{number}", label)),
            Filed(RtStruct, "RTSTRUCT", patient, $"1.2.3.{patient}.2", $"1.2.3.{patient}.2.1", label),
        ];
        await Get<IFilingRegistry>().FileAsync(
            new FilingBatch { Objects = objects, Cases = [new CaseMention(Series(patient), "spine-sbrt-sib", $"patient-{patient}")], QuietTime = TimeSpan.FromMilliseconds(500) }, Cancel);
    }

    /// <summary>Files a study and has it processed, to be reviewed or held.</summary>
    public async Task ProcessedAsync(int patient, HoldReason? held = null, PatientLabel? label = null, byte[]? report = null)
    {
        await FileAsync(patient, label);
        CaseToLookAt seen = (await Get<IFilingRegistry>().LookAtAsync(Case(patient), Cancel))!;
        string[] uids = [.. seen.Objects.Select(filed => filed.SopInstanceUid)];
        (await Get<IFilingRegistry>().OpenRevisionAsync(Case(patient), seen.Case.Version, new NewRevision(Sha256(string.Join('\\', uids)), uids, "spine-sbrt-sib"), Cancel)).Should().BeTrue();
        StoredBlob stored = await Get<IObjectStore>().PutAsync(report ?? "{}"u8.ToArray(), Cancel);
        string uid = $"2.25.{patient}";
        var result = new ProcessedRevision(
            "spine-sbrt-sib", Sha256("protocol"),
            [new ResultObject(uid, RtStruct, "1.2.3.9", "2.25.9", Sha256(uid), $"sha256/{Sha256(uid)}", 1000)],
            [new ResultFile("report.json", stored.Sha256, stored.Key, stored.Length)],
            [new Route("pacs", [uid])],
            AfterReview: true, held, new Dictionary<string, TimeSpan>(StringComparer.Ordinal));
        await CompleteAsync(patient, result);
    }

    /// <summary>The word of a dose that is not scored for <see cref="ScoredAsync"/>.</summary>
    public const string Waiting = "waiting", Refused = "refused";

    /// <summary>Files doses of a processed study, each of a plan of its own, one after the other, and has each come to a verdict, be refused, or wait.</summary>
    public async Task ScoredAsync(int patient, params string[] words)
    {
        IScoringRegistry scoring = Get<IScoringRegistry>();
        for (int number = 1; number <= words.Length; number++)
        {
            FiledObject dose = Filed(RtDose, "RTDOSE", patient, $"1.2.3.{patient}.4", DoseUid(patient, number), null);
            await Get<IFilingRegistry>().FileAsync(
                new FilingBatch { Objects = [dose], Cases = [], PatientsWithDoses = [$"patient-{patient}"], QuietTime = TimeSpan.FromMilliseconds(500) }, Cancel);
            DosesToLookAt seen = (await scoring.LookAtAsync(Case(patient), Cancel))!;
            WantedScore[] wanted = [.. Enumerable.Range(1, number).Select(one => Wanted(seen, patient, one))];
            (await scoring.WantAsync(seen, wanted, Cancel)).Should().BeTrue();
            await EndAsync(patient, wanted[^1].Key, words[number - 1]);
        }
    }

    private async Task EndAsync(int patient, string key, string word)
    {
        if (word == Waiting)
            return;
        IScoringRegistry scoring = Get<IScoringRegistry>();
        ScoreClaim claim = await scoring.ClaimAsync(Case(patient), key, "worker", TimeSpan.FromSeconds(20), 5, Cancel);
        var result = new CompletedScore(word, "spine-sbrt-sib", Sha256("protocol"), claim.Results[0], [], TimeSpan.FromSeconds(1));
        bool isDone = word == Refused
            ? await scoring.RefuseAsync(Case(patient), key, claim.Run, "worker", new HoldReason("dose-frame", "The dose lies in another frame of reference."), Cancel)
            : await scoring.CompleteAsync(Case(patient), key, claim.Run, "worker", result, Cancel);
        isDone.Should().BeTrue();
    }

    private static string DoseUid(int patient, int number) => $"1.2.3.{patient}.4.{number}";

    private static WantedScore Wanted(DosesToLookAt seen, int patient, int number) =>
        new(ScoreKey.Of(seen.Structures!.Results[0].Sha256, Sha256("protocol"), [(DoseUid(patient, number), Sha256(DoseUid(patient, number)))]), [DoseUid(patient, number)]);

    public async Task<CaseSummary> FindAsync(int patient) => (await Get<ICaseQueries>().FindAsync(Case(patient), Cancel))!;

    public static string Sha256(string of) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of)));

    public async ValueTask DisposeAsync()
    {
        await Server.StopAsync(CancellationToken.None);
        await Server.DisposeAsync();
        await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    private async Task CompleteAsync(int patient, ProcessedRevision result)
    {
        Claim claim = await Get<IProcessingRegistry>().ClaimAsync(Case(patient), 1, "worker", TimeSpan.FromSeconds(20), 5, Cancel);
        (await Get<IProcessingRegistry>().CompleteAsync(Case(patient), 1, claim.Run, "worker", result, Cancel)).Should().BeTrue();
    }

    private static FiledObject Filed(string sopClass, string modality, int patient, string series, string uid, PatientLabel? label) =>
        new(uid, sopClass, $"1.2.3.{patient}", series, modality, $"patient-{patient}", Sha256(uid), $"sha256/{Sha256(uid)}", 500_000, "{}", "CONTOURFLOW") { Patient = label };
}
