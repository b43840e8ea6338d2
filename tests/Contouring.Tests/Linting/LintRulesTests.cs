using ContourFlow.Contouring.Linting;
using ContourFlow.Contouring.Tests.Cases;

namespace ContourFlow.Contouring.Tests.Linting;

public sealed class LintRulesTests
{
    public static TheoryData<LintProfile> Profiles => [.. Enum.GetValues<LintProfile>()];

    public static TheoryData<string> Broken => [.. BrokenCases.All.Keys];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Good_structure_set_has_no_finding_in_any_profile(LintProfile profile)
    {
        new LintCase().Lint(profile).Findings.Should().BeEmpty();
        new LintCase { Ct = null }.Lint(profile).Findings.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void One_thing_wrong_is_found_by_its_rule_and_by_none_that_it_does_not_concern(string rule)
    {
        var (change, also) = BrokenCases.All[rule];
        var broken = new LintCase();
        change(broken);

        broken.RulesFound().Should().BeEquivalentTo([rule, .. also]);
    }

    [Fact]
    public void Every_rule_has_a_case_that_breaks_it() =>
        LintRules.All.Select(rule => rule.Id).Should().BeEquivalentTo(BrokenCases.All.Keys).And.OnlyHaveUniqueItems();

    [Fact]
    public void Every_rule_says_what_it_is_and_why()
    {
        foreach (var rule in LintRules.All)
        {
            rule.Id.Should().MatchRegex("^[a-z0-9]+(-[a-z0-9]+)*$");
            rule.Title.Should().NotBeNullOrWhiteSpace();
            rule.Why.Should().EndWith(".", rule.Id);
            rule.Vendors.Select(vendor => vendor.Profile).Should().OnlyHaveUniqueItems().And.NotContain(LintProfile.Strict);
        }
    }

    [Fact]
    public void Nothing_is_an_error_without_a_source()
    {
        foreach (var rule in LintRules.All.Where(rule => rule.Source is null))
        {
            foreach (var profile in Enum.GetValues<LintProfile>().Where(profile => rule.SeverityFor(profile) == LintSeverity.Error))
                rule.Vendors.Should().Contain(vendor => vendor.Severity == LintSeverity.Error && (vendor.Profile == profile || profile == LintProfile.Strict), rule.Id);
        }
    }

    [Fact]
    public void Strict_is_never_milder_than_another_profile()
    {
        foreach (var rule in LintRules.All)
            Enum.GetValues<LintProfile>().Should().AllSatisfy(profile => (rule.SeverityFor(profile) <= rule.SeverityFor(LintProfile.Strict)).Should().BeTrue(rule.Id));
    }

    [Theory]
    [InlineData("transfer-syntax", LintProfile.Mim, LintSeverity.Error)]
    [InlineData("transfer-syntax", LintProfile.Eclipse, LintSeverity.Warning)]
    [InlineData("frames-several", LintProfile.Eclipse, LintSeverity.Error)]
    [InlineData("frames-several", LintProfile.Monaco, LintSeverity.Warning)]
    [InlineData("interpreted-type-missing", LintProfile.RayStation, LintSeverity.Warning)]
    [InlineData("interpreted-type-missing", LintProfile.Pinnacle, LintSeverity.Information)]
    public void Profile_decides_what_a_finding_weighs(string rule, LintProfile profile, LintSeverity severity)
    {
        var broken = new LintCase();
        BrokenCases.All[rule].Break(broken);

        broken.Lint(profile).Findings.Where(finding => finding.Rule == rule).Should().NotBeEmpty().And.OnlyContain(finding => finding.Severity == severity);
    }

    [Fact]
    public void Finding_says_where_it_is()
    {
        var broken = new LintCase();
        broken.Ctv[2] = LintCase.Contour(3, (-4, -4), (4, -4), (4, 4), (-4, -4));

        var place = broken.Lint().Findings.Should().ContainSingle().Which.Place;

        place.Should().Be(new LintPlace(2, "CTV", 3, 7.5, "Contour Data (3006,0050)"));
    }

    [Fact]
    public void Many_findings_of_a_kind_are_counted_and_not_listed()
    {
        var broken = new LintCase();
        for (var i = 0; i < 10; i++) broken.Ctv.Add(LintCase.Contour(1, (1, 1), (2, i)));

        var report = broken.Lint();

        report.Findings.Should().HaveCount(LintReport.ListedOfAKind);
        report.More.Should().ContainSingle().Which.Count.Should().Be(10 - LintReport.ListedOfAKind);
        report.Count(LintSeverity.Error).Should().Be(10);
    }

    [Fact]
    public void Name_that_would_steer_a_terminal_is_shown_without_its_control_characters()
    {
        var broken = new LintCase();
        broken.Rois[1].NotValidated().AddOrUpdate(DicomTag.ROIName, "a\u001b[2Jb\u202ec" + new string('x', 300));

        foreach (var finding in broken.Lint().Findings)
        {
            finding.Sentence.Should().NotContain("\u001b").And.NotContain("\u202e");
            (finding.Place.RoiName ?? string.Empty).Length.Should().BeLessThanOrEqualTo(80);
        }
    }

    [Fact]
    public void Patients_name_and_number_are_in_no_finding()
    {
        foreach (var (change, _) in BrokenCases.All.Values)
        {
            var broken = new LintCase();
            change(broken);
            foreach (var finding in broken.Lint().Findings)
                finding.ToString().Should().NotContain(SyntheticCase.PatientId).And.NotContain("Secret").And.NotContain("19500102");
        }
    }

    [Fact]
    public void File_of_a_retired_transfer_syntax_is_judged_by_its_meta_information()
    {
        var file = new DicomFile(new LintCase().Dataset);
        file.FileMetaInfo.TransferSyntax = DicomTransferSyntax.ExplicitVRBigEndian;

        StructureSetLinter.LintTransferSyntax(file, LintProfile.Pinnacle)!.Findings.Select(finding => finding.Rule)
            .Should().BeEquivalentTo("transfer-syntax", "transfer-syntax-unusable");
    }
}
