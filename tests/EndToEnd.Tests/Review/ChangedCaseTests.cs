using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Storage.Cases;
using Microsoft.Playwright;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>What is decided is what was on the screen, whatever becomes of the case meanwhile.</summary>
public sealed class ChangedCaseTests(ReviewedService reviewed) : IClassFixture<ReviewedService>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_that_was_opened_before_a_new_revision_goes_on_showing_the_old_one_and_takes_no_decision()
    {
        await using WatchedPage watched = await reviewed.SignInAsync("Cleo Reviewer");
        IPage page = watched.Page;
        await reviewed.OpenCaseAsync(page);
        ILocator accept = page.Locator("[data-decision=\"accept\"]");
        await Assertions.Expect(accept).ToHaveAttributeAsync("aria-disabled", "false");

        DecisionOutcome outcome = await reviewed.Story.Get<ICaseDecisions>().RerunAsync(new Decision(reviewed.CaseId, null, "someone", "Looked at again"), "spine-sbrt-sib", Cancel);
        outcome.Should().Be(DecisionOutcome.Taken);
        await Eventually.SoAsync(
            async () => await reviewed.Story.Cases.FindAsync(reviewed.CaseId, Cancel) is { State: CaseState.AwaitingReview, Revision: 2 }, () => $"{reviewed.Story.Listed()} {reviewed.Said}", Cancel);

        await Assertions.Expect(page.Locator(".case-banner")).ToContainTextAsync("You are looking at revision 1");
        await Assertions.Expect(accept).ToHaveAttributeAsync("aria-disabled", "true");
        await page.ReloadAsync();
        await ReviewedService.LoadedAsync(page);
        await Assertions.Expect(accept).ToHaveAttributeAsync("aria-disabled", "false");
        await Assertions.Expect(page.GetByLabel("Revision", new() { Exact = true })).ToHaveValueAsync("2");
    }
}
