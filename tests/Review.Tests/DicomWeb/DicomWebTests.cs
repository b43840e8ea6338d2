using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ContourFlow.Review.Tests.Doses;
using ContourFlow.Review.Tests.Images;
using ContourFlow.Storage.Processing;
using Microsoft.AspNetCore.WebUtilities;

namespace ContourFlow.Review.Tests.DicomWeb;

public sealed class DicomWebTests(PhantomCases phantoms)
{
    private const string StudyUid = "0020000D", SeriesUid = "0020000E", SopUid = "00080018", Modality = "00080060";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Studies_series_and_instances_are_those_of_the_patients_files_and_of_the_results()
    {
        ReviewedCase reviewed = await phantoms.WithMr;
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        List<DicomDataset> files = [.. Directory.EnumerateFiles(reviewed.Patient, "*.dcm", SearchOption.AllDirectories).Select(file => DicomFile.Open(file).Dataset), reviewed.Result!.StructureSet!.Dataset];
        string study = Ct(reviewed).GetString(DicomTag.StudyInstanceUID);
        List<DicomDataset> ofStudy = [.. files.Where(file => file.GetString(DicomTag.StudyInstanceUID) == study)];

        JsonElement found = (await QueryAsync(server, "studies?limit=101&offset=0&fuzzymatching=false&includefield=00081030%2C00080060")).Single();
        Value(found, StudyUid).Should().Be(study);
        Value(found, "00100020").Should().Be(Ct(reviewed).GetString(DicomTag.PatientID));
        found.GetProperty("00080061").GetProperty("Value").EnumerateArray().Select(one => one.GetString()).Should().Contain(["CT", "RTSTRUCT"]);
        (await QueryAsync(server, $"studies?StudyInstanceUID={study}")).Single().GetProperty("00201208").GetProperty("Value")[0].GetInt32().Should().Be(ofStudy.Count);

        JsonElement[] series = await QueryAsync(server, $"studies/{study}/series");
        series.Select(one => Value(one, SeriesUid)).Should().BeEquivalentTo(ofStudy.Select(file => file.GetString(DicomTag.SeriesInstanceUID)).Distinct(StringComparer.Ordinal));
        series.Single(one => Value(one, Modality) == "CT").GetProperty("00201209").GetProperty("Value")[0].GetInt32().Should().Be(70);
        string ct = Value(series.Single(one => Value(one, Modality) == "CT"), SeriesUid);
        (await QueryAsync(server, $"studies/{study}/series/{ct}/instances?limit=30&offset=60")).Should().HaveCount(10);
        (await QueryAsync(server, $"studies/{study}/instances")).Select(one => Value(one, SopUid)).Should().BeEquivalentTo(ofStudy.Select(file => file.GetString(DicomTag.SOPInstanceUID)));
    }

    [Fact]
    public async Task Doses_and_plans_are_in_the_study_once_each_and_not_those_whose_place_was_taken()
    {
        ReviewedCase reviewed = await phantoms.Plain;
        string study = Ct(reviewed).GetString(DicomTag.StudyInstanceUID);
        StudyDose made = await StudyDose.StoreAsync(reviewed);
        await using ImageServer server = await ImageServer.StartAsync(reviewed, doses: new KnownDoses { All = made.Scores });

        string[] found = [.. (await QueryAsync(server, $"studies/{study}/instances")).Select(one => Value(one, SopUid))];
        found.Should().OnlyHaveUniqueItems().And.Contain([StudyDose.DoseUid, StudyDose.OtherDoseUid, StudyDose.PlanUid]).And.NotContain(StudyDose.OldDoseUid);
        (await QueryAsync(server, $"studies?StudyInstanceUID={study}")).Single().GetProperty("00080061").GetProperty("Value").EnumerateArray().Select(one => one.GetString()).Should().Contain(["RTDOSE", "RTPLAN"]);

        // What tells the dose lies behind the description of its pixels.
        JsonElement metadata = (await QueryAsync(server, $"studies/{study}/series/{StudyDose.DoseSeriesUid}/instances/{StudyDose.DoseUid}/metadata")).Single();
        Value(metadata, "30040002").Should().Be("GY");
        metadata.GetProperty("3004000C").GetProperty("Value").GetArrayLength().Should().Be(made.Made.Offsets.Length);
        List<(string Type, byte[] Body)> parts = await PartsAsync(server, $"studies/{study}/series/{StudyDose.DoseSeriesUid}/instances/{StudyDose.DoseUid}", "multipart/related; type=\"application/dicom\"");
        parts.Should().ContainSingle().Which.Body.Should().Equal(made.File);
    }

    [Theory]
    [InlineData("PatientName=*", true)]
    [InlineData("PatientID={id}", true)]
    [InlineData("PatientID={id}x", false)]
    [InlineData("00100020=%3F*", true)]
    [InlineData("StudyDate=19000101-29991231", true)]
    [InlineData("StudyDate=-19000101", false)]
    [InlineData("ModalitiesInStudy=CT", true)]
    [InlineData("ModalitiesInStudy=PT", false)]
    [InlineData("StudyInstanceUID=1.2.3", false)]
    [InlineData("NoSuchAttribute=1", true)]
    [InlineData("limit=0", false)]
    [InlineData("offset=1", false)]
    public async Task A_search_finds_what_matches(string query, bool finds)
    {
        ReviewedCase reviewed = await phantoms.Plain;
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        string asked = query.Replace("{id}", Uri.EscapeDataString(Ct(reviewed).GetString(DicomTag.PatientID)), StringComparison.Ordinal);
        (await QueryAsync(server, "studies?" + asked)).Should().HaveCount(finds ? 1 : 0);
    }

    [Fact]
    public async Task An_instance_is_retrieved_byte_for_byte_and_a_series_whole()
    {
        ReviewedCase reviewed = await phantoms.Plain;
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        string file = Directory.EnumerateFiles(Path.Combine(reviewed.Patient, "CT")).First();
        DicomDataset image = DicomFile.Open(file).Dataset;
        List<(string Type, byte[] Body)> parts = await PartsAsync(server, Of(image), "multipart/related; type=\"application/dicom\"");
        parts.Should().ContainSingle().Which.Body.Should().Equal(await File.ReadAllBytesAsync(file, Cancellation));

        List<(string Type, byte[] Body)> series = await PartsAsync(server, Of(image)[..Of(image).IndexOf("/instances", StringComparison.Ordinal)], "multipart/related; type=\"application/dicom\"");
        series.Should().HaveCount(70);
    }

    [Fact]
    public async Task Metadata_have_everything_but_the_pixels_which_are_where_they_say()
    {
        ReviewedCase reviewed = await phantoms.Plain;
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        DicomDataset image = Ct(reviewed);
        JsonElement metadata = (await QueryAsync(server, Of(image) + "/metadata")).Single();
        Value(metadata, SopUid).Should().Be(image.GetString(DicomTag.SOPInstanceUID));
        metadata.GetProperty("00280010").GetProperty("Value")[0].GetInt32().Should().Be(128);
        metadata.GetProperty("00200032").GetProperty("Value").GetArrayLength().Should().Be(3);
        string uri = metadata.GetProperty("7FE00010").GetProperty("BulkDataURI").GetString()!;

        byte[] pixels = image.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.Data;
        (await PartsAsync(server, new Uri(uri).PathAndQuery["/dicom-web/".Length..], "multipart/related; type=\"application/octet-stream\"")).Single().Body.Should().Equal(pixels);
        (string type, byte[] frame) = (await PartsAsync(server, Of(image) + "/frames/1", "multipart/related; type=application/octet-stream; transfer-syntax=*")).Single();
        frame.Should().Equal(pixels);
        type.Should().StartWith("application/octet-stream");

        using var written = new MemoryStream(reviewed.StructureSet);
        JsonElement structures = (await QueryAsync(server, Of((await DicomFile.OpenAsync(written, FileReadOption.ReadAll)).Dataset) + "/metadata")).Single();
        structures.GetProperty("30060020").GetProperty("Value").GetArrayLength().Should().BeGreaterThan(3);
    }

    [Theory]
    [InlineData("studies/1.2.3/series/1/instances/1/frames/1")]
    [InlineData("studies/1.2.3")]
    [InlineData("studies/..%2F..%2Fetc/metadata")]
    [InlineData("{image}/frames/0")]
    [InlineData("{image}/frames/2")]
    [InlineData("{image}/frames/x")]
    [InlineData("{image}0/metadata")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        ReviewedCase reviewed = await phantoms.Plain;
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        HttpResponseMessage answer = await server.Client.GetAsync("/dicom-web/" + path.Replace("{image}", Of(Ct(reviewed)), StringComparison.Ordinal), Cancellation);
        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_failed_check_keeps_back_no_viewer_gets()
    {
        await using ReviewedCase reviewed = await ReviewedCase.ProcessedAsync(ReviewedCase.Small(withMr: false), held: new HoldReason("check-failed", "A check failed."));
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        using var written = new MemoryStream(reviewed.StructureSet);
        DicomDataset withheld = (await DicomFile.OpenAsync(written, FileReadOption.ReadAll)).Dataset;
        (await server.Client.GetAsync("/dicom-web/" + Of(withheld), Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await server.Client.GetAsync("/dicom-web/" + Of(Ct(reviewed)), Cancellation)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static DicomDataset Ct(ReviewedCase reviewed) => DicomFile.Open(Directory.EnumerateFiles(Path.Combine(reviewed.Patient, "CT")).First()).Dataset;

    private static string Of(DicomDataset one) =>
        $"studies/{one.GetString(DicomTag.StudyInstanceUID)}/series/{one.GetString(DicomTag.SeriesInstanceUID)}/instances/{one.GetString(DicomTag.SOPInstanceUID)}";

    private static string Value(JsonElement dataset, string tag) => dataset.GetProperty(tag).GetProperty("Value")[0].GetString()!;

    private static async Task<JsonElement[]> QueryAsync(ImageServer server, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dicom-web/" + path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/dicom+json"));
        HttpResponseMessage answer = await server.Client.SendAsync(request, Cancellation);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/dicom+json");
        return [.. JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.EnumerateArray()];
    }

    private static async Task<List<(string Type, byte[] Body)>> PartsAsync(ImageServer server, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dicom-web/" + path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        HttpResponseMessage answer = await server.Client.SendAsync(request, Cancellation);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        string boundary = answer.Content.Headers.ContentType!.Parameters.Single(parameter => parameter.Name == "boundary").Value!;
        var reader = new MultipartReader(boundary, await answer.Content.ReadAsStreamAsync(Cancellation));
        var parts = new List<(string, byte[])>();
        while (await reader.ReadNextSectionAsync(Cancellation) is { } section)
        {
            using var body = new MemoryStream();
            await section.Body.CopyToAsync(body, Cancellation);
            parts.Add((section.ContentType!, body.ToArray()));
        }

        return parts;
    }
}
