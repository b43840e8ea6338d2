using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ContourFlow.EndToEnd.Tests;

/// <summary>What we write, sent to a PACS.</summary>
public sealed class ArchiveTests(PhantomCases cases)
{
    [Fact]
    public async Task Orthanc_takes_the_structure_sets_of_all_sites_and_names_their_rois()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        string storescu = Tool.Find("storescu", "dcmtk");
        using Archive archive = await Archive.StartAsync(cancel);
        foreach (string site in new[] { "thoracic", "lumbar", "sacral" })
        {
            string file = cases.Result(site).StructureSet;
            string uid = DicomFile.Open(file).Dataset.GetSingleValue<string>(DicomTag.SOPInstanceUID);

            ProgramRun sent = ProgramRun.Of(
                storescu, "-aec", Archive.Title, "127.0.0.1", archive.DicomPort.ToString(CultureInfo.InvariantCulture), file);

            sent.ExitCode.Should().Be(0, sent.Error);
            using HttpResponseMessage found = await archive.Rest.PostAsync("tools/lookup", new StringContent(uid), cancel);
            JsonArray matches = (await found.Content.ReadFromJsonAsync<JsonArray>(cancel))!;
            matches.Should().ContainSingle();
            string path = matches[0]!["Path"]!.GetValue<string>();
            JsonObject tags = (await archive.Rest.GetFromJsonAsync<JsonObject>($"{path.TrimStart('/')}/simplified-tags", cancel))!;
            tags["StructureSetROISequence"]!.AsArray().Select(roi => roi!["ROIName"]!.GetValue<string>())
                .Should().Equal(RoiSummary.Of(file).Select(roi => roi.Name));
        }
    }
}
