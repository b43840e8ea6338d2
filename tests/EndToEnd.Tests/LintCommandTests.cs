using System.Text.Json.Nodes;

namespace ContourFlow.EndToEnd.Tests;

/// <summary>`contourflow lint` on what this program writes, and on what it should not have written.</summary>
public sealed class LintCommandTests(PhantomCases cases) : IDisposable
{
    private readonly TemporaryFolder place = new();

    public static TheoryData<string> Profiles => new("strict", "eclipse", "raystation", "monaco", "pinnacle", "mim");

    public void Dispose() => place.Dispose();

    [Theory]
    [MemberData(nameof(PhantomCases.Sites), MemberType = typeof(PhantomCases))]
    public void What_process_writes_and_the_phantoms_own_have_no_error_for_anybody(string site)
    {
        string phantom = cases.Phantom(site);
        foreach (string file in new[] { cases.Result(site).StructureSet, Path.Combine(phantom, "RS_CT.dcm") })
        {
            ProgramRun run = ProgramRun.ContourFlow("lint", file, "--ct", phantom, "--profile", "strict", "--json");

            run.ExitCode.Should().Be(0, run.Out + run.Error);
            Summary(run.Json, "error").Should().Be(0, run.Out);
            run.Json["ct"]!["images"]!.GetValue<int>().Should().BePositive();
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_profile_takes_what_process_writes(string profile)
    {
        ProgramRun run = ProgramRun.ContourFlow("lint", cases.Result("thoracic").StructureSet, "--ct", cases.Phantom("thoracic"), "--profile", profile);

        run.ExitCode.Should().Be(0, run.Out + run.Error);
        run.Out.Should().Contain($"for {profile}: ");
    }

    [Fact]
    public void Broken_structure_set_ends_in_7_with_rule_and_place()
    {
        EditedCase edited = Broken();

        ProgramRun table = ProgramRun.ContourFlow("lint", edited.StructureSetFile, "--ct", edited.Folder);
        ProgramRun json = ProgramRun.ContourFlow("lint", edited.StructureSetFile, "--ct", edited.Folder, "--json");

        table.ExitCode.Should().Be(7, table.Out + table.Error);
        table.Out.Should().Contain("label-length").And.Contain("ERROR").And.Contain("ring-too-few-points");
        json.ExitCode.Should().Be(7);
        json.Json["exitCode"]!.GetValue<int>().Should().Be(7);
        json.Json["fix"].Should().BeNull();
        JsonNode finding = json.Json["findings"]!.AsArray().Single(node => node!["rule"]!.GetValue<string>() == "ring-too-few-points")!;
        finding.AsObject().Select(member => member.Key).Should().Equal("severity", "rule", "roiNumber", "roiName", "contour", "z", "attribute", "sentence");
        finding["severity"]!.GetValue<string>().Should().Be("error");
        finding["contour"]!.GetValue<int>().Should().Be(1);
    }

    [Fact]
    public void Mended_instance_is_clean_readable_by_others_and_taken_by_process()
    {
        EditedCase edited = Broken();
        string source = edited.StructureSetFile;
        byte[] before = File.ReadAllBytes(source);
        string target = place["mended.dcm"];

        ProgramRun fix = ProgramRun.ContourFlow("lint", source, "--ct", edited.Folder, "--fix", target, "--json");

        fix.ExitCode.Should().Be(0, fix.Out + fix.Error);
        fix.Json["fix"]!["mended"]!.AsArray().Select(node => node!["rule"]!.GetValue<string>())
            .Should().Contain(["label-length", "ring-too-few-points", "identity"]);
        File.ReadAllBytes(source).Should().Equal(before);
        ProgramRun.ContourFlow("lint", target, "--ct", edited.Folder).ExitCode.Should().Be(0);

        File.Delete(source);
        File.Copy(target, source);
        ProgramRun process = ProgramRun.ContourFlow("process", edited.Folder, "--out", place["out"]);
        process.ExitCode.Should().Be(0, process.Out + process.Error);

        ProgramRun valid = ProgramRun.Of(Tool.Find("dciodvfy", "dicom3tools"), target);
        valid.Error.Should().Contain("RTStructureSet");
        valid.Error.Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void File_that_is_there_is_never_overwritten()
    {
        File.WriteAllText(place["there.dcm"], "mine");

        ProgramRun run = ProgramRun.ContourFlow("lint", cases.Result("thoracic").StructureSet, "--fix", place["there.dcm"], "--json");
        ProgramRun nowhere = ProgramRun.ContourFlow("lint", cases.Result("thoracic").StructureSet, "--fix", place["no/folder.dcm"], "--json");

        run.ExitCode.Should().Be(6, run.Out + run.Error);
        run.ErrorCode.Should().Be("output-not-writable");
        nowhere.ExitCode.Should().Be(6);
        File.ReadAllText(place["there.dcm"]).Should().Be("mine");
        place.Names().Should().Equal("there.dcm");
    }

    [Theory]
    [InlineData(new[] { "lint", "nowhere.dcm" }, 3, "unreadable-file")]
    [InlineData(new[] { "lint", "text.dcm" }, 3, "unreadable-file")]
    [InlineData(new[] { "lint", "text.dcm", "--profile", "oncentra" }, 2, "usage")]
    public void What_cannot_be_linted_is_named(string[] args, int exitCode, string code)
    {
        File.WriteAllText(place["text.dcm"], "This is no DICOM file.");
        args[1] = place[args[1]];

        ProgramRun run = ProgramRun.ContourFlow([.. args, "--json"]);

        run.ExitCode.Should().Be(exitCode, run.Out + run.Error);
        run.ErrorCode.Should().Be(code);
    }

    [Fact]
    public void Folder_without_a_ct_is_named()
    {
        Directory.CreateDirectory(place["empty"]);

        ProgramRun run = ProgramRun.ContourFlow("lint", cases.Result("thoracic").StructureSet, "--ct", place["empty"], "--json");

        run.ExitCode.Should().Be(3, run.Out + run.Error);
        run.ErrorCode.Should().Be("no-planning-ct");
    }

    [Fact]
    public void Nothing_that_is_printed_names_the_patient()
    {
        EditedCase edited = Broken();
        DicomDataset dataset = DicomFile.Open(edited.StructureSetFile).Dataset;
        string[] identity = [.. new[] { DicomTag.PatientID, DicomTag.PatientName, DicomTag.PatientBirthDate }
            .Select(tag => dataset.GetSingleValueOrDefault(tag, string.Empty)).Where(value => value.Length > 3)];

        ProgramRun table = ProgramRun.ContourFlow("lint", edited.StructureSetFile, "--fix", place["a.dcm"]);
        ProgramRun json = ProgramRun.ContourFlow("lint", edited.StructureSetFile, "--fix", place["b.dcm"], "--json");

        identity.Should().NotBeEmpty();
        foreach (string text in new[] { table.Out, table.Error, json.Out, json.Error })
        {
            foreach (string part in identity) text.Should().NotContainEquivalentOf(part);
        }
    }

    // Big endian and deflated files of pydicom's: whether or not their data set can be read, the finding is the same.
    [Theory]
    [InlineData("ExplVR_BigEnd.dcm")]
    [InlineData("image_dfl.dcm")]
    public void Transfer_syntax_that_no_system_takes_is_a_finding(string name)
    {
        string? root = Environment.GetEnvironmentVariable("CONTOURFLOW_TEST_DATA");
        if (string.IsNullOrEmpty(root)) Assert.Skip("CONTOURFLOW_TEST_DATA is not set");
        string file = Path.Combine(root, "odd", "pydicom", name);
        if (!File.Exists(file)) Assert.Skip($"{name} is not in the test data");

        ProgramRun run = ProgramRun.ContourFlow("lint", file, "--json");

        run.ExitCode.Should().Be(7, run.Out + run.Error);
        run.Json["findings"]!.AsArray().Select(node => node!["rule"]!.GetValue<string>()).Should().Contain("transfer-syntax-unusable");
    }

    /// <summary>A phantom with a label of twenty characters and, first in one ROI, a contour of two points.</summary>
    private EditedCase Broken()
    {
        var edited = new EditedCase(cases.Phantom("thoracic"), place["in"]);
        EditedCase.Edit(edited.StructureSetFile, dataset =>
        {
            dataset.NotValidated().AddOrUpdate(DicomTag.StructureSetLabel, "twenty characters!!!");
            IList<DicomDataset> contours = dataset.GetSequence(DicomTag.ROIContourSequence).Items[0].GetSequence(DicomTag.ContourSequence).Items;
            DicomDataset degenerate = contours[0].Clone().NotValidated();
            double[] numbers = degenerate.GetValues<double>(DicomTag.ContourData);
            degenerate.AddOrUpdate(DicomTag.NumberOfContourPoints, "2");
            degenerate.AddOrUpdate(DicomTag.ContourData, [.. numbers[..6].Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
            degenerate.Remove(DicomTag.ContourNumber);
            contours.Insert(0, degenerate);
        });
        return edited;
    }

    private static int Summary(JsonObject answer, string severity) => answer["summary"]![severity]!.GetValue<int>();
}
