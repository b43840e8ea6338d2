using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Storage.Cases;
using Microsoft.Playwright;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>What a dosimetrist does with the page, in a real browser over the running service.</summary>
public sealed class ReviewPageTests(ReviewedService reviewed) : IClassFixture<ReviewedService>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Case_is_looked_through_and_decided_and_the_second_reviewer_is_told()
    {
        await using WatchedPage first = await reviewed.SignInAsync("Ada Reviewer");
        await using WatchedPage second = await reviewed.SignInAsync("Bob Reviewer", ColorScheme.Light);
        IPage page = first.Page;

        // The worklist names patient and state; Enter opens.
        ILocator row = page.Locator($"[data-case=\"{reviewed.CaseId}\"]");
        await Assertions.Expect(row).ToContainTextAsync("Awaiting review");
        await page.GetByRole(AriaRole.Grid, new() { Name = "Cases" }).PressAsync("Enter");
        await ReviewedService.LoadedAsync(page);
        await reviewed.OpenCaseAsync(second.Page);

        // The wheel goes from plane to plane, and Superior is up.
        ILocator axial = page.Locator("[data-view=\"axial-fused\"]");
        double[] before = await CursorAsync(page);
        await axial.HoverAsync();
        await page.Mouse.WheelAsync(0, -120);
        await page.WaitForFunctionAsync($"z => window.__review.cursor().point.z > z", before[2]);
        (await CursorAsync(page))[..2].Should().Equal(before[..2]);

        // The blend changes what is seen, structures can be hidden.
        long ct = await CanvasSum.OfAsync(axial);
        await page.GetByLabel("Share of the MR in the blend").FillAsync("100");
        long mr = await CanvasSum.OfAsync(axial);
        mr.Should().NotBe(ct);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Structures" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show none" }).ClickAsync();
        (await CanvasSum.OfAsync(axial)).Should().NotBe(mr);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        (await CanvasSum.OfAsync(axial)).Should().Be(mr);
        await page.GetByLabel("Share of the MR in the blend").FillAsync("50");

        // A check that has a place shows it.
        await page.GetByRole(AriaRole.Tab, new() { Name = "Checks" }).ClickAsync();
        double[] there = await CursorAsync(page);
        ILocator checks = page.Locator("#panel-checks");
        foreach (ILocator group in await checks.Locator("summary").AllAsync())
            await group.ClickAsync();
        await checks.Locator("button[data-check]").First.ClickAsync();
        await page.WaitForFunctionAsync("z => window.__review.cursor().point.z !== z", there[2]);
        await first.PictureAsync("review-page");

        // Nothing is rejected without a reason.
        await page.Locator("[data-decision=\"reject\"]").ClickAsync();
        ILocator dialog = page.Locator("dialog[open]");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("reason");
        (await reviewed.Story.Cases.FindAsync(reviewed.CaseId, Cancel))!.State.Should().Be(CaseState.AwaitingReview);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        // The second opens the dialog before the first decides, and decides after.
        await second.Page.Locator("[data-decision=\"reject\"]").ClickAsync();
        ILocator late = second.Page.Locator("dialog[open]");
        await late.GetByLabel("Reason").FillAsync("The cord is drawn too small at T7.");

        await page.Locator("[data-decision=\"accept\"]").ClickAsync();
        await Assertions.Expect(dialog).ToContainTextAsync("not the plan's approval");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);

        // He is told by the page itself, and his decision is not taken.
        await Assertions.Expect(second.Page.Locator("body")).ToContainTextAsync("Ada Reviewer");
        ILocator send = late.GetByRole(AriaRole.Button, new() { Name = "Reject" });
        await send.ClickAsync();
        await Assertions.Expect(late.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was sent");
        await Assertions.Expect(send).ToBeDisabledAsync();
        await Assertions.Expect(late.GetByLabel("Reason")).ToHaveValueAsync("The cord is drawn too small at T7.");

        // Ledger and archive.
        await Eventually.SoAsync(
            async () => (await reviewed.Story.Cases.FindAsync(reviewed.CaseId, Cancel))!.State == CaseState.Published, () => reviewed.Said, Cancel);
        CaseDetails details = (await reviewed.Story.Cases.DetailsAsync(reviewed.CaseId, Cancel))!;
        CaseStory.Once(details, LedgerEvents.Accepted, LedgerEvents.Published);
        LedgerEntry accepted = details.Ledger.Single(line => line.Event == LedgerEvents.Accepted);
        accepted.By.Should().Contain("Ada Reviewer");
        accepted.Details.Should().Contain(details.Revisions[^1].ProtocolHash).And.Contain(details.Revisions[^1].Results[0].SopInstanceUid);
        details.Ledger.Should().NotContain(line => line.Event == LedgerEvents.Rejected);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Ledger" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync("Ada Reviewer");
        (await reviewed.Archive.ResultsAsync(reviewed.Study, details.Revisions[^1].Results.Count, () => reviewed.Said, Cancel)).Should().NotBeEmpty();

        foreach (WatchedPage watched in new[] { first, second })
            StaysHere(watched);
    }

    /// <summary>Nothing leaves the host, and nothing was refused by the page's own policy or failed. A decision that came too late is answered with 409, which the browser notes.</summary>
    private static void StaysHere(WatchedPage watched)
    {
        watched.Requests.Should().NotBeEmpty().And.OnlyContain(url => new Uri(url).Host == "127.0.0.1");
        watched.Complaints.Where(complaint => !complaint.Contains("409", StringComparison.Ordinal)).Should().BeEmpty();
    }

    private static Task<double[]> CursorAsync(IPage page) =>
        page.EvaluateAsync<double[]>("() => { const { point } = window.__review.cursor(); return [point.x, point.y, point.z]; }");
}
