using System.Text;
using ContourFlow.Contracts;
using ContourFlow.Storage;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ContourFlow.Worker.Tests.Operations.Cases;

/// <summary>A registry (SQLite) in a folder of the test's own, filled by the interfaces that the service fills it by. Nothing in it is anybody's.</summary>
internal sealed class RegistryOfTest : IAsyncDisposable
{
    private const string Ct = "1.2.840.10008.5.1.4.1.1.2", RtStruct = "1.2.840.10008.5.1.4.1.1.481.3", Protocol = "spine-sbrt-sib";

    private static readonly TimeSpan s_claim = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services;

    private RegistryOfTest() =>
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddStorage(ServiceOptionsLoading.StorageOf(new ServiceOptions { Data = folder.Path, Process = "test" }) with { FreeBytes = 0 })
            .BuildServiceProvider();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2024, 5, 31, 12, 0, 0, TimeSpan.Zero));

    /// <summary>The service's data folder.</summary>
    public string Data => folder.Path;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RegistryOfTest> MakeAsync()
    {
        RegistryOfTest made = Empty();
        await made.MigrateAsync();
        return made;
    }

    /// <summary>One that no process of the service was started with yet.</summary>
    public static RegistryOfTest Empty() => new();

    /// <summary>Makes its tables.</summary>
    public Task MigrateAsync() => Get<IRegistryDatabase>().MigrateAsync(Cancel);

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Runs `contourflow cases` over it.</summary>
    public Task<CommandLineRun> RunAsync(params string[] args) => CommandLineRun.Of(Cancel, ["cases", .. args, "--set", $"Data={Data}"]);

    public static string Series(int number) => $"1.2.3.{number}.1";

    public static CaseId Case(int number) => CaseId.OfPlanningCt(Series(number));

    /// <summary>Files three CT images and a structure set: the case waits. Then time goes on, by a minute where nothing else is said.</summary>
    public async Task FileAsync(int number, TimeSpan? then = null)
    {
        FiledObject[] objects =
        [
            .. Enumerable.Range(1, 3).Select(image => Filed(Ct, "CT", number, Series(number), $"{Series(number)}.{image}")),
            Filed(RtStruct, "RTSTRUCT", number, $"1.2.3.{number}.2", $"1.2.3.{number}.2.1"),
        ];
        await Get<IFilingRegistry>().FileAsync(new FilingBatch { Objects = objects, Cases = [new CaseMention(Series(number), Protocol, $"key-{number}")], QuietTime = TimeSpan.Zero }, Cancel);
        Time.Advance(then ?? TimeSpan.FromMinutes(1));
    }

    /// <summary>The case waits for something.</summary>
    public async Task WaitsAsync(int number, params string[] sentences)
    {
        await FileAsync(number);
        CaseToLookAt seen = (await Get<IFilingRegistry>().LookAtAsync(Case(number), Cancel))!;
        (await Get<IFilingRegistry>().StillWaitsAsync(Case(number), seen.Case.Version, new Incomplete(sentences, null, HasAsked: false), Cancel)).Should().BeTrue();
    }

    /// <summary>The case is complete: its first revision is queued.</summary>
    public async Task QueuedAsync(int number)
    {
        await FileAsync(number);
        CaseToLookAt seen = (await Get<IFilingRegistry>().LookAtAsync(Case(number), Cancel))!;
        string[] uids = [.. seen.Objects.Select(one => one.SopInstanceUid)];
        (await Get<IFilingRegistry>().OpenRevisionAsync(Case(number), seen.Case.Version, new NewRevision(Hash('a'), uids, Protocol), Cancel)).Should().BeTrue();
    }

    /// <summary>The case is held, and there is nothing that came of it.</summary>
    public async Task HeldAsync(int number)
    {
        await ClaimedAsync(number);
        (await Get<IProcessingRegistry>().HoldAsync(Case(number), 1, 0, "worker", new HoldReason("roi-gap", "ROI 'CTV' has a gap: draw the missing planes."), Cancel)).Should().BeTrue();
    }

    /// <summary>The case is processed.</summary>
    public async Task ProcessedAsync(int number, bool afterReview = false, HoldReason? held = null, params string[] destinations)
    {
        await ClaimedAsync(number);
        StoredBlob stored = await Get<IObjectStore>().PutAsync(Encoding.UTF8.GetBytes($"result of case {number}"), Cancel);
        StoredBlob report = await Get<IObjectStore>().PutAsync(Encoding.UTF8.GetBytes($"report of case {number}"), Cancel);
        var result = new ResultObject($"2.25.{number}", RtStruct, $"1.2.3.{number}", $"2.25.9{number}", stored.Sha256, stored.Key, stored.Length);
        var revision = new ProcessedRevision(
            Protocol, Hash('c'), [result], [new ResultFile("report.html", report.Sha256, report.Key, report.Length)], [.. destinations.Select(destination => new Route(destination, [result.SopInstanceUid]))], afterReview, held, new Dictionary<string, TimeSpan>(StringComparer.Ordinal));
        (await Get<IProcessingRegistry>().CompleteAsync(Case(number), 1, 0, "worker", revision, Cancel)).Should().BeTrue();
    }

    /// <summary>A delivery failed for a reason that may pass.</summary>
    public async Task PostponedAsync(int number, string destination, string fault)
    {
        (await Get<IPublishingRegistry>().ClaimAsync(Case(number), 1, destination, "publisher", s_claim, Cancel)).Should().NotBeNull();
        await Get<IPublishingRegistry>().PostponeAsync(Case(number), 1, 0, destination, "publisher", fault, TimeSpan.FromMinutes(5), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Dispose();
    }

    private async Task ClaimedAsync(int number)
    {
        await QueuedAsync(number);
        (await Get<IProcessingRegistry>().ClaimAsync(Case(number), 1, "worker", s_claim, 5, Cancel)).Outcome.Should().Be(ClaimOutcome.Claimed);
    }

    private static FiledObject Filed(string sopClass, string modality, int number, string series, string uid) => new(
        uid, sopClass, $"1.2.3.{number}", series, modality, $"key-{number}", Hash('d'), "objects/dd/d", 500_000, "{}", "CONTOURFLOW");

    private static string Hash(char digit) => new(digit, 64);
}
