using System.Diagnostics;
using System.Globalization;
using ContourFlow.Bench.Peers;
using ContourFlow.Contracts;
using ContourFlow.Storage;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Bench.Cases;

/// <summary>What a page of the list costs, and what metrics read, with many waiting cases in the registry.</summary>
internal static class RegistryBench
{
    private const int Rounds = 50;
    private const int Images = 3;
    private const string Ct = "1.2.840.10008.5.1.4.1.1.2";

    /// <summary>Fills a registry and measures.</summary>
    /// <param name="cases">How many cases wait.</param>
    /// <param name="connection">A PostgreSQL database that is empty (Npgsql); null: SQLite in a folder of its own.</param>
    public static async Task RunAsync(int cases, string? connection)
    {
        string folder = Directory.CreateTempSubdirectory("contourflow-bench-").FullName;
        try
        {
            ServiceOptions service = new()
            {
                Data = folder,
                Registry = connection is null ? new() : new() { Provider = RegistryProvider.PostgreSql, Connection = connection },
            };
            await using (ServiceProvider services = new ServiceCollection().AddLogging().AddStorage(ServiceOptionsLoading.StorageOf(service)).BuildServiceProvider())
            {
                await services.GetRequiredService<IRegistryDatabase>().MigrateAsync(default);
                var watch = Stopwatch.StartNew();
                await FillAsync(services.GetRequiredService<IFilingRegistry>(), cases);
                Console.Error.WriteLine($"{cases} cases of {Images} objects filed and looked at in {watch.Elapsed.TotalSeconds:0} s");
                await MeasureAsync(services.GetRequiredService<ICaseQueries>(), cases, service.Registry.Provider);
            }

            Command(folder, service);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Fills a registry with cases that wait.</summary>
    public static async Task FillAsync(IFilingRegistry filing, int cases)
    {
        const int AtATime = 100;
        for (int first = 0; first < cases; first += AtATime)
        {
            int[] numbers = [.. Enumerable.Range(first, Math.Min(AtATime, cases - first))];
            await filing.FileAsync(
                new FilingBatch
                {
                    Objects = [.. numbers.SelectMany(number => Enumerable.Range(1, Images).Select(image => Filed(number, image)))],
                    Cases = [.. numbers.Select(number => new CaseMention(Series(number), "spine-sbrt-sib", $"key-{number}"))],
                    QuietTime = TimeSpan.Zero,
                },
                default);
        }

        foreach (CaseId caseId in Enumerable.Range(0, cases).Select(number => CaseId.OfPlanningCt(Series(number))))
        {
            CaseToLookAt seen = (await filing.LookAtAsync(caseId, default))!;
            string[] sentences = [$"A structure set on CT series {seen.Case.CtSeriesInstanceUid} with a CTV.", "Images of the planning CT: 157 of 160 are missing."];
            await filing.StillWaitsAsync(caseId, seen.Case.Version, new Incomplete(sentences, null, HasAsked: false), default);
        }
    }

    private static async Task MeasureAsync(ICaseQueries queries, int cases, RegistryProvider provider)
    {
        CasePage page = await queries.ListAsync(new CaseFilter(), default);
        CaseCursor? middle = null;
        CaseCursor? last = null;
        for (int at = page.Cases.Count; page.Next is { } next; at += page.Cases.Count)
        {
            middle = at <= cases / 2 ? next : middle;
            last = next;
            page = await queries.ListAsync(new CaseFilter { After = next }, default);
        }

        Console.WriteLine($"| {cases} waiting cases, {provider} | median ms | worst ms of {Rounds} |\n|---|---|---|");
        await RowAsync("first page of 100", () => queries.ListAsync(new CaseFilter(), default));
        await RowAsync("a page in the middle", () => queries.ListAsync(new CaseFilter { After = middle }, default));
        await RowAsync("the last page", () => queries.ListAsync(new CaseFilter { After = last }, default));
        await RowAsync("first page of those that wait", () => queries.ListAsync(new CaseFilter { States = [CaseState.Waiting] }, default));
        await RowAsync("first page of those that are held (none)", () => queries.ListAsync(new CaseFilter { States = [CaseState.Held] }, default));
        await RowAsync("a page in the middle of those that wait", () => queries.ListAsync(new CaseFilter { States = [CaseState.Waiting], After = middle }, default));
        await RowAsync("searched: part of a name that every fourth has", () => queries.ListAsync(new CaseFilter { Search = "pattern b" }, default));
        await RowAsync("searched: the ID of one", () => queries.ListAsync(new CaseFilter { Search = $"id-{cases / 2:000000}" }, default));
        await RowAsync("searched: a name that nobody has", () => queries.ListAsync(new CaseFilter { Search = "nobody" }, default));
        await RowAsync("searched among those that wait, the page in the middle", () => queries.ListAsync(new CaseFilter { Search = "pattern b", States = [CaseState.Waiting], After = middle }, default));
        await RowAsync("of a protocol that none has", () => queries.ListAsync(new CaseFilter { Protocol = "none" }, default));
        await RowAsync("by the begin of a UID", () => queries.ListAsync(new CaseFilter { UidPrefix = "1.2.3.77" }, default));
        await RowAsync("by the begin of an id", () => queries.BeginningWithAsync("7a", 5, default));
        await RowAsync("one case with everything", () => queries.DetailsAsync(CaseId.OfPlanningCt(Series(cases / 2)), default));
        await RowAsync("what a scrape reads: counts and ages", async () => (await queries.CountsAsync(default), await queries.OldestAsync(default)));
        Console.WriteLine($"| memory after it (managed) | {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:0.0} MiB | |");
    }

    private static async Task RowAsync<T>(string what, Func<Task<T>> askAsync)
    {
        // The first one compiles the query.
        await askAsync();
        var times = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            long began = Stopwatch.GetTimestamp();
            await askAsync();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {times[Rounds / 2]:0.0} | {times[^1]:0.0} |"));
    }

    // The program from its start to the table, as a person waits for it.
    private static void Command(string folder, ServiceOptions service)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "contourflow.dll");
        string[] registry = service.Registry.Connection is { } connection ? ["--set", "Registry:Provider=PostgreSql", "--set", $"Registry:Connection={connection}"] : [];
        var runs = Enumerable.Range(0, 3).Select(_ => TimedProcess.Run("dotnet", [program, "cases", "list", "--set", $"Data={folder}", .. registry])).OrderBy(run => run.Wall).ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| `contourflow cases list`, the whole program (processor {runs[1].Processor:0} ms) | {runs[1].Wall:0} | {runs[^1].Wall:0} |"));
    }

    private static string Series(int number) => $"1.2.3.{number}.1";

    private static FiledObject Filed(int number, int image) => new(
        $"{Series(number)}.{image}", Ct, $"1.2.3.{number}", Series(number), "CT", $"key-{number}", new string('a', 64), "objects/aa/a", 525_000, """{"modality":"CT"}""", "CONTOURFLOW")
    {
        Patient = new PatientLabel($"ID-{number:000000}", $"Pattern^{"ABCD"[number % 4]}{number}", "1950-01-01", "O"),
    };
}
