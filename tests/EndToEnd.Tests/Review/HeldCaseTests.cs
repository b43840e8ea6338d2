using System.Globalization;
using System.Text.RegularExpressions;
using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Storage.Cases;
using Microsoft.Playwright;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>A case that was held, in a real browser over the running service: why, where, and what is done about it.</summary>
public sealed partial class HeldCaseTests(HeldService held) : IClassFixture<HeldService>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Held_case_says_why_is_not_let_out_without_a_reason_and_is_rerun_beside_its_previous_revision()
    {
        await using WatchedPage watched = await held.SignInAsync("Ada Admin");
        IPage page = watched.Page;
        await Assertions.Expect(page.Locator($"[data-case=\"{held.CaseId}\"]")).ToContainTextAsync("Held");
        await held.OpenCaseAsync(page);

        // Why: the reason of the ledger, the check that failed before all others, both MRs with the criterion that they failed.
        CaseSummary summary = (await held.Story.Cases.FindAsync(held.CaseId, Cancel))!;
        await Assertions.Expect(page.Locator(".case-banner.bad")).ToContainTextAsync(summary.Reason!);
        ILocator first = page.Locator("#panel-checks [data-check]").First;
        await Assertions.Expect(first).ToHaveClassAsync(FailureClass());
        await watched.PictureAsync("held-checks");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Fusion" }).ClickAsync();
        ILocator refused = page.Locator("section.fusion.refused");
        await Assertions.Expect(refused).ToHaveCountAsync(2);
        await Assertions.Expect(refused.First).ToContainTextAsync("Nothing that is drawn on this MR was used.");
        await Assertions.Expect(refused.First.Locator("[data-check]").First).ToHaveClassAsync(FailureClass());
        await watched.PictureAsync("held-fusion");
        // A refused MR may be looked at, but is not laid over the CT by itself, nor without a word.
        await Assertions.Expect(page.GetByLabel("Share of the MR in the blend")).ToHaveValueAsync("0");
        await Assertions.Expect(page.Locator(".refused-note")).ToContainTextAsync("nothing was derived from it");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Previous", Exact = true })).ToBeHiddenAsync();

        // Accept is not offered, and nothing is let out without a reason.
        await Assertions.Expect(page.Locator("[data-decision=\"accept\"]")).ToHaveAttributeAsync("aria-disabled", "true");
        await page.Locator("[data-decision=\"release\"]").ClickAsync();
        ILocator dialog = page.Locator("dialog[open]");
        await Assertions.Expect(dialog).ToContainTextAsync("You have not seen");
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = Release() }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("reason");
        await watched.PictureAsync("held-release");
        (await held.Story.Cases.FindAsync(held.CaseId, Cancel))!.State.Should().Be(CaseState.Held);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        // By the trial's protocol: a new revision, beside which the previous one is dashed.
        await page.Locator("[data-decision=\"rerun\"]").ClickAsync();
        await dialog.GetByLabel("Protocol").SelectOptionAsync(HeldService.Trial);
        await dialog.GetByLabel("Reason").FillAsync("Sent to the wrong title.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Rerun" }).ClickAsync();
        await Eventually.SoAsync(
            async () => await held.Story.Cases.FindAsync(held.CaseId, Cancel) is { State: CaseState.AwaitingReview, Revision: 2 }, () => $"{held.Story.Listed()} {held.Said}", Cancel);
        await page.ReloadAsync();
        await ReviewedService.LoadedAsync(page);
        await Assertions.Expect(page.GetByLabel("Revision", new() { Exact = true })).ToHaveValueAsync("2");
        await Assertions.Expect(page.Locator(".refused-note")).ToBeHiddenAsync();
        ILocator axial = page.Locator("[data-view=\"axial-fused\"]");
        long without = await CanvasSum.OfAsync(axial);
        await page.GetByRole(AriaRole.Button, new() { Name = "Previous", Exact = true }).ClickAsync();
        (await CanvasSum.OfAsync(axial)).Should().NotBe(without);

        // The PTV is a millimetre narrower on each side than it was, the cord's margin as wide as it was.
        await page.GetByRole(AriaRole.Tab, new() { Name = "Structures" }).ClickAsync();
        await watched.PictureAsync("previous-revision");
        (await ChangeAsync(page, "PTV")).Should().BeLessThan(0);
        (await ChangeAsync(page, "SpinalCord_PRV02")).Should().Be(0);

        CaseDetails details = (await held.Story.Cases.DetailsAsync(held.CaseId, Cancel))!;
        details.Ledger.Should().ContainSingle(line => line.Event == LedgerEvents.Rerun && line.By != null && line.By.Contains("Ada Admin", StringComparison.Ordinal));
        (await held.Archive.InstancesOfAsync(held.Study, Cancel)).Should().BeEmpty("nothing was let out");
        watched.Complaints.Should().BeEmpty();
    }

    // By how much a volume has changed, %.
    private static async Task<double> ChangeAsync(IPage page, string roi)
    {
        ILocator row = page.Locator("#panel-structures tr").Filter(new() { Has = page.GetByText(roi, new() { Exact = true }) }).First;
        string text = await row.InnerTextAsync();
        if (text.Contains("unchanged", StringComparison.Ordinal))
            return 0;
        Match change = Change().Match(text);
        change.Success.Should().BeTrue($"'{text}' says by how much the volume has changed");
        return double.Parse(change.Groups["percent"].Value.Replace('\u2212', '-'), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\bfailure\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FailureClass();

    [GeneratedRegex("^Release", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Release();

    [GeneratedRegex(@"(?<percent>[+\-\u2212±]?\d+(\.\d+)?)\s*%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Change();
}
