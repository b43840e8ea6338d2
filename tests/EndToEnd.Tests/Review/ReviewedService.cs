using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContourFlow.Contracts;
using ContourFlow.EndToEnd.Tests.Network;
using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Storage.Cases;
using Microsoft.Playwright;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>The service in one process with its review page, an archive to publish to, and one phantom whose results await review, or whatever becomes of it.</summary>
public partial class ReviewedService(PhantomCases phantoms, ChromiumBrowser chromium) : IAsyncLifetime
{
    private readonly TemporaryFolder place = new();
    private Pacs? pacs;
    private ServiceProcess? service;
    private CaseStory? story;
    private int tokens;

    /// <summary>The case.</summary>
    internal CaseId CaseId { get; private set; }

    /// <summary>Its planning CT's study.</summary>
    internal string Study { get; private set; } = "";

    /// <summary>The structure with a hole that was drawn on its CT besides.</summary>
    internal RingStructure Ring { get; private set; } = null!;

    /// <summary>Its registry.</summary>
    internal CaseStory Story => story!;

    /// <summary>Its archive.</summary>
    internal Pacs Archive => pacs!;

    /// <summary>Where it takes objects.</summary>
    internal int DicomPort { get; private set; }

    /// <summary>What it says.</summary>
    internal string Said => service!.Said;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!ChromiumBrowser.IsHere)
            return;
        int port = DicomPort = ServerProcess.FreePort();
        pacs = await Pacs.StartAsync(port, default);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", ContourFlow.EndToEnd.Tests.Archive.Title, pacs.Archive.DicomPort);
        Configure(setup, place);
        setup.Json["Review"] = new JsonObject { ["Port"] = ServerProcess.FreePort() };
        setup.Json["Routes"] = new JsonArray(new JsonObject { ["StructureSet"] = new JsonArray("pacs"), ["Registration"] = new JsonArray("pacs"), ["Publish"] = "AfterReview" });
        service = await ServiceProcess.StartReadyAsync("serve", setup, default);
        story = new CaseStory(setup);
        await Pacs.SendAsync(port, WithRing(), default);
        CaseSummary? waiting = null;
        await Eventually.SoAsync(
            async () => (waiting = (await story.Cases.ListAsync(new CaseFilter { States = [Outcome] }, default)).Cases.SingleOrDefault()) is not null,
            () => $"{story.Listed()} {Said}",
            default);
        (CaseId, Study) = (waiting!.CaseId, waiting.StudyInstanceUid);
    }

    /// <summary>What becomes of the case.</summary>
    internal virtual CaseState Outcome => CaseState.AwaitingReview;

    /// <summary>Says by which protocol the case is processed.</summary>
    internal virtual void Configure(ServiceSetup setup, TemporaryFolder folder) => setup.Json["Intake"]!["Protocol"] = "spine-sbrt-sib";

    /// <summary>A browser whose user is signed in and sees the worklist.</summary>
    /// <param name="name">The user's name.</param>
    /// <param name="scheme">Light or dark.</param>
    internal async Task<WatchedPage> SignInAsync(string name, ColorScheme scheme = ColorScheme.Dark)
    {
        WatchedPage watched = await chromium.OpenAsync(scheme);
        IPage page = watched.Page;
        await page.GotoAsync(await NextAddressAsync());
        await page.GetByLabel("Your name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Grid, new() { Name = "Cases" })).ToBeVisibleAsync();
        return watched;
    }

    /// <summary>Opens the case and waits until everything of it is on the screen.</summary>
    internal async Task OpenCaseAsync(IPage page)
    {
        await page.Locator($"[data-case=\"{CaseId}\"]").ClickAsync();
        await LoadedAsync(page);
    }

    /// <summary>Waits until everything of a case is on the screen: its images, and its report, which comes beside them.</summary>
    internal static async Task LoadedAsync(IPage page)
    {
        await page.WaitForFunctionAsync("() => window.__review && window.__review.loaded");
        await page.Locator("#panel-checks [data-check]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Takes away the images that were prepared; they are prepared again when somebody asks for them.</summary>
    internal void ForgetImages()
    {
        foreach (string prepared in Directory.EnumerateFiles(Path.Combine(place["data"], "review"), "*.gz", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!).Distinct(StringComparer.Ordinal).ToArray())
            Directory.Delete(prepared, recursive: true);
    }

    /// <summary>A token lets one browser in; the next is printed once it is used.</summary>
    private async Task<string> NextAddressAsync()
    {
        int mine = Interlocked.Increment(ref tokens);
        await Eventually.SoAsync(() => Task.FromResult(Address().Count(Said) >= mine), () => Said, default);
        return Address().Matches(Said)[mine - 1].Value;
    }

    private string[] WithRing()
    {
        string phantom = phantoms.Phantom("thoracic");
        string structureSet = Path.Combine(phantom, "RS_CT.dcm"), drawn = place["RS_CT.dcm"];
        File.Copy(structureSet, drawn);
        Ring = RingStructure.AddTo(drawn);
        return [.. Directory.EnumerateFiles(phantom, "*.dcm", SearchOption.AllDirectories).Where(file => file != structureSet), drawn];
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/signin#token=[A-Za-z0-9_\-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (story is not null)
            await story.DisposeAsync();
        service?.Dispose();
        pacs?.Dispose();
        place.Dispose();
        GC.SuppressFinalize(this);
    }
}
