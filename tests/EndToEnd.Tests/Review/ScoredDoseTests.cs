using System.Text.RegularExpressions;
using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;
using Microsoft.Playwright;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>A dose on its way through the whole service onto the page of somebody who has the case open.</summary>
[Collection(LookedAtService.Collection)]
public sealed class ScoredDoseTests(ReviewedService reviewed)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dose_that_comes_while_the_case_is_open_is_scored_and_shows_by_itself()
    {
        await using WatchedPage watched = await reviewed.SignInAsync("Dora Simetrist");
        IPage page = watched.Page;
        await reviewed.OpenCaseAsync(page);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Dose" }).ClickAsync();
        await Assertions.Expect(page.Locator("#panel-dose")).ToContainTextAsync("No dose of this case has come.");

        using var folder = new TemporaryFolder();
        PhantomDose.Write(folder.Path, new PhantomOptions { Seed = 11, Site = SpineSite.Thoracic }, new PhantomDoseOptions());
        await Pacs.SendAsync(reviewed.DicomPort, Directory.GetFiles(folder.Path), Cancel);

        // The page looks again within half a minute; scoring takes seconds.
        await Assertions.Expect(page.Locator(".dose-badge")).ToContainTextAsync("Dose: ");
        await Assertions.Expect(page.Locator("[data-objective=\"PTV_Eval D2%\"]")).ToContainTextAsync("42 to 48 Gy");
        await page.WaitForFunctionAsync("() => window.__review.dose()");
        await page.Keyboard.PressAsync("i");
        await page.Keyboard.PressAsync("p");
        await watched.PictureAsync("scored-dose");
        await Assertions.Expect(page.Locator(".readout")).ToContainTextAsync(new Regex(@"Dose \d+\.\d\d Gy", RegexOptions.None, TimeSpan.FromSeconds(1)));
        watched.Requests.Should().OnlyContain(url => new Uri(url).Host == "127.0.0.1");
        watched.Complaints.Should().BeEmpty();
    }
}
