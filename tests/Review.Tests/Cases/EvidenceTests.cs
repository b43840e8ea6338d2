using System.Net;
using System.Text.Json;
using ContourFlow.Review.Hosting;
using ContourFlow.Review.Tests.Images;
using ContourFlow.Storage.Cases;
using Microsoft.AspNetCore.Builder;

namespace ContourFlow.Review.Tests.Cases;

/// <summary>What the ledger says was seen, of a phantom's case: counted by the server against the planes of the written structure set.</summary>
public sealed class EvidenceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ledger_says_how_many_of_the_drawn_planes_the_reviewer_had_on_the_screen_whatever_the_page_says()
    {
        await using ReviewedCase reviewed = await ReviewedCase.ProcessedAsync(ReviewedCase.Small(withMr: false));
        await using WebApplication server = ReviewServer.Build(new ReviewOptions { Port = 0, Folder = reviewed.Prepared }, reviewed.Services);
        await server.StartAsync(Cancel);
        using var browser = new Browser(new Uri(server.Urls.First()));
        using HttpResponseMessage signedIn = await browser.SignInAsync(ReviewServer.SignInLink(server)!.Fragment["#token=".Length..], "anna");
        await browser.WithTokenAsync();

        // The truth, from the objects alone: planes of the CT by their height, and those that a contour lies on.
        double[] planes = [.. Directory.EnumerateFiles(reviewed.Patient, "*.dcm", SearchOption.AllDirectories)
            .Select(file => DicomFile.Open(file).Dataset)
            .Where(image => image.GetString(DicomTag.Modality) == "CT")
            .Select(image => image.GetValues<double>(DicomTag.ImagePositionPatient)[2])
            .Order()];
        using var bytes = new MemoryStream(reviewed.StructureSet);
        DicomDataset set = DicomFile.Open(bytes, FileReadOption.ReadAll).Dataset;
        int[] body = [.. set.GetSequence(DicomTag.RTROIObservationsSequence).Items
            .Where(roi => roi.GetString(DicomTag.RTROIInterpretedType) == "EXTERNAL")
            .Select(roi => roi.GetSingleValue<int>(DicomTag.ReferencedROINumber))];
        body.Should().ContainSingle();
        int[] drawn = [.. set.GetSequence(DicomTag.ROIContourSequence).Items
            .Where(roi => roi.Contains(DicomTag.ContourSequence) && !body.Contains(roi.GetSingleValue<int>(DicomTag.ReferencedROINumber)))
            .SelectMany(roi => roi.GetSequence(DicomTag.ContourSequence).Items)
            .Select(contour => contour.GetValues<double>(DicomTag.ContourData)[2])
            .Select(height => Array.FindIndex(planes, plane => Math.Abs(plane - height) < 0.01))
            .Distinct()
            .Order()];
        drawn.Should().HaveCountGreaterThan(4).And.HaveCountLessThan(planes.Length).And.NotContain(-1);
        int[] undrawn = [.. Enumerable.Range(0, planes.Length).Except(drawn)];
        string path = $"/api/cases/{reviewed.CaseId}";

        // Three of the drawn ones, one of them twice, and all that nothing is drawn on; somebody else sees the rest.
        DateTimeOffset processedAt = (await reviewed.Queries.DetailsAsync(reviewed.CaseId, Cancel))!.Revisions[0].ProcessedAt!.Value;
        using HttpResponseMessage first = await browser.PostAsync($"{path}/revisions/1/seen", new { planes = drawn.Take(3).Concat(drawn.Take(1)).Concat(undrawn), processedAt });
        first.StatusCode.Should().Be(HttpStatusCode.OK);
        (await reviewed.Queries.FindAsync(reviewed.CaseId, Cancel))!.State.Should().Be(CaseState.AwaitingReview);
        using var other = new Browser(new Uri(server.Urls.First()));
        using HttpResponseMessage otherIn = await other.SignInAsync(ReviewServer.SignInLink(server)!.Fragment["#token=".Length..], "berta");
        await other.WithTokenAsync();
        using HttpResponseMessage rest = await other.PostAsync($"{path}/revisions/1/seen", new { planes = drawn.Skip(3), processedAt });

        long version = (await reviewed.Queries.FindAsync(reviewed.CaseId, Cancel))!.Version;
        using HttpResponseMessage ofOtherResults = await browser.PostAsync($"{path}/decisions", new { kind = "accept", version, reason = "", revision = 1, processedAt = processedAt.AddSeconds(-1) });
        ofOtherResults.StatusCode.Should().Be(HttpStatusCode.Conflict);
        using HttpResponseMessage ofOtherRevision = await browser.PostAsync($"{path}/decisions", new { kind = "accept", version, reason = "", revision = 2, processedAt });
        ofOtherRevision.StatusCode.Should().Be(HttpStatusCode.Conflict);
        using HttpResponseMessage answer = await browser.PostAsync($"{path}/decisions", new { kind = "accept", version, reason = "", revision = 1, processedAt, seen = new { planes = drawn.Length, of = drawn.Length } });
        await Browser.JsonAsync(answer, HttpStatusCode.OK);

        CaseDetails found = (await reviewed.Queries.DetailsAsync(reviewed.CaseId, Cancel))!;
        LedgerEntry line = found.Ledger.Single(one => one.Event == LedgerEvents.Accepted);
        line.By.Should().Be("anna");
        string details = line.Details;
        Number(details, "planesSeen").Should().Be(3);
        Number(details, "planesDrawn").Should().Be(drawn.Length);
        details.Should().Contain(found.Revisions[0].ProtocolHash).And.ContainAll(found.Revisions[0].Results.Select(result => result.SopInstanceUid));
        await server.StopAsync(Cancel);
    }

    // Wherever in the line's details it stands.
    private static int Number(string details, string name)
    {
        using JsonDocument json = JsonDocument.Parse(details);
        return Values(json.RootElement).Single(property => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase)).Value.GetInt32();
    }

    private static IEnumerable<JsonProperty> Values(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(property => Values(property.Value).Prepend(property))
        : [];
}
