using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ContourFlow.Review.Tests.Images;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Reviewing;

namespace ContourFlow.Review.Tests.Reports;

public sealed class ReportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_page_says_whose_it_is_who_decided_and_what_was_seen()
    {
        await using ReviewedCase reviewed = await ReviewedAsync();
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        HttpResponseMessage answer = await server.Client.GetAsync(Root(reviewed) + "/report.html", Cancellation);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        string page = await answer.Content.ReadAsStringAsync(Cancellation);

        page.Should().Contain("anna.reviewer").And.Contain("It is not the plan&#x27;s approval").And.Contain("looks as it should");
        page.Should().Contain(reviewed.CaseId.ToString()).And.Contain("accepted").And.Contain(reviewed.Result!.Protocol.Hash);
        page.Should().Contain(reviewed.Result.StructureSet!.Dataset.GetString(DicomTag.SOPInstanceUID));
        page.Should().MatchRegex("2 of [0-9]+ planes with contours; 3 of all");
        page.Should().Contain("id=\"verdict\"", "the worker's report follows");
        page.IndexOf("id=\"cover\"", StringComparison.Ordinal).Should().BeLessThan(page.IndexOf("id=\"verdict\"", StringComparison.Ordinal));

        page.Should().NotContain("<script").And.Contain("&lt;script&gt;alert(1)&lt;/script&gt;", "a name is text, whatever it is");
        answer.Content.Headers.ContentDisposition!.FileName!.Trim('"').Should().Be($"case-{reviewed.CaseId}-revision-1.html");
        answer.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("default-src 'none'").And.Contain("sandbox");
    }

    [Fact]
    public async Task The_pdf_is_whole_has_pictures_and_is_the_same_twice()
    {
        await using ReviewedCase reviewed = await ReviewedAsync();
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        HttpResponseMessage answer = await server.Client.GetAsync(Root(reviewed) + "/report.pdf", Cancellation);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition!.FileName!.Trim('"').Should().Be($"case-{reviewed.CaseId}-revision-1.pdf");
        byte[] first = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        if (Environment.GetEnvironmentVariable("CONTOURFLOW_KEEP_PDF") is { Length: > 0 } keep)
            await File.WriteAllBytesAsync(keep, first, Cancellation);
        byte[] second = await server.Client.GetByteArrayAsync(Root(reviewed) + "/report.pdf", Cancellation);
        second.Should().Equal(first);

        string text = Encoding.Latin1.GetString(first);
        text.Should().StartWith("%PDF-1").And.Contain("%%EOF");
        Regex.Count(text, "/Subtype /Image").Should().BeGreaterThanOrEqualTo(7, "five axial planes, a sagittal and a coronal one");
        text.Should().Contain("/FontFile2", "its fonts are in it");
        text.Should().NotContain("CreationDate");
    }

    [Fact]
    public async Task Where_nothing_came_of_a_revision_there_is_no_report()
    {
        await using ReviewedCase reviewed = await ReviewedCase.OpenAsync(ReviewedCase.Small(withMr: false) with { SliceCount = 12 });
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        foreach (string name in (string[])["report.html", "report.pdf"])
            (await server.Client.GetAsync($"{Root(reviewed)}/{name}", Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await server.Client.GetAsync("/api/cases/..%2F..%2Fetc%2Fpasswd/revisions/1/report.pdf", Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    // Planes 30 and 31 lie in the middle of the phantom, where much is drawn; 0 is the CT's lowest, where the body alone may be.
    private static async Task<ReviewedCase> ReviewedAsync()
    {
        ReviewedCase reviewed = await ReviewedCase.ProcessedAsync(ReviewedCase.Small(withMr: false));
        DateTimeOffset processedAt = (await reviewed.Queries.DetailsAsync(reviewed.CaseId, Cancellation))!.Revisions[0].ProcessedAt!.Value;
        (await reviewed.Records.AddSeenAsync(reviewed.CaseId, 1, processedAt, "anna.reviewer", [30, 31, 500], Cancellation)).Should().Be(SeenOutcome.TakenDown);
        (await reviewed.Decisions.AcceptAsync(new Decision(reviewed.CaseId, null, "anna.reviewer", "looks as it should"), Cancellation)).Should().Be(DecisionOutcome.Taken);
        return reviewed;
    }

    private static string Root(ReviewedCase reviewed) => $"/api/cases/{reviewed.CaseId}/revisions/1";
}
