using ContourFlow.Contouring.Linting;

namespace ContourFlow.Contouring.Tests.Linting;

/// <summary>Structure sets of other makers, with what is known of them (the expected values were counted with pydicom).</summary>
public sealed class RealFilesTests
{
    private const string Breast = "breast-dicompyler/rtss.dcm";
    private const string Prostate = "eclipse-prostate/RS.1.2.246.352.71.4.2088656855.2404649.20110920153449.dcm";

    [Fact]
    public void Clean_files_of_eclipse_and_mim_have_no_error_and_no_warning_of_their_own_profile()
    {
        Lint("vhm-eclipse-4slice/RS_Body_SpinalCord.dcm", "vhm-eclipse-4slice/CT", LintProfile.Strict).Findings.Should().BeEmpty();
        Lint("mim-phantom-5slice/RS_MIM.dcm", "mim-phantom-5slice/CT", LintProfile.Mim).Findings
            .Should().OnlyContain(finding => finding.Severity == LintSeverity.Information);
    }

    // The study sequence was taken out of RS_MIM.dcm.
    [Fact]
    public void Structure_set_without_references_to_a_series_has_a_broken_chain() =>
        Rules("mim-phantom-5slice/RS_MIM_nonexistent_reference.dcm", "mim-phantom-5slice/CT").Should().Contain("reference-chain");

    [Fact]
    public void Structure_set_in_another_frame_is_found_against_its_ct()
    {
        Rules("mim-phantom-5slice/RS_rtutils_otherFoR.dcm", "mim-phantom-5slice/CT").Should().Contain("frame-other-than-ct");
        Rules("mim-phantom-5slice/RS_rtutils_otherFoR.dcm", null).Should().NotContain("frame-other-than-ct");
    }

    [Fact]
    public void Lung_of_77_holes_has_77_nested_contours()
    {
        var report = Lint(Breast, null, LintProfile.Pinnacle);

        var lung = report.Findings.Where(finding => finding.Rule == "nested-hole" && finding.Place.RoiNumber == 6).ToList();
        (lung.Count + report.More.Where(more => more.Rule == "nested-hole" && more.RoiNumber == 6).Sum(more => more.Count)).Should().Be(77);
    }

    [Fact]
    public void Approved_structure_set_is_told() => Rules(Breast, null).Should().Contain("approved");

    [Fact]
    public void Ten_empty_rois_are_told()
    {
        var report = Lint(Prostate, null, LintProfile.Eclipse);

        report.Findings.Where(finding => finding.Rule == "roi-empty").Should().HaveCount(10);
        report.Count(LintSeverity.Error).Should().Be(0, "Eclipse wrote it");
    }

    [Fact]
    public void File_without_meta_information_is_told() =>
        Rules("tiny-monaco/TinyFS_StrctrSets.dcm", "tiny-monaco").Should().BeEquivalentTo("file-meta", "missing-type-2");

    [Fact]
    public void Contours_without_images_and_with_a_repeated_point_are_told() =>
        Rules("odd/pydicom/rtstruct.dcm", null).Should().Contain(["file-meta", "contour-image-missing", "first-point-repeated", "reference-chain"]);

    // Made by formula and sent through Pinnacle 9.6.
    [Theory]
    [InlineData("Sphere_10_0.dcm")]
    [InlineData("Cylinder_30_X15Z15.dcm")]
    public void Analytical_structures_have_no_error_in_the_profile_of_their_maker(string file) =>
        Lint("nelms-dvh/STRUCTURES/" + file, null, LintProfile.Pinnacle).Count(LintSeverity.Error).Should().Be(0);

    private static string[] Rules(string file, string? ct) => [.. Lint(file, ct, LintProfile.Strict).Findings.Select(finding => finding.Rule).Distinct(StringComparer.Ordinal)];

    private static LintReport Lint(string file, string? ct, LintProfile profile)
    {
        var dicom = DicomFile.Open(RealData.Path(file), FileReadOption.ReadAll);
        return StructureSetLinter.Lint(LintInput.Of(dicom, ct is null ? null : LintCtReader.Read(RealData.Path(ct), dicom.Dataset)), profile);
    }
}
