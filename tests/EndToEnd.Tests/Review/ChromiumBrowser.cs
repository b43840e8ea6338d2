using System.Collections.Concurrent;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(ContourFlow.EndToEnd.Tests.Review.ChromiumBrowser))]

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>The distribution's Chromium, started once for all tests. Each test has a profile of its own in it.</summary>
public sealed class ChromiumBrowser : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";

    /// <summary>Whether it is installed.</summary>
    internal static bool IsHere => File.Exists(Executable);

    // It would look for its maker's servers otherwise.
    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    // What is expected of a page waits as long as everything else does: its own default are 5 s, which a busy machine takes for a request.
    private const float Patience = 300_000;

    private readonly SemaphoreSlim gate = new(1, 1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>A page with nothing known of any other; the test is skipped where there is no Chromium.</summary>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="scale">Pixels of the screen for one of CSS: 2 on a screen with fine pixels.</param>
    internal async Task<WatchedPage> OpenAsync(ColorScheme scheme = ColorScheme.Dark, float scale = 1)
    {
        Assert.SkipUnless(IsHere, "Chromium is not installed (package chromium)");
        await gate.WaitAsync();
        try
        {
            Assertions.SetDefaultExpectTimeout(Patience);
            playwright ??= await Playwright.CreateAsync();
            browser ??= await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = s_arguments, Headless = true, Timeout = Patience });
        }
        finally
        {
            gate.Release();
        }

        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
            ColorScheme = scheme,
            DeviceScaleFactor = scale,
        });
        context.SetDefaultTimeout(Patience);
        return new WatchedPage(context, await context.NewPageAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.CloseAsync();
        playwright?.Dispose();
        gate.Dispose();
    }
}

/// <summary>A page with a note of everything that it asked for and complained of.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> requests = new();
    private readonly ConcurrentQueue<string> complaints = new();

    /// <summary>Watches a page.</summary>
    public WatchedPage(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        context.Request += (_, request) => requests.Enqueue(request.Url);
        page.PageError += (_, fault) => complaints.Enqueue(fault);
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
                complaints.Enqueue($"{message.Text} ({message.Location})");
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Every address that was asked for.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>Errors of scripts, and what the browser wrote to its console as errors: refused by the Content Security Policy, not found.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>A picture of the page as it is now for people to look at, where CONTOURFLOW_SCREENSHOTS names a folder.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CONTOURFLOW_SCREENSHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png") });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
