using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>axe-core over every part of the page, in both colour schemes: nothing that it calls serious or critical.</summary>
[Collection(LookedAtService.Collection)]
public sealed class AccessibilityTests(ReviewedService reviewed)
{
    [Theory]
    [InlineData(ColorScheme.Dark)]
    [InlineData(ColorScheme.Light)]
    public async Task Every_part_of_the_page_can_be_used_by_everybody(ColorScheme scheme)
    {
        await using WatchedPage watched = await reviewed.SignInAsync("Access Reader", scheme);
        IPage page = watched.Page;
        await NothingSeriousAsync(page, "worklist");
        await page.Keyboard.PressAsync("?");
        await NothingSeriousAsync(page, "keys");
        await page.Keyboard.PressAsync("Escape");
        await reviewed.OpenCaseAsync(page);
        foreach (ILocator tab in await page.GetByRole(AriaRole.Tab).AllAsync())
        {
            await tab.ClickAsync();
            await NothingSeriousAsync(page, await tab.InnerTextAsync());
        }

        await page.Locator("[data-decision=\"reject\"]").ClickAsync();
        await NothingSeriousAsync(page, "decision");
    }

    private static async Task NothingSeriousAsync(IPage page, string part)
    {
        AxeResult result = await page.RunAxe();
        result.Passes.Should().NotBeEmpty();
        result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{part}: {violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}")
            .Should().BeEmpty();
    }
}
