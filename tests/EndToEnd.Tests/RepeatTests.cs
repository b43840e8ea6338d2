namespace ContourFlow.EndToEnd.Tests;

/// <summary>Once more is the same again.</summary>
public sealed class RepeatTests(PhantomCases cases) : IDisposable
{
    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [MemberData(nameof(PhantomCases.Sites), MemberType = typeof(PhantomCases))]
    public void Processing_again_gives_the_same_bytes_at_any_number_of_threads(string site)
    {
        ProgramRun run = ProgramRun.ContourFlow("process", cases.Phantom(site), "--out", place["out"], "--threads", "1");

        run.ExitCode.Should().Be(0, run.Error);
        SameFiles(cases.Result(site).Folder, place["out"]);
    }

    [Fact]
    public void Results_in_a_folder_of_the_input_are_not_read_as_input_and_come_out_the_same()
    {
        var edited = new EditedCase(cases.Phantom("thoracic"), place["in"], withMr: true);
        string output = Path.Combine(edited.Folder, "result");

        ProgramRun first = ProgramRun.ContourFlow("process", edited.Folder, "--out", output);
        ProgramRun second = ProgramRun.ContourFlow("process", edited.Folder, "--out", output);

        first.ExitCode.Should().Be(0, first.Error);
        second.ExitCode.Should().Be(0, second.Error);
        first.Error.Should().Contain("warning: The output folder lies in the input folder");
        SameFiles(cases.Result("thoracic").Folder, output);
    }

    // Once passed over, and the older structure set taken without a word.
    [Fact]
    public void Structure_set_of_others_in_the_output_folder_is_input_like_any_other()
    {
        var edited = new EditedCase(cases.Phantom("thoracic"), place["in"]);
        string output = Path.Combine(edited.Folder, "result");
        Directory.CreateDirectory(output);
        var other = DicomFile.Open(Path.Combine(edited.Folder, "RS_CT.dcm"), FileReadOption.ReadAll);
        other.Dataset.AddOrUpdate(DicomTag.SOPInstanceUID, "2.25.1234");
        other.Save(Path.Combine(output, "RS_NEW.dcm"));

        ProgramRun run = ProgramRun.ContourFlow("process", edited.Folder, "--out", output, "--json");

        run.ExitCode.Should().Be(3, run.Out);
        run.ErrorCode.Should().Be("several-structure-sets");
    }

    [Fact]
    public void Phantom_of_the_same_seed_has_the_same_bytes()
    {
        ProgramRun run = ProgramRun.ContourFlow("phantom", "--out", place["again"], "--seed", "11", "--site", "sacral");

        run.ExitCode.Should().Be(0, run.Error);
        SameFiles(cases.Phantom("sacral"), place["again"]);
    }

    [Fact]
    public void Case_that_is_held_now_takes_the_earlier_structure_set_away()
    {
        Directory.CreateDirectory(place["out"]);
        foreach (string file in Directory.GetFiles(cases.Result("thoracic").Folder))
            File.Copy(file, Path.Combine(place["out"], Path.GetFileName(file)));
        File.WriteAllText(place["out/RS.of-the-planning-system.dcm"], "not ours");
        string protocol = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "protocols", "spine-sbrt-sib.yaml"));
        // No result has a Dice of 1 between the two methods.
        File.WriteAllText(place["strict.yaml"], protocol.Replace("method-dice: 0.98", "method-dice: 1.0", StringComparison.Ordinal));

        ProgramRun run = ProgramRun.ContourFlow(
            "process", cases.Phantom("thoracic"), "--out", place["out"], "--protocol", place["strict.yaml"]);

        run.ExitCode.Should().Be(4, run.Out + run.Error);
        Directory.GetFiles(place["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .Should().Equal("HELD-report.html", "HELD-report.json", "RS.of-the-planning-system.dcm");
    }

    private static void SameFiles(string expected, string actual)
    {
        string[] names = Names(expected);
        Names(actual).Should().Equal(names);
        foreach (string name in names)
            File.ReadAllBytes(Path.Combine(actual, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(expected, name)))
                .Should().BeTrue($"{name} must be the same");
    }

    private static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
