using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ContourFlow.Geometry.Patient;
using ContourFlow.Storage.Scoring;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>What a dosimetrist sees of a dose at the page, in a real browser.</summary>
[Collection(LookedAtService.Collection)]
public sealed partial class DosePageTests(DosedPage dosed) : IClassFixture<DosedPage>
{
    private const double MostPixels = 1;

    [Fact]
    public async Task Scorecard_shows_every_verdict_in_words_and_leads_to_the_structure()
    {
        await using WatchedPage watched = await dosed.OpenAsync();
        IPage page = watched.Page;
        await Assertions.Expect(page.Locator(".dose-badge")).ToContainTextAsync("Dose: 1 violated");
        await page.Locator(".dose-badge").ClickAsync();
        ILocator panel = page.Locator("#panel-dose");
        await Assertions.Expect(panel).ToContainTextAsync("has not been received");
        await Assertions.Expect(panel).ToContainTextAsync("It is not the plan's approval");

        // Colour is never alone, and what cannot be told says why.
        (string Line, string Word)[] expected =
        [
            ("PTV_Eval D2%", "Optimal"), ("PTV_Eval D98%", "Not optimal"), ("GTV D2%", "Indeterminate"), ("SpinalCord_PRV02 D0.03cc", "Violated"), ("ThecalSac D0.03cc", "Not evaluable"),
        ];
        foreach ((string line, string word) in expected)
            await Assertions.Expect(Line(page, line).Locator(".badge")).ToHaveTextAsync(new Regex($"{word}$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions.Expect(Line(page, "ThecalSac D0.03cc")).ToContainTextAsync("lie outside the dose grid");
        await Assertions.Expect(Line(page, "SpinalCord_PRV02 D0.03cc")).ToContainTextAsync("27.31 Gy");
        // 26.9996 is not 27.00 where 27 is the bound.
        await Assertions.Expect(Line(page, "PTV_Eval D98%")).ToContainTextAsync("26.9996 Gy");
        (await LinesAsync(page)).Should().Equal(expected.Select(one => one.Line));
        await panel.GetByRole(AriaRole.Button, new() { Name = "Gravest first" }).ClickAsync();
        (await LinesAsync(page)).Should().Equal("SpinalCord_PRV02 D0.03cc", "ThecalSac D0.03cc", "GTV D2%", "PTV_Eval D98%", "PTV_Eval D2%");

        // A line leads to its structure.
        await page.Keyboard.PressAsync("Home");
        await Line(page, "SpinalCord_PRV02 D0.03cc").GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Structures" }).ClickAsync();
        await Assertions.Expect(page.Locator(".roi.chosen")).ToContainTextAsync("SpinalCord_PRV02");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Dose" }).ClickAsync();
        await watched.PictureAsync("dose-panel");

        // Both doses are there, the newest first; the other one can be chosen.
        ILocator doses = panel.GetByRole(AriaRole.List, new() { Name = "Doses of this case" }).GetByRole(AriaRole.Button);
        (await doses.AllInnerTextsAsync()).Select(text => text.Split(": ")[^1]).Should().Equal("violated", "optimal");
        await doses.Nth(1).ClickAsync();
        await Assertions.Expect(page.Locator(".dose-badge")).ToContainTextAsync("Dose: optimal");
        Stays(watched);
    }

    [Fact]
    public async Task Dose_that_is_being_scored_is_followed_until_there_is_an_outcome()
    {
        ImmutableArray<DoseScore> before = dosed.Known.All;
        try
        {
            DoseScore waiting = before[0] with { Key = new string('3', 64), State = DoseScoreState.Queued, Verdict = null, ScoredAt = null, Files = [] };
            dosed.Known.All = [waiting, .. before];
            await using WatchedPage watched = await dosed.OpenAsync();
            IPage page = watched.Page;
            await page.GetByRole(AriaRole.Tab, new() { Name = "Dose" }).ClickAsync();
            ILocator first = page.GetByRole(AriaRole.List, new() { Name = "Doses of this case" }).GetByRole(AriaRole.Button).First;
            await Assertions.Expect(first).ToContainTextAsync("waits to be scored");
            await Assertions.Expect(page.Locator(".dose-badge")).ToContainTextAsync("1 violated", new() { UseInnerText = true });

            // Nothing is pressed: the page looks again by itself.
            dosed.Known.All = [waiting with { State = DoseScoreState.Refused, ReasonCode = "dose-frame", Reason = "RT Dose 2.25.901 lies in another frame of reference." }, .. before];
            await Assertions.Expect(first).ToContainTextAsync("cannot be scored");
            await first.ClickAsync();
            await Assertions.Expect(page.Locator("#panel-dose")).ToContainTextAsync("lies in another frame of reference");
            await Assertions.Expect(page.Locator(".dose-badge")).ToContainTextAsync("cannot be scored");
            await page.WaitForFunctionAsync("() => !window.__review.dose()");
            Stays(watched);
        }
        finally
        {
            dosed.Known.All = before;
        }
    }

    [Fact]
    public async Task Curves_say_what_stands_in_the_scorecard_and_change_their_units()
    {
        await using WatchedPage watched = await dosed.OpenAsync(ColorScheme.Light);
        IPage page = watched.Page;
        await page.Keyboard.PressAsync("p");
        ILocator plot = page.Locator(".dvh"), says = page.Locator(".dvh-says");
        await plot.ScrollIntoViewIfNeededAsync();

        // By the keys on the curve's own points: 251 steps of 0.1 Gy from 0.
        await Assertions.Expect(plot).ToBeFocusedAsync();
        while (!(await says.InnerTextAsync()).StartsWith("PTV_Eval", StringComparison.Ordinal))
            await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Home");
        for (int i = 0; i < 25; i++)
            await page.Keyboard.PressAsync("Shift+ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(says).ToContainTextAsync(Figure($"{DosedPage.PtvCurve[251]:0.00} %"));
        await Assertions.Expect(says).ToContainTextAsync("25.10 Gy (83.7 %)");

        // By the pointer: the nearest curve, linear between its points.
        foreach (double gy in new[] { 12.0, 33.3, 40.0 })
        {
            await PointAsync(page, gy);
            (double percent, double at) = Reading(await says.InnerTextAsync());
            at.Should().BeApproximately(gy, 0.2, "the pointer is on a whole pixel");
            percent.Should().BeApproximately(Between(at), 0.3, "the dose is told to a hundredth of a Gy");
        }

        await watched.PictureAsync("dose-curves");

        // The same point of the curve lies elsewhere on the other axis, and still says the same.
        float[] inPercent = await PlaceAsync(page, 33.3);
        await page.Locator("#panel-dose").GetByRole(AriaRole.Button, new() { Name = "cm³", Exact = true }).ClickAsync();
        (await PlaceAsync(page, 33.3))[1].Should().NotBeApproximately(inPercent[1], 5);
        await page.Locator("#panel-dose").GetByRole(AriaRole.Button, new() { Name = "% Rx", Exact = true }).ClickAsync();
        await PointAsync(page, 33.3);
        (double volume, double dose) = Reading(await says.InnerTextAsync());
        volume.Should().BeApproximately(Between(dose), 0.3);

        // What the images hide is not plotted.
        await page.GetByRole(AriaRole.Tab, new() { Name = "Structures" }).ClickAsync();
        await page.GetByLabel("Show PTV_Eval", new() { Exact = true }).UncheckAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Dose" }).ClickAsync();
        await Assertions.Expect(page.Locator(".dvh-legend").GetByRole(AriaRole.Button, new() { Name = "PTV_Eval", Exact = true })).ToHaveAttributeAsync("aria-pressed", "false");
        Stays(watched);
    }

    [Fact]
    public async Task Isodose_lines_lie_within_a_pixel_of_the_truth_in_three_views()
    {
        await using WatchedPage watched = await dosed.OpenAsync();
        IPage page = watched.Page;
        await page.GetByRole(AriaRole.Tab, new() { Name = "Dose" }).ClickAsync();
        await page.GetByRole(AriaRole.List, new() { Name = "Doses of this case" }).GetByRole(AriaRole.Button).Nth(1).ClickAsync();
        await Assertions.Expect(page.Locator(".dose-badge")).ToContainTextAsync("optimal");
        await page.WaitForFunctionAsync("() => window.__review.dose()");
        PatientPoint centre = dosed.Centre;
        CanvasView first = await CanvasView.ReadAsync(page, "axial");
        (double atX, double atY) = first.Place(centre);
        LocatorBoundingBoxResult box = (await page.Locator("[data-view=\"axial-fused\"]").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync((float)(box.X + (atX * box.Width / first.Width)), (float)(box.Y + (atY * box.Height / first.Height)));
        await page.Keyboard.PressAsync("c");
        double[] at = await page.EvaluateAsync<double[]>("() => { const { point } = window.__review.cursor(); return [point.x, point.y, point.z]; }");
        PatientPoint here = new(at[0], at[1], at[2]);

        // Nothing is coloured before the lines are on.
        CanvasView bare = await CanvasView.ReadAsync(page, "axial");
        bare.Offset(bare.Place(On30(centre, here, 0, (1, 0, 0))), (1, 0)).Should().BeNull();
        await page.Keyboard.PressAsync("i");
        (string View, PatientVector Along, PatientVector Across)[] views =
        [
            ("axial", new(0, 1, 0), new(1, 0, 0)), ("sagittal", new(0, 0, 1), new(0, 1, 0)), ("coronal", new(0, 0, 1), new(1, 0, 0)),
        ];
        foreach ((string view, PatientVector along, PatientVector across) in views)
        {
            CanvasView canvas = await CanvasView.ReadAsync(page, view);
            foreach (double away in new[] { -14.0, -6, 3, 11 })
            {
                PatientPoint truth = On30(centre, here, away, (across.X, across.Y, across.Z), along);
                (double X, double Y) direction = Direction(canvas, truth, DosedPage.Slope);
                canvas.Offset(canvas.Place(truth), direction).Should().NotBeNull($"a line is there, {view} {away}").And.BeInRange(-MostPixels, MostPixels, $"{view} {away}");
                // Half a spacing off would be seen.
                double? wrong = canvas.Offset(canvas.Place(truth + (across * 1.5)), direction, 8);
                wrong.Should().NotBeNull();
                Math.Abs(wrong!.Value).Should().BeGreaterThan(MostPixels, view);
            }
        }

        // Each level can be taken away, and the readout says the dose where the pointer is.
        CanvasView shown = await CanvasView.ReadAsync(page, "axial");
        await page.GetByRole(AriaRole.Group, new() { Name = "Levels of dose" }).GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^30 Gy", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        CanvasView hidden = await CanvasView.ReadAsync(page, "axial");
        PatientPoint on = On30(centre, here, 3, (1, 0, 0));
        shown.Offset(shown.Place(on), Direction(shown, on, DosedPage.Slope)).Should().NotBeNull();
        hidden.Offset(hidden.Place(on), Direction(hidden, on, DosedPage.Slope)).Should().BeNull();
        (double readX, double readY) = shown.Place(on);
        await page.Mouse.MoveAsync((float)(box.X + (readX * box.Width / shown.Width)), (float)(box.Y + (readY * box.Height / shown.Height)));
        await Assertions.Expect(page.Locator(".readout")).ToContainTextAsync("Pointer");
        double read = double.Parse(DoseSaid().Match(await page.Locator(".readout").InnerTextAsync()).Groups["gy"].Value, CultureInfo.InvariantCulture);
        read.Should().BeApproximately(30, 0.15, "a pixel is less than a millimetre, and a millimetre less than 0.15 Gy");
        Stays(watched);
    }

    [Theory]
    [InlineData(ColorScheme.Dark)]
    [InlineData(ColorScheme.Light)]
    public async Task Dose_can_be_used_by_everybody_and_is_printed_from_here(ColorScheme scheme)
    {
        await using WatchedPage watched = await dosed.OpenAsync(scheme);
        IPage page = watched.Page;
        await page.Keyboard.PressAsync("p");
        await page.Keyboard.PressAsync("Shift+I");
        await page.Keyboard.PressAsync("i");
        await watched.PictureAsync($"dose-images-{scheme}");
        AxeResult result = await page.RunAxe();
        result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}")
            .Should().BeEmpty();

        IPage printed = await page.Context.RunAndWaitForPageAsync(() => page.Locator("#panel-dose").GetByRole(AriaRole.Link, new() { Name = "Print" }).ClickAsync());
        await Assertions.Expect(printed.Locator("h1")).ToHaveTextAsync("A mandatory bound is violated");
        await printed.CloseAsync();
        Stays(watched);
    }

    private static ILocator Line(IPage page, string objective) => page.Locator($"[data-objective=\"{objective}\"]");

    private static async Task<string[]> LinesAsync(IPage page) =>
        [.. await Task.WhenAll((await page.Locator("[data-objective]").AllAsync()).Select(async line => (await line.GetAttributeAsync("data-objective"))!))];

    private static Task<float[]> PlaceAsync(IPage page, double gy) =>
        page.EvaluateAsync<float[]>("gy => { const place = window.__review.curveToScreen('PTV_Eval', gy); return [place.x, place.y]; }", gy);

    private static async Task PointAsync(IPage page, double gy)
    {
        float[] place = await PlaceAsync(page, gy);
        await page.Mouse.MoveAsync(place[0], place[1]);
        await Assertions.Expect(page.Locator(".dvh-says")).ToContainTextAsync("PTV_Eval:");
    }

    // The curve of the scorecard, linear between its points.
    private static double Between(double gy)
    {
        int below = (int)Math.Floor(gy / 0.1);
        double part = (gy / 0.1) - below;
        return (DosedPage.PtvCurve[below] * (1 - part)) + (DosedPage.PtvCurve[below + 1] * part);
    }

    private static (double Percent, double Gy) Reading(string text)
    {
        Match match = CurveSaid().Match(text);
        match.Success.Should().BeTrue(text);
        return (double.Parse(match.Groups["percent"].Value, CultureInfo.InvariantCulture), double.Parse(match.Groups["gy"].Value, CultureInfo.InvariantCulture));
    }

    private static string Figure(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Where the evenly rising dose is 30 Gy: so far along a view from the crosshair, and as far across as it takes.
    private static PatientPoint On30(PatientPoint centre, PatientPoint here, double away, (double X, double Y, double Z) across, PatientVector? along = null)
    {
        PatientPoint from = here + ((along ?? new PatientVector(0, 1, 0)) * away);
        var direction = new PatientVector(across.X, across.Y, across.Z);
        return from + (direction * (-(from - centre).Dot(DosedPage.Slope) / direction.Dot(DosedPage.Slope)));
    }

    private static (double X, double Y) Direction(CanvasView view, PatientPoint from, PatientVector slope)
    {
        var (fromX, fromY) = view.Place(from);
        var (toX, toY) = view.Place(from + slope);
        return (toX - fromX, toY - fromY);
    }

    private static void Stays(WatchedPage watched)
    {
        watched.Requests.Should().NotBeEmpty().And.OnlyContain(url => new Uri(url).Host == "127.0.0.1");
        watched.Complaints.Should().BeEmpty();
    }

    [GeneratedRegex(@": (?<percent>[\d.]+) %.* get at least (?<gy>[\d.]+) Gy", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CurveSaid();

    [GeneratedRegex(@"Dose (?<gy>[\d.]+) Gy", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DoseSaid();
}
