using ContourFlow.Storage.Cases;

namespace ContourFlow.Worker.Tests.Filing;

/// <summary>Whose a case is, from the headers of what was sent to the list that people see.</summary>
public sealed class PatientLabelTests(PhantomObjects phantom) : IAsyncDisposable
{
    private readonly FilingPlace place = new();

    private string Ct => phantom.Truth.CtSeries;

    public ValueTask DisposeAsync() => place.DisposeAsync();

    [Fact]
    public async Task Case_shows_name_ID_birth_date_and_sex_in_the_characters_of_their_character_set_and_no_log_does()
    {
        await place.StartAsync();
        string image = phantom.Files.First(file => file.Contains("/CT/", StringComparison.Ordinal));
        await SendAsync(phantom.Changed(image, "label-1.dcm", dataset => dataset
            .AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 100")
            .AddOrUpdate(DicomTag.PatientName, "Zwölfer^Jürgen^^Dr.^")
            .AddOrUpdate(DicomTag.PatientBirthDate, "19530721")
            .AddOrUpdate(DicomTag.PatientSex, "M")));
        PatientLabel shown = (await place.CaseAsync(Ct))!.Summary.Patient!;
        (shown.PatientName, shown.BirthDate, shown.Sex).Should().Be(("Zwölfer^Jürgen^^Dr.", "1953-07-21", "M"));
        shown.PatientId.Should().Be(DicomFile.Open(image).Dataset.GetString(DicomTag.PatientID)).And.NotBeEmpty();

        // A newer object in three groups, which states neither birth date nor sex.
        await SendAsync(phantom.Changed(phantom.Of("RS_CT.dcm"), "label-2.dcm", dataset => dataset
            .AddOrUpdate(DicomTag.SpecificCharacterSet, "", "ISO 2022 IR 87")
            .AddOrUpdate(DicomTag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう")
            .AddOrUpdate(DicomTag.PatientBirthDate, "")
            .AddOrUpdate(DicomTag.PatientSex, "")));
        shown = (await place.CaseAsync(Ct))!.Summary.Patient!;
        (shown.PatientName, shown.BirthDate, shown.Sex).Should().Be(("Yamada^Tarou=山田^太郎=やまだ^たろう", "1953-07-21", "M"));

        place.Logged.Should().NotBeEmpty().And.OnlyContain(line =>
            !line.Text.Contains("Zwölfer", StringComparison.Ordinal) && !line.Text.Contains("Yamada", StringComparison.Ordinal) && !line.Text.Contains("1953", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MR_says_nothing_of_whose_the_case_is()
    {
        await place.StartAsync();
        string image = phantom.Files.First(file => file.Contains("/CT/", StringComparison.Ordinal));
        await SendAsync(image);
        await SendAsync(phantom.Changed(phantom.Mr.First(), "label-3.dcm", dataset => dataset.AddOrUpdate(DicomTag.PatientName, "Somebody^Else")));
        (await place.CaseAsync(Ct))!.Summary.Patient!.PatientName.Should().Be(DicomFile.Open(image).Dataset.GetString(DicomTag.PatientName).TrimEnd('^'));
    }

    private async Task SendAsync(string file)
    {
        await PhantomObjects.SendAsync(place.Intake, file);
        await place.FiledAsync();
    }
}
