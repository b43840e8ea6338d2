using System.Diagnostics;
using System.Globalization;
using ContourFlow.Bench.Cases;
using ContourFlow.EndToEnd.Tests;
using ContourFlow.EndToEnd.Tests.Review;
using ContourFlow.Storage.Filing;
using Microsoft.Playwright;

namespace ContourFlow.Bench.Review;

/// <summary>
/// What a dosimetrist waits for, in the distribution's Chromium, which draws without a graphics card: the worklist with many cases, a thoracic phantom
/// until its first picture and until all of it is there, and how many slices a second three linked views show.
/// </summary>
internal static class PageBench
{
    private const int Rounds = 5;

    /// <summary>Measures, and prints a table.</summary>
    /// <param name="cases">How many cases wait beside the one that is opened.</param>
    public static async Task RunAsync(int cases)
    {
        using var phantoms = new PhantomCases();
        await using var chromium = new ChromiumBrowser();
        await using var reviewed = new ReviewedService(phantoms, chromium);
        await reviewed.InitializeAsync();
        await RegistryBench.FillAsync(reviewed.Story.Get<IFilingRegistry>(), cases);
        await using WatchedPage watched = await reviewed.SignInAsync("Bench");
        IPage page = watched.Page;
        string home = new Uri(page.Url).GetLeftPart(UriPartial.Authority);
        string hash = $"{home}/#/case/{reviewed.CaseId}";

        Console.WriteLine($"{cases} cases beside one phantom; load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
        Console.WriteLine();
        Console.WriteLine("| | median | worst |");
        Console.WriteLine("|---|---|---|");
        await RowAsync("worklist, from the address to its rows, s", async () =>
        {
            await page.GotoAsync("about:blank");
            return await SecondsAsync(async () =>
            {
                await page.GotoAsync(home, new() { WaitUntil = WaitUntilState.Commit });
                await page.Locator("tr[data-case]").First.WaitForAsync();
            });
        });
        foreach (bool isPrepared in new[] { true, false })
        {
            var all = new List<double>();
            string name = isPrepared ? "prepared ahead" : "not prepared";
            await RowAsync($"case, {name}, first picture, s", async () =>
            {
                if (!isPrepared)
                    reviewed.ForgetImages();
                await page.GotoAsync("about:blank");
                long began = Stopwatch.GetTimestamp();
                await page.GotoAsync(hash, new() { WaitUntil = WaitUntilState.Commit });
                await page.WaitForFunctionAsync("() => window.__review && window.__review.firstPicture");
                double first = Stopwatch.GetElapsedTime(began).TotalSeconds;
                await ReviewedService.LoadedAsync(page);
                all.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
                return first;
            });
            Row($"case, {name}, all, s", all);
        }

        await RowAsync("slices a second, three linked views, CT", () => PaceAsync(page));
        await page.GetByLabel("Share of the MR in the blend").FillAsync("50");
        await page.Locator("[data-view=\"axial-fused\"]").FocusAsync();
        await page.Keyboard.PressAsync("f");
        await RowAsync("the same, CT and MR blended, structures filled", () => PaceAsync(page));
    }

    // As the arrow keys do it, each slice painted before the next.
    private static Task<double> PaceAsync(IPage page) => page.EvaluateAsync<double>(
        """
        async () => {
            const slices = 60, began = performance.now();
            for (let i = 0; i < slices; i++) {
                document.dispatchEvent(new KeyboardEvent('keydown', { key: i % 60 < 30 ? 'ArrowUp' : 'ArrowDown', bubbles: true }));
                await new Promise(done => requestAnimationFrame(done));
            }
            return slices / (performance.now() - began) * 1000;
        }
        """);

    private static async Task<double> SecondsAsync(Func<Task> act)
    {
        long began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task RowAsync(string what, Func<Task<double>> measure)
    {
        var figures = new List<double>();
        for (int i = 0; i < Rounds; i++)
            figures.Add(await measure());
        Row(what, figures);
    }

    private static void Row(string what, List<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        double worst = what.StartsWith("slices", StringComparison.Ordinal) || what.StartsWith("the same", StringComparison.Ordinal) ? sorted[0] : sorted[^1];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {sorted[sorted.Length / 2]:0.00} | {worst:0.00} |"));
    }
}
