using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Contouring.Reporting;

namespace ContourFlow.Contouring.Tests.Reporting;

public partial class ReportFusionTests
{
    private static readonly FusedPose Turned = SyntheticFusion.Pose('x', 3, new(3.2, 11, 4.1));

    [Fact]
    public void Json_has_the_matrix_unrounded_and_the_pose_in_figures_and_words()
    {
        var fusion = Json(SyntheticFusion.Accepted(Turned));

        fusion.GetProperty("seriesInstanceUid").GetString().Should().Be(SyntheticFusion.Series);
        fusion.GetProperty("weighting").GetString().Should().Be("T2");
        fusion.GetProperty("verdict").GetString().Should().Be("accepted");
        fusion.GetProperty("refusal").ValueKind.Should().Be(JsonValueKind.Null);
        var pose = fusion.GetProperty("pose");
        pose.GetProperty("origin").GetString().Should().Be("registration");
        pose.GetProperty("registrationInstanceUid").GetString().Should().Be(SyntheticFusion.RegistrationUid);
        pose.GetProperty("mrToCt").EnumerateArray().Select(value => value.GetDouble()).Should().Equal(Turned.MrToCt.ToMatrix());
        // By hand: the shift of the centre as it was made, sqrt(3.2² + 11² + 4.1²) = 12.167, 3 degrees about x.
        Point("centre").Should().Be((10, 30, 0));
        Point("shiftAtCentre").Should().Be((3.2, 11, 4.1));
        pose.GetProperty("shift").GetDouble().Should().Be(12.17);
        Point("rotationDegrees").Should().Be((3, 0, 0));
        pose.GetProperty("rotation").GetDouble().Should().Be(3);
        pose.GetProperty("words").GetString().Should().Be(PoseInWords.Of(Turned));

        (double X, double Y, double Z) Point(string name)
        {
            var point = pose.GetProperty(name);
            return (point.GetProperty("x").GetDouble(), point.GetProperty("y").GetDouble(), point.GetProperty("z").GetDouble());
        }
    }

    [Fact]
    public void Json_of_a_refused_fusion_names_the_reason_and_every_criterion()
    {
        var fusion = Json(SyntheticFusion.Refused(null));

        fusion.GetProperty("verdict").GetString().Should().Be("refused");
        fusion.GetProperty("refusal").GetProperty("code").GetString().Should().Be("mr-rotation-too-large");
        fusion.GetProperty("refusal").GetProperty("sentence").GetString().Should().Contain("turned by more");
        fusion.GetProperty("pose").ValueKind.Should().Be(JsonValueKind.Null);
        fusion.GetProperty("criteria").EnumerateArray().Select(criterion => (criterion.GetProperty("id").GetString(), criterion.GetProperty("verdict").GetString()))
            .Should().Equal(("mr-overlap", "passed"), ("mr-rotation", "failure"));
    }

    [Fact]
    public void Case_without_fusion_has_an_empty_list_and_no_section()
    {
        JsonDocument.Parse(ReportJson.Write(Result())).RootElement.GetProperty("fusions").GetArrayLength().Should().Be(0);
        Page().Should().NotContain("id=\"fusion\"");
    }

    [Fact]
    public void Page_tells_verdict_pose_origin_and_criteria_of_each_mr()
    {
        var page = Page(SyntheticFusion.Accepted(Turned));

        page.Should().Contain("<section id=\"fusion\">").And.Contain("T2-weighted MR <span class=\"pill good\">✓ accepted</span>");
        page.Should().Contain(SyntheticFusion.Series).And.Contain(SyntheticFusion.RegistrationUid).And.Contain("found here by image content");
        page.Should().Contain("3.2 mm Left, 11.0 mm Posterior, 4.1 mm Superior").And.Contain("3.0° about the Left–Right axis");
        page.Should().ContainAll("Title of mr-overlap", "figure of mr-overlap", "limit of mr-overlap", "Sentence of mr-overlap.");
        page.Should().ContainAll("alt=\"Axial checkerboard, z 0.00 mm\"", "alt=\"Axial overlay, z 0.00 mm\"", "alt=\"Sagittal checkerboard, x 10.00 mm\"", "alt=\"Sagittal overlay, x 10.00 mm\"");
        page.Should().Contain("(fused onto the CT)").And.NotContain("not used by the derivation");
    }

    [Fact]
    public void Page_of_a_refused_mr_says_why_and_puts_the_failed_criterion_first()
    {
        var page = Page(SyntheticFusion.Refused(Turned));

        page.Should().Contain("✗ refused").And.Contain("is turned by more than the protocol allows.").And.Contain("<code>mr-rotation-too-large</code>");
        page.IndexOf("Title of mr-rotation", StringComparison.Ordinal).Should().BeLessThan(page.IndexOf("Title of mr-overlap", StringComparison.Ordinal)).And.BePositive();
        page.Should().Contain("its fusion was refused");
        page.Should().Contain("Axial overlay", "a refused pose can be looked at as well");
    }

    [Fact]
    public void Shared_frame_says_so_and_names_no_registration()
    {
        var page = Page(SyntheticFusion.Accepted(SyntheticFusion.Pose('x', 0, default, origin: PoseOrigin.SharedFrame)));

        page.Should().Contain("state one frame of reference").And.Contain("neither moved nor turned").And.NotContain("Spatial Registration ");
    }

    [Fact]
    public void Pictures_outline_the_canal_and_leave_the_rest_to_the_images()
    {
        var page = Page(SyntheticFusion.Accepted(Turned));

        // Drawing order of the synthetic case: CTV, SpinalCanal, PTV, PTV_Eval.
        page.Should().Contain("href=\"#mr0-p0-1\"").And.NotContainAny("href=\"#mr0-p0-0\"", "href=\"#mr0-p0-2\"", "href=\"#mr0-p0-3\"");
    }

    [Fact]
    public void Ids_of_the_figures_are_unique_and_every_link_within_the_page_leads_somewhere()
    {
        var page = Page(SyntheticFusion.Accepted(Turned), SyntheticFusion.Refused(Turned));

        var ids = Ids().Matches(page).Select(match => match.Groups["id"].Value).ToList();
        ids.Should().OnlyHaveUniqueItems();
        var targets = Links().Matches(page).Select(match => match.Groups["id"].Value);
        targets.Except(ids, StringComparer.Ordinal).Should().BeEmpty();
    }

    [Fact]
    public void Text_with_markup_is_shown_as_text()
    {
        const string hostile = "<script>alert(1)</script>\"'&<img src=x onerror=y>";
        var fusion = SyntheticFusion.Refused(Turned with { RegistrationInstanceUid = hostile }) with { RefusalCode = hostile, Refusal = hostile };
        fusion = fusion with
        {
            Mr = fusion.Mr with { SeriesInstanceUid = hostile },
            Criteria = [SyntheticFusion.Criterion(hostile, Severity.Failure)],
        };

        var page = Page(fusion);

        page.Should().NotContainAny("<script", "<img src=x", "onerror=y>").And.Contain("&lt;script&gt;alert(1)");
    }

    [Fact]
    public void Same_fusion_twice_gives_the_same_bytes()
    {
        ReportHtml.Write(Result(SyntheticFusion.Accepted(Turned))).Should().Equal(ReportHtml.Write(Result(SyntheticFusion.Accepted(Turned))));
        ReportJson.Write(Result(SyntheticFusion.Accepted(Turned))).Should().Equal(ReportJson.Write(Result(SyntheticFusion.Accepted(Turned))));
    }

    [Fact]
    public void Neither_report_holds_a_date_of_the_mr()
    {
        var result = Result(SyntheticFusion.Accepted(Turned));

        foreach (var report in (string[])[Encoding.UTF8.GetString(ReportJson.Write(result)), Encoding.UTF8.GetString(ReportHtml.Write(result))])
            report.Should().NotContainAny("2025-01-01", "20250101", SyntheticCase.PatientName, SyntheticCase.PatientId);
    }

    private static CaseResult Result(params MrFusion[] fusions) => SyntheticCase.Supine.Result() with { Fusions = [.. fusions] };

    private static JsonElement Json(MrFusion fusion) => JsonDocument.Parse(ReportJson.Write(Result(fusion))).RootElement.GetProperty("fusions")[0];

    private static string Page(params MrFusion[] fusions) => Encoding.UTF8.GetString(ReportHtml.Write(Result(fusions)));

    [GeneratedRegex(" id=\"(?<id>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Ids();

    [GeneratedRegex(" href=\"#(?<id>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Links();
}
