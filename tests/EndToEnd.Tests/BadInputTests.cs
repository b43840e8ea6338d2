namespace ContourFlow.EndToEnd.Tests;

/// <summary>Everything that goes wrong at a user's desk: a sentence, the documented exit code, and nothing written.</summary>
public sealed class BadInputTests(PhantomCases cases) : IDisposable
{
    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void File_cut_short_is_named()
    {
        EditedCase edited = Edited("thoracic");
        string file = edited.CtFiles[10];
        EditedCase.Truncate(file, 0.5);

        ProgramRun run = Process(edited);

        Refused(run, 3, "unreadable-file", Path.GetFileName(file));
    }

    [Theory]
    [InlineData("thoracic", "CTV", "roi-missing")]
    [InlineData("thoracic", "SpinalCanal", "canal-missing")]
    [InlineData("thoracic", "SpinalCord", "cord-missing")]
    [InlineData("sacral", "SacralCanal", "canal-missing")]
    [InlineData("sacral", "SacralForamina", "foramina-missing")]
    public void Roi_that_is_missing_is_named(string site, string roi, string code)
    {
        EditedCase edited = Edited(site);
        edited.RemoveRoi(roi);

        ProgramRun run = Process(edited);

        Refused(run, 3, code, roi);
    }

    [Theory]
    [InlineData("CTV")]
    [InlineData("SpinalCanal")]
    public void Roi_without_contours_is_named(string roi)
    {
        EditedCase edited = Edited("thoracic");
        edited.EmptyRoi(roi);

        ProgramRun run = Process(edited);

        Refused(run, 3, "roi-empty", roi);
    }

    [Fact]
    public void Canal_with_a_missing_plane_is_named()
    {
        EditedCase edited = Edited("thoracic");
        edited.MissingPlane("SpinalCanal");

        ProgramRun run = Process(edited);

        Refused(run, 3, "roi-gap", "SpinalCanal");
    }

    [Fact]
    public void Two_patients_in_one_folder_are_refused()
    {
        EditedCase edited = Edited("thoracic");
        EditedCase.Edit(edited.CtFiles[10], dataset => dataset.AddOrUpdate(DicomTag.PatientID, "SOMEBODY-ELSE"));

        ProgramRun run = Process(edited);

        Refused(run, 3, "several-patients", "patients");
        run.Out.Should().NotContain("SOMEBODY-ELSE");
        run.Error.Should().NotContain("SOMEBODY-ELSE");
    }

    [Fact]
    public void Missing_ct_slices_are_refused()
    {
        EditedCase edited = Edited("thoracic");
        IReadOnlyList<string> slices = edited.CtFiles;
        File.Delete(slices[slices.Count / 2]);
        File.Delete(slices[(slices.Count / 2) + 1]);

        ProgramRun run = Process(edited);

        Refused(run, 3, "planes-missing", "2 of them are not in the folder");
    }

    [Fact]
    public void Folder_that_is_not_there_is_refused()
    {
        ProgramRun run = ProgramRun.ContourFlow("process", place["nowhere"], "--out", place["out"], "--json");

        Refused(run, 3, "unreadable-file", "folder");
    }

    [Fact]
    public void Folder_without_dicom_is_refused()
    {
        Directory.CreateDirectory(place["empty"]);

        ProgramRun run = ProgramRun.ContourFlow("process", place["empty"], "--out", place["out"], "--json");

        Refused(run, 3, "no-planning-ct", "planning CT");
    }

    [Fact]
    public void Typo_in_the_protocol_is_named_with_line_and_column()
    {
        string good = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ProgramRun.Assembly)!, "protocols", "spine-sbrt-sib.yaml"));
        File.WriteAllText(place["typo.yaml"], good.Replace("interpreted-type: PTV", "interpretd-type: PTV", StringComparison.Ordinal));

        ProgramRun run = ProgramRun.ContourFlow(
            "process", cases.Phantom("thoracic"), "--out", place["out"], "--protocol", place["typo.yaml"], "--json");
        ProgramRun check = ProgramRun.ContourFlow("protocol", "check", place["typo.yaml"]);

        Refused(run, 5, "protocol-invalid", "interpretd-type");
        check.ExitCode.Should().Be(5);
        check.Error.Should().MatchRegex(@"typo\.yaml:\d+:\d+: .*interpretd-type");
    }

    [Fact]
    public void Protocol_of_unknown_name_is_refused_with_the_names_that_there_are()
    {
        ProgramRun run = ProgramRun.ContourFlow(
            "process", cases.Phantom("thoracic"), "--out", place["out"], "--protocol", "spine-sbrt-sip", "--json");

        Refused(run, 5, "protocol-invalid", "spine-sbrt-sib");
    }

    [Fact]
    public void Output_into_the_input_folder_itself_is_refused()
    {
        EditedCase edited = Edited("thoracic");
        IReadOnlyList<string> before = place.Names();

        ProgramRun run = ProgramRun.ContourFlow("process", edited.Folder, "--out", edited.Folder, "--json");

        run.ExitCode.Should().Be(6);
        run.ErrorCode.Should().Be("output-not-writable");
        place.Names().Should().Equal(before);
    }

    private EditedCase Edited(string site) => new(cases.Phantom(site), place["in"]);

    private ProgramRun Process(EditedCase edited) =>
        ProgramRun.ContourFlow("process", edited.Folder, "--out", place["out"], "--json");

    private void Refused(ProgramRun run, int exitCode, string code, string named)
    {
        run.ExitCode.Should().Be(exitCode, run.Out + run.Error);
        run.ErrorCode.Should().Be(code, run.Out);
        string sentence = run.Json["error"]!["sentence"]!.GetValue<string>();
        sentence.Should().Contain(named);
        run.Error.Should().Contain(code);
        place.Names().Should().NotContain(name => name.StartsWith("out", StringComparison.Ordinal) || name.Contains(".part"));
    }
}
