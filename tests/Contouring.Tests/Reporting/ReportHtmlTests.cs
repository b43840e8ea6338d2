using System.Text;
using System.Text.RegularExpressions;
using ContourFlow.Contouring.Reporting;
using ContourFlow.Contouring.Reporting.Pictures;

namespace ContourFlow.Contouring.Tests.Reporting;

public partial class ReportHtmlTests
{
    [Fact]
    public void Same_case_twice_gives_the_same_bytes()
    {
        ReportHtml.Write(SyntheticCase.Supine.Result()).Should().Equal(ReportHtml.Write(SyntheticCase.Supine.Result()));
        CasePicture.Write(SyntheticCase.Supine.Result()).Should().Equal(CasePicture.Write(SyntheticCase.Supine.Result()));
    }

    [Fact]
    public void Page_asks_for_nothing_beyond_itself()
    {
        var page = Page(SyntheticCase.Supine);

        page.Should().Contain("default-src 'none'; img-src data:; style-src 'unsafe-inline'");
        page.Should().NotContainAny("http:", "https:", "<script", "<link", "<iframe", "@import", "url(");
        References().Matches(page).Select(match => match.Groups["target"].Value)
            .Should().NotBeEmpty().And.OnlyContain(target => target.StartsWith("data:image/png;base64,") || target.StartsWith('#'));
    }

    [Fact]
    public void Roi_name_with_markup_is_shown_as_text()
    {
        const string hostile = "<script>alert(1)</script>\"'&<img src=x onerror=y>";
        var page = Page(SyntheticCase.Supine with
        {
            CtvName = hostile,
            CanalName = hostile + "2",
            Checks = [SyntheticCase.Warned("a", 0) with { Title = hostile, Figure = hostile, Limit = hostile, Sentence = hostile, Source = hostile, RoiName = hostile }],
            Findings = [new(Severity.Warning, hostile, hostile, hostile, 1)],
            NotUsed = [new(hostile, hostile, hostile, hostile)],
        });

        page.Should().NotContainAny("<script", "<img src=x", "onerror=y>");
        page.Should().Contain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;");
    }

    [Fact]
    public void Held_case_says_so_in_its_banner_and_names_the_failed_check_first()
    {
        var page = Page(SyntheticCase.Supine with { Checks = [SyntheticCase.Passed("fine"), SyntheticCase.Warned("odd"), SyntheticCase.Failed("broken", 0)] });

        page.Should().Contain("<div class=\"banner bad\" id=\"verdict\">").And.Contain("HELD: nothing was written for the planning system");
        page.Should().Contain("1 of 3 checks failed: Title of broken");
        var order = ((string[])["broken", "odd", "fine"]).Select(id => page.IndexOf($">{id}</code>", StringComparison.Ordinal));
        order.Should().BeInAscendingOrder().And.NotContain(-1);
    }

    [Theory]
    [InlineData(Severity.Information, "good", "Accepted")]
    [InlineData(Severity.Warning, "warn", "Accepted with warnings")]
    [InlineData(Severity.Failure, "bad", "HELD")]
    public void Banner_follows_the_gravest_check(Severity severity, string style, string words)
    {
        var page = Page(SyntheticCase.Supine with { Checks = [SyntheticCase.Passed("a"), SyntheticCase.Passed("b") with { Severity = severity }] });

        page.Should().MatchRegex($"banner {style}\" id=\"verdict\"><h1>. {words}");
    }

    [Fact]
    public void Warning_among_the_findings_alone_turns_the_banner_amber()
    {
        Page(SyntheticCase.Supine with { Findings = [new(Severity.Warning, "roi-off-plane", "One plane was snapped.")] })
            .Should().Contain("banner warn").And.Contain("One plane was snapped.");
    }

    [Fact]
    public void Every_check_is_on_the_page_with_figure_limit_and_source()
    {
        var checks = Enumerable.Range(1, 30).Select(i => SyntheticCase.Passed($"check-{i}") with
        {
            Figure = $"figure-{i};",
            Limit = $"limit-{i};",
            Source = $"source-{i};",
            Sentence = $"sentence-{i};",
        });
        var page = Page(SyntheticCase.Supine with { Checks = [.. checks] });

        for (var i = 1; i <= 30; i++)
            page.Should().ContainAll($">check-{i}</code>", $"figure-{i};", $"limit-{i};", $"source-{i};", $"sentence-{i};");
    }

    [Fact]
    public void Margin_that_planes_cannot_reach_is_emphasised_and_one_rounded_to_planes_is_not()
    {
        var made = SyntheticCase.Supine.Result();
        string Margins(double superior, double left) => Encoding.UTF8.GetString(ReportHtml.Write(
            made with { Margins = [made.Margins[0] with { Superior = superior, Left = left }] }));

        // Planes are 1.25 mm apart: half of it is forgiven along Z, 0.3 mm in the plane.
        Margins(superior: 5.5, left: 2.2).Should().NotContain("class=\"n off\"");
        Margins(superior: 3.75, left: 2).Should().Contain("<td class=\"n off\">3.75</td>");
        Margins(superior: 5, left: 2.4).Should().Contain("<td class=\"n off\">2.40</td>");
    }

    [Fact]
    public void Worst_place_of_a_warning_gets_a_picture()
    {
        var z = SyntheticCase.PlaneZ(70);

        var pictures = CasePictures.Of((SyntheticCase.Supine with { Checks = [SyntheticCase.Warned("odd", z + 0.2)] }).Result())!;

        pictures.Axial.Select(picture => picture.Position).Should().Contain(z).And.BeInDescendingOrder();
    }

    [Fact]
    public void Case_without_any_contour_still_has_a_report()
    {
        var made = (SyntheticCase.Supine with { Derives = false }).Result();
        var nothing = made with
        {
            Case = made.Case with { StructureSet = made.Case.StructureSet with { Rois = [] } },
            Derivation = made.Derivation with { Inputs = [] },
        };

        Encoding.UTF8.GetString(ReportHtml.Write(nothing)).Should().Contain("derived nothing").And.NotContain("<img");
        CasePicture.Write(nothing).Should().BeNull();
    }

    [Fact]
    public void Report_stays_below_three_megabytes()
    {
        ReportHtml.Write((SyntheticCase.Supine with { Checks = [SyntheticCase.Warned("odd", 40)] }).Result())
            .Length.Should().BeLessThan(3_000_000);
    }

    private static string Page(SyntheticCase made) => Encoding.UTF8.GetString(ReportHtml.Write(made.Result()));

    [GeneratedRegex("(?:src|href)=\"(?<target>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex References();
}
