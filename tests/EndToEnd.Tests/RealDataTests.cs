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

    private static string Data(string folder)
    {
        string? root = Environment.GetEnvironmentVariable("CONTOURFLOW_TEST_DATA");
        if (string.IsNullOrEmpty(root))
            Assert.Skip("CONTOURFLOW_TEST_DATA is not set");
        return Path.Combine(root!, folder);
    }
}
