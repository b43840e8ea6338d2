using System.Diagnostics;
using System.Globalization;
using ContourFlow.Bench.Peers;
using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Bench.Service;

/// <summary>Memory of each process and the time of a page of the list, with many cases that wait: each has come by C-STORE and lacks its structure set.</summary>
internal static class WaitingBench
{
    private const int ImagesOfCase = 2;
    private const int Rounds = 30;
    private const int Associations = 4;

    private static readonly string[] s_roles = ["gateway", "publisher", "worker-1"];

    public static async Task RunAsync(int cases)
    {
        await using Installation installation = await Installation.StartAsync(SmallCase.Protocol, threads: 1);
        await installation.BeginAsync("worker-1");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nCases that wait, each of {ImagesOfCase} images sent by storescu over {Associations} associations at a time; resident memory now and at its peak, MiB.\n"));
        Console.WriteLine("| cases waiting | gateway | peak | publisher | peak | worker | peak | first page, median ms | worst of 30 | last page, median | worst | load |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        await RowAsync(installation, 0);
        int sent = 0;
        foreach (int level in new[] { cases / 10, cases / 2, cases })
        {
            var watch = Stopwatch.StartNew();
            string folder = installation[$"to-{level}"];
            int[] numbers = [.. Enumerable.Range(sent, level - sent)];
            Write(folder, numbers);
            Console.Error.WriteLine($"{numbers.Length} cases made in {watch.Elapsed.TotalSeconds:0} s");
            watch.Restart();
            await Task.WhenAll(Directory.EnumerateDirectories(folder).Select(part => Task.Run(() =>
                TimedProcess.Run("env", "TCP_NODELAY=1", "storescu", "-aec", ServiceSetup.Title, "127.0.0.1", installation.Setup.Port.ToString(CultureInfo.InvariantCulture), "+sd", part))));
            Console.Error.WriteLine($"sent after {watch.Elapsed.TotalSeconds:0} s");
            sent = level;
            await AllSeenAsync(installation, level);
            Console.Error.WriteLine($"all said what they wait for after {watch.Elapsed.TotalSeconds:0} s");
            Directory.Delete(folder, recursive: true);
            await RowAsync(installation, level);
        }

        string program = Path.Combine(AppContext.BaseDirectory, "contourflow.dll");
        double[] runs = [.. Enumerable.Range(0, 3).Select(_ => TimedProcess.Run("dotnet", program, "cases", "list", "--config", installation.Setup.File).Wall).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n`contourflow cases list`, the whole program: {runs[1]:0} ms, the median of three."));
    }

    // Every case has been looked at once nothing waits any more without having said for what.
    private static async Task AllSeenAsync(Installation installation, int cases)
    {
        int silent = 0;
        await Eventually.SoAsync(
            async () =>
            {
                if ((await installation.Story.Cases.CountsAsync(default)).GetValueOrDefault(CaseState.Waiting) != cases)
                    return false;
                silent = 0;
                CaseCursor? after = null;
                do
                {
                    CasePage page = await installation.Story.Cases.ListAsync(new CaseFilter { After = after, PageSize = 1000 }, default);
                    silent += page.Cases.Count(one => one.WaitingFor.Count == 0);
                    after = page.Next;
                }
                while (after is not null && silent == 0);
                await Task.Delay(1000);
                return silent == 0;
            },
            () => $"{silent} cases have not said what they wait for. {installation.Said}",
            default,
            TimeSpan.FromMinutes(20));
    }

    private static async Task RowAsync(Installation installation, int cases)
    {
        // What an operator's Prometheus asks meanwhile, and time for what was collected to be given back.
        for (int scrape = 0; scrape < 10; scrape++)
        {
            foreach (string role in s_roles)
                await installation.Processes[role].GetAsync("metrics", default);
            await Task.Delay(1000);
        }

        CaseCursor? last = null;
        for (CaseCursor? next = null; ;)
        {
            CasePage page = await installation.Story.Cases.ListAsync(new CaseFilter { After = next }, default);
            if (page.Next is null)
                break;
            last = next = page.Next;
        }

        (double Median, double Worst) first = await TimeAsync(installation, new CaseFilter()), end = await TimeAsync(installation, new CaseFilter { After = last });
        string memory = string.Join(" | ", s_roles.Select(role => string.Create(CultureInfo.InvariantCulture, $"{installation.MiB(role, "VmRSS"):0} | {installation.MiB(role, "VmHWM"):0}")));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {cases} | {memory} | {first.Median:0.0} | {first.Worst:0.0} | {end.Median:0.0} | {end.Worst:0.0} | {Installation.Load} |"));
    }

    private static async Task<(double Median, double Worst)> TimeAsync(Installation installation, CaseFilter filter)
    {
        await installation.Story.Cases.ListAsync(filter, default);
        var times = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            long began = Stopwatch.GetTimestamp();
            await installation.Story.Cases.ListAsync(filter, default);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        return (times[Rounds / 2], times[^1]);
    }

    // The first images of a small case, under UIDs and a patient of each case's own.
    private static void Write(string folder, int[] numbers)
    {
        var model = SmallCase.In($"{folder}-model", 0);
        DicomFile[] images = [.. model.Files.Take(ImagesOfCase).Select(path => DicomFile.Open(path))];
        string[] parts = [.. Enumerable.Range(0, Associations).Select(part => Directory.CreateDirectory(Path.Combine(folder, $"{part}")).FullName)];
        foreach (int number in numbers)
        {
            for (int image = 0; image < ImagesOfCase; image++)
            {
                DicomDataset dataset = images[image].Dataset;
                dataset.AddOrUpdate(DicomTag.SOPInstanceUID, $"2.25.77.{number}.{image}");
                dataset.AddOrUpdate(DicomTag.SeriesInstanceUID, $"2.25.76.{number}");
                dataset.AddOrUpdate(DicomTag.StudyInstanceUID, $"2.25.75.{number}");
                dataset.AddOrUpdate(DicomTag.FrameOfReferenceUID, $"2.25.74.{number}");
                dataset.AddOrUpdate(DicomTag.PatientID, $"BENCH{number}");
                new DicomFile(dataset).Save(Path.Combine(parts[number % Associations], $"{number}-{image}.dcm"));
            }
        }

        Directory.Delete($"{folder}-model", recursive: true);
    }
}
