namespace ContourFlow.EndToEnd.Tests;

/// <summary>Who the patient is stays in the DICOM objects.</summary>
public sealed class PatientDataTests(PhantomCases cases)
{
    [Theory]
    [MemberData(nameof(PhantomCases.Sites), MemberType = typeof(PhantomCases))]
    public void Nothing_that_is_printed_or_reported_names_the_patient(string site)
    {
        ProcessedCase result = cases.Result(site);
        string[] identity = Identity(result.StructureSet);
        ProgramRun inspect = ProgramRun.ContourFlow("inspect", cases.Phantom(site));
        ProgramRun json = ProgramRun.ContourFlow("inspect", cases.Phantom(site), "--json");

        identity.Should().NotBeEmpty();
        foreach (string text in new[]
        {
            result.Run.Out, result.Run.Error, inspect.Out, inspect.Error, json.Out, json.Error,
            File.ReadAllText(Path.Combine(result.Folder, "report.json")),
            File.ReadAllText(Path.Combine(result.Folder, "report.html")),
        })
        {
            foreach (string part in identity)
                text.Should().NotContainEquivalentOf(part);
        }
    }

    [Fact]
    public void Inspect_shows_the_patient_to_somebody_who_asks()
    {
        string[] identity = Identity(cases.Result("thoracic").StructureSet);

        ProgramRun run = ProgramRun.ContourFlow("inspect", cases.Phantom("thoracic"), "--show-patient");

        run.ExitCode.Should().Be(0, run.Error);
        run.Out.Should().Contain(identity[0]);
    }

    // The birth date only when there is one: eight digits.
    private static string[] Identity(string file)
    {
        DicomDataset dataset = DicomFile.Open(file).Dataset;
        return [.. new[] { DicomTag.PatientID, DicomTag.PatientName, DicomTag.PatientBirthDate }
            .Select(tag => dataset.GetSingleValueOrDefault(tag, string.Empty))
            .Where(value => value.Length > 3)];
    }
}
