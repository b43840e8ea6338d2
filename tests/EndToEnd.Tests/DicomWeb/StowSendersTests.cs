using System.Collections.Frozen;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Tests.DicomWeb;

namespace ContourFlow.EndToEnd.Tests.DicomWeb;

/// <summary>Senders of others and our STOW-RS.</summary>
public sealed class StowSendersTests(PhantomCases cases)
{
    private static readonly StowEndpointOptions Options = new() { SopClasses = FrozenSet.Create(StringComparer.Ordinal, DicomUID.CTImageStorage.UID) };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orthanc_sends_a_series_to_us_and_is_told_what_we_refuse()
    {
        using Archive archive = await Archive.StartWithDicomWebAsync(Cancel);
        var intake = new MemoryIntake();
        await using LoopbackServer server = await LoopbackServer.StartAsync(routes => routes.MapStow(intake, Options));
        using HttpResponseMessage named = await archive.Rest.PutAsJsonAsync(
            "dicom-web/servers/ours", Asked("Url", new Uri(server.Address, "/dicom-web/").AbsoluteUri), Cancel);
        named.IsSuccessStatusCode.Should().BeTrue();
        List<string> files = Slices(4);
        List<string> resources = [];
        foreach (string file in files)
        {
            using HttpResponseMessage stored = await archive.Rest.PostAsync("instances", new ByteArrayContent(File.ReadAllBytes(file)), Cancel);
            resources.Add((await stored.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["ID"]!.GetValue<string>());
        }

        using HttpResponseMessage sent = await archive.Rest.PostAsJsonAsync("dicom-web/servers/ours/stow", Asked("Resources", resources), Cancel);

        sent.IsSuccessStatusCode.Should().BeTrue(await sent.Content.ReadAsStringAsync(Cancel));
        foreach (string file in files)
            intake.Kept[Uid(file)].AsSpan().SequenceEqual(Part10.DataSet(File.ReadAllBytes(file))).Should().BeTrue(file);

        intake.Refuses = _ => IntakeRefusal.CannotUnderstand;
        using HttpResponseMessage refused = await archive.Rest.PostAsJsonAsync("dicom-web/servers/ours/stow", Asked("Resources", resources), Cancel);
        refused.IsSuccessStatusCode.Should().BeFalse();
    }

    [Theory]
    [InlineData("multipart/related; type=\"application/dicom\"")]
    [InlineData("multipart/related; type=application/dicom")]
    public async Task Curl_sends_files_as_the_documentation_says(string contentType)
    {
        string curl = Tool.Find("curl", "curl");
        var intake = new MemoryIntake();
        await using LoopbackServer server = await LoopbackServer.StartAsync(routes => routes.MapStow(intake, Options));
        List<string> files = Slices(2);

        ProgramRun run = await Task.Run(() => ProgramRun.Of(
            curl, "--silent", "--show-error", "--write-out", " %{http_code}", "-H", $"Content-Type: {contentType}", "-H", "Accept: application/dicom+json",
            "-F", $"file=@{files[0]};type=application/dicom", "-F", $"file=@{files[1]};type=application/dicom", new Uri(server.Address, "/dicom-web/studies").AbsoluteUri));

        run.Out.Should().EndWith(" 200", run.Error);
        JsonNode.Parse(run.Out[..^4])!["00081199"]!["Value"]!.AsArray()
            .Select(item => item!["00081155"]!["Value"]![0]!.GetValue<string>()).Should().Equal(files.Select(Uid));
        foreach (string file in files)
            intake.Kept[Uid(file)].AsSpan().SequenceEqual(Part10.DataSet(File.ReadAllBytes(file))).Should().BeTrue(file);
    }

    [Fact]
    public async Task Curl_is_told_by_the_status_what_is_wrong()
    {
        string curl = Tool.Find("curl", "curl");
        var intake = new MemoryIntake();
        await using LoopbackServer server = await LoopbackServer.StartAsync(routes => routes.MapStow(intake, Options));
        string file = Slices(1)[0];

        string Status(params string[] args) => ProgramRun.Of(
            curl, ["--silent", "--output", "/dev/null", "--write-out", "%{http_code}", .. args, new Uri(server.Address, "/dicom-web/studies").AbsoluteUri]).Out;

        // A form as a browser sends it; a file alone; XML; a method that there is not.
        Status("-F", $"file=@{file}").Should().Be("415");
        Status("-H", "Content-Type: application/dicom", "--data-binary", $"@{file}").Should().Be("415");
        Status("-H", "Accept: application/dicom+xml", "-H", "Content-Type: multipart/related; type=\"application/dicom\"", "-F", $"file=@{file}").Should().Be("406");
        Status("-X", "GET").Should().Be("405");
        intake.Kept.Should().BeEmpty();
    }

    // By a dictionary: the names of its members are not changed.
    private static Dictionary<string, object> Asked(string name, object value) => new(StringComparer.Ordinal) { [name] = value, ["Synchronous"] = true };

    private static string Uid(string file) => DicomFile.Open(file).FileMetaInfo.MediaStorageSOPInstanceUID!.UID;

    private List<string> Slices(int count) =>
        [.. Directory.EnumerateFiles(Path.Combine(cases.Phantom("thoracic"), "CT")).Order(StringComparer.Ordinal).Take(count)];
}
