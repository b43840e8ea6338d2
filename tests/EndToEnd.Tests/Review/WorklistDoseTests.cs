using System.Text.RegularExpressions;
using ContourFlow.Review.Hosting;
using ContourFlow.Review.Tests;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>What the worklist says of doses, in a real browser: that a bound is violated is seen without opening a case.</summary>
public sealed class WorklistDoseTests(ChromiumBrowser chromium)
{
    // What each patient's doses come to, the older first, and what has to stand in the row.
    private static readonly (string Name, string[] Words, string Seen)[] s_patients =
    [
        ("Abel^Anna", [], "No dose"),
        ("Berg^Bruno", ["optimal"], "Optimal"),
        ("Ceder^Clara", ["mandatory"], "Not optimal"),
        ("Dorn^David", ["indeterminate"], "Indeterminate"),
        ("Eber^Emma", ["not-evaluable"], "Not evaluable"),
        ("Falk^Felix", ["violated"], "Violated"),
        ("Gerber^Gerda", [ReviewPlace.Refused], "Cannot be scored"),
        ("Huber^Hans", [ReviewPlace.Waiting], "Waits to be scored"),
        ("Iller^Ida", ["violated", "optimal"], "Optimal 1 other violated"),
    ];

    [Theory]
    [InlineData(ColorScheme.Light, 1)]
    [InlineData(ColorScheme.Dark, 1)]
    [InlineData(ColorScheme.Light, 2)]
    [InlineData(ColorScheme.Dark, 2)]
    public async Task Every_case_says_what_its_newest_dose_comes_to_in_a_word_and_a_sign(ColorScheme scheme, int scale)
    {
        await using ReviewPlace place = await FilledAsync();
        await using WatchedPage watched = await OpenAsync(place, scheme, scale);
        IPage page = watched.Page;

        for (int patient = 1; patient <= s_patients.Length; patient++)
            await Assertions.Expect(Dose(page, patient)).ToHaveTextAsync(Words(s_patients[patient - 1].Seen));
        await watched.PictureAsync($"worklist-{(scheme == ColorScheme.Light ? "light" : "dark")}-{scale}");

        // Nothing is cut off, and nothing has to be scrolled sideways.
        (await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('.worklist td > *:not(.sub)')]
              .filter((one) => one.closest('.spacer') === null && one.getBoundingClientRect().right > one.parentElement.getBoundingClientRect().right - parseFloat(getComputedStyle(one.parentElement).paddingRight) + 0.5)
              .map((one) => one.textContent)
            """)).Should().BeEmpty();
        (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth")).Should().BeTrue();
        (await page.GetByRole(AriaRole.Group, new() { Name = "Doses" }).BoundingBoxAsync())!.Height.Should().BeLessThan(40, "the choices of doses stand in one row");
        AxeResult result = await page.RunAxe();
        result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}").Should().BeEmpty();
        watched.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Cases_are_chosen_by_their_doses_with_the_keyboard()
    {
        await using ReviewPlace place = await FilledAsync();
        await using WatchedPage watched = await OpenAsync(place, ColorScheme.Light, 1);
        IPage page = watched.Page;
        ILocator group = page.GetByRole(AriaRole.Group, new() { Name = "Doses" });
        // The gravest first; a case with a violated dose beside its newest counts as well.
        (await group.GetByRole(AriaRole.Button).AllInnerTextsAsync()).Select(text => Regex.Replace(text, @"\s+", " ", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Should().Equal("✕ Violated2", "⊘ Cannot be scored1", "∅ Not evaluable1", "≈ Indeterminate1", "◐ Not optimal1", "✓ Optimal2", "◔ Waits to be scored1", "– No dose1");

        ILocator violated = group.GetByRole(AriaRole.Button).First;
        await violated.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator("tr[data-case]")).ToHaveCountAsync(2);
        await Assertions.Expect(Dose(page, 6)).ToBeVisibleAsync();
        await Assertions.Expect(Dose(page, 9)).ToBeVisibleAsync();
        await Assertions.Expect(violated).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(violated).ToBeFocusedAsync();
        await watched.PictureAsync("worklist-violated");

        // Along with a state that none of them is in.
        await page.Locator("[data-chip=\"dose-violated\"]").PressAsync("Space");
        await page.Locator("[data-chip=\"dose-none\"]").PressAsync("Space");
        await Assertions.Expect(page.Locator("tr[data-case]")).ToHaveCountAsync(1);
        await Assertions.Expect(Dose(page, 1)).ToBeVisibleAsync();
        await page.Locator("[data-chip=\"all\"]").PressAsync("Enter");
        await Assertions.Expect(page.Locator("tr[data-case]")).ToHaveCountAsync(s_patients.Length);
        watched.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Dose_that_becomes_violated_shows_by_itself()
    {
        await using ReviewPlace place = await FilledAsync();
        await using WatchedPage watched = await OpenAsync(place, ColorScheme.Dark, 1);
        IPage page = watched.Page;
        await Assertions.Expect(Dose(page, 1)).ToHaveTextAsync("No dose");

        await place.ScoredAsync(1, "violated");

        await Assertions.Expect(Dose(page, 1)).ToHaveTextAsync(Words("Violated"), new() { Timeout = 15_000 });
        await Assertions.Expect(page.Locator("[aria-live]").Filter(new() { HasText = "A dose of a case is violated." })).ToHaveCountAsync(1);
        watched.Complaints.Should().BeEmpty();
    }

    private static ILocator Dose(IPage page, int patient) => page.Locator($"[data-case=\"{ReviewPlace.Case(patient)}\"] td.dose");

    // The sign before the words is for the eye alone.
    private static Regex Words(string seen) => new($"^\\S?{Regex.Escape(seen).Replace("\\ 1", "\\s*1", StringComparison.Ordinal)}$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static async Task<ReviewPlace> FilledAsync()
    {
        ReviewPlace place = await ReviewPlace.StartAsync(time: TimeProvider.System);
        for (int patient = 1; patient <= s_patients.Length; patient++)
        {
            (string name, string[] words, _) = s_patients[patient - 1];
            HoldReason? held = patient % 4 == 0 ? new("margin-differs", "A margin of PTV_Eval differs by 0.4 mm from what the protocol asks for.") : null;
            await place.ProcessedAsync(patient, held, new PatientLabel($"MADE-{patient:000}", name, "1950-02-28", "F"));
            await place.ScoredAsync(patient, words);
        }

        return place;
    }

    private async Task<WatchedPage> OpenAsync(ReviewPlace place, ColorScheme scheme, int scale)
    {
        WatchedPage watched = await chromium.OpenAsync(scheme, scale);
        IPage page = watched.Page;
        await page.GotoAsync(ReviewServer.SignInLink(place.Server)!.AbsoluteUri);
        await page.GetByLabel("Your name").FillAsync("Dosi Metrist");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Grid, new() { Name = "Cases" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        return watched;
    }
}
