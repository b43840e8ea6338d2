namespace ContourFlow.EndToEnd.Tests;

/// <summary>Files of real systems, which are not part of the repository.</summary>
public sealed class RealDataTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    /// <summary>Every folder of the data is inspected, whatever is in it.</summary>
    public static TheoryData<string> Folders => new(
        "vhm-eclipse-4slice", "mim-phantom-5slice", "mim-phantom-5slice/oblique-ct-3slice", "eclipse-prostate",
        "breast-dicompyler", "tiny-monaco", "nelms-dvh", "rtdose-vendors", "mr-head", "mr-cervical-spine-nifti",
        "ct-gantry-tilt", "odd/wg04", "odd/pydicom", "odd/charset", "odd/dicom2nifti");

    public void Dispose() => place.Dispose();

    [Theory]
    [MemberData(nameof(Folders))]
    public void Everything_can_be_inspected(string folder)
    {
        ProgramRun run = ProgramRun.ContourFlow("inspect", Data(folder));
        ProgramRun json = ProgramRun.ContourFlow("inspect", Data(folder), "--json");

        run.ExitCode.Should().Be(0, run.Error);
        json.ExitCode.Should().Be(0, json.Error);
        json.Json["exitCode"]!.GetValue<int>().Should().Be(0);
    }

    [Fact]
    public void Cord_of_an_eclipse_patient_gets_its_planning_volume()
    {
        ProgramRun run = ProgramRun.ContourFlow(
            "process", Data("vhm-eclipse-4slice"), "--out", place["out"], "--protocol", "spine-cord-prv");

        run.ExitCode.Should().Be(0, run.Out + run.Error);
        string file = Directory.GetFiles(place["out"], "RS.*.dcm").Should().ContainSingle().Which;
        RoiSummary.Of(file).Select(roi => roi.Name).Should().Contain(["BODY", "SpinalCord", "SpinalCord_PRV02"]);
    }

    /// <summary>
    /// Cases that cannot be done, and why, from what the data's index says of them: 97 of 98 slices missing, 100 mm
    /// between planes, a tilted gantry, an oblique CT without Patient ID, no CT at all.
    /// </summary>
    [Theory]
    [InlineData("breast-dicompyler", "planes-missing")]
    [InlineData("tiny-monaco", "plane-spacing-too-large")]
    [InlineData("ct-gantry-tilt/Philips-tilt16.5-10slices", "planes-tilted")]
    [InlineData("mim-phantom-5slice/oblique-ct-3slice", "planes-oblique")]
    [InlineData("mim-phantom-5slice", "several-patients")]
    [InlineData("eclipse-prostate", "no-planning-ct")]
    [InlineData("mr-head", "no-planning-ct")]
    public void Case_that_cannot_be_done_is_refused_for_the_right_reason(string folder, string code)
    {
        ProgramRun run = ProgramRun.ContourFlow("process", Data(folder), "--out", place["out"], "--json");

        run.ExitCode.Should().Be(3, run.Out + run.Error);
        run.ErrorCode.Should().Be(code, run.Out);
        place.Names().Should().BeEmpty();
    }

    /// <summary>
    /// MIM's CT has 5 mm between planes: more than the trial allows, and legal for a protocol that allows it. A margin
    /// of 2 mm cannot be proved on such planes: it is held.
    /// </summary>
    [Theory]
    [InlineData("RS_MIM.dcm", null, 3, "plane-spacing-too-large")]
    [InlineData("RS_MIM.dcm", "One + Other", 0, null)]
    [InlineData("RS_MIM.dcm", "grow(One, all 2 mm)", 4, "check-failed")]
    [InlineData("RS_MIM_nonexistent_reference.dcm", "One + Other", 0, null)]
    [InlineData("RS_rtutils_otherFoR.dcm", "One + Other", 3, "frame-of-reference-mismatch")]
    public void Structure_set_of_mim_and_its_variants_are_processed_or_refused(string file, string? expression, int exitCode, string? code)
    {
        string data = Data("mim-phantom-5slice");
        Directory.CreateDirectory(place["in"]);
        foreach (string slice in Directory.GetFiles(Path.Combine(data, "CT")))
            File.CreateSymbolicLink(Path.Combine(place["in"], Path.GetFileName(slice)), slice);
        File.CreateSymbolicLink(place["in/RS.dcm"], Path.Combine(data, file));
        string protocol = "spine-sbrt-sib";
        if (expression is not null)
            File.WriteAllText(protocol = place["thick.yaml"], $"{ThickProtocol} {expression}\n");

        ProgramRun run = ProgramRun.ContourFlow("process", place["in"], "--out", place["out"], "--protocol", protocol, "--json");

        run.ExitCode.Should().Be(exitCode, run.Out + run.Error);
        run.ErrorCode.Should().Be(code, run.Out);
        if (exitCode != 0)
        {
            Directory.EnumerateFiles(place.Path, "RS.*.dcm", SearchOption.AllDirectories).Should().BeEmpty();
            Directory.Exists(place["out"]).Should().Be(exitCode == 4, "a held case has a report, a refused one has nothing");
            return;
        }

        string written = Directory.GetFiles(place["out"], "RS.*.dcm").Should().ContainSingle().Which;
        IReadOnlyList<RoiSummary> before = RoiSummary.Of(place["in/RS.dcm"]);
        IReadOnlyList<RoiSummary> after = RoiSummary.Of(written);
        after.Take(before.Count).Should().Equal(before, "what was drawn is carried over unchanged");
        after.Skip(before.Count).Select(roi => roi.Name).Should().Equal("Made");
    }

    // Ends where the expression begins.
    private const string ThickProtocol = """
        name: thick-slices
        version: 1.0.0
        title: Something made on 5 mm planes
        source: This test
        structure-set-label: Thick
        holes: keyhole
        planning-ct:
          maximum-plane-spacing: 5 mm
          maximum-tilt: 0.1 deg
          allow-uneven-spacing: true
        inputs:
          One:
            role: other
            aliases: [ROI-1]
            required: always
            interpolate-planes: 0
          Other:
            role: other
            aliases: [ROI-2]
            required: always
            interpolate-planes: 0
        slivers:
          area: 4 mm2
          opening: 0.25 mm
        derived:
          Made:
            role: other
            interpreted-type: CONTROL
            colour: "#FFFF00"
            expression:
        """;

    private static string Data(string folder)
    {
        string? root = Environment.GetEnvironmentVariable("CONTOURFLOW_TEST_DATA");
        if (string.IsNullOrEmpty(root))
            Assert.Skip("CONTOURFLOW_TEST_DATA is not set");
        return Path.Combine(root!, folder);
    }
}
