using System.Globalization;
using System.Net;
using System.Text;
using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.DicomWeb;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>Searches of archives that page in their own ways, or answer with something else.</summary>
public sealed class QidoTests
{
    private static readonly QidoQuery Series = new(QidoLevel.Series) { StudyInstanceUid = SmallObject.Study };

    [Theory]
    [InlineData(0, 10)]
    [InlineData(7, 10)]
    [InlineData(10, 10)]
    [InlineData(25, 10)]
    [InlineData(25, 4)]
    public async Task All_matches_come_page_by_page_also_where_the_archive_has_a_smaller_page_of_its_own(int matches, int ownPage)
    {
        await using LoopbackServer archive = await PagingAsync(matches, (limit, offset) => (Math.Min(limit, ownPage), offset));
        using var web = new ArchiveClient(Root(archive), options => options with { PageSize = 10 });

        (await web.FindAsync(Series)).Select(Uid).Should().Equal(Enumerable.Range(0, matches).Select(i => $"2.25.5.{i}"));
    }

    [Fact]
    public async Task An_archive_that_ignores_limit_and_offset_gives_each_match_once()
    {
        await using LoopbackServer archive = await PagingAsync(25, (_, _) => (int.MaxValue, 0));
        using var web = new ArchiveClient(Root(archive), options => options with { PageSize = 10 });

        (await web.FindAsync(Series)).Should().HaveCount(25);
    }

    [Fact]
    public async Task More_matches_than_are_wanted_are_a_fault_and_no_part_of_them_an_answer()
    {
        await using LoopbackServer archive = await PagingAsync(25, (limit, offset) => (limit, offset));
        using var web = new ArchiveClient(Root(archive), options => options with { PageSize = 10, MaximumMatches = 5 });

        (await web.Invoking(w => w.FindAsync(Series)).Should().ThrowAsync<DicomWebException>()).WithMessage("*more than 5 matches*");
    }

    [Fact]
    public async Task A_query_is_written_as_the_standard_has_it()
    {
        string asked = "";
        await using LoopbackServer archive = await LoopbackServer.StartAsync(routes => routes.Run(context =>
        {
            asked = $"{context.Request.Path}{context.Request.QueryString} {context.Request.Headers.Accept} {context.Request.Headers.Authorization}";
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }));
        using var web = new ArchiveClient(Root(archive), options => options with { BearerToken = "t0k3n" });
        var query = new QidoQuery(QidoLevel.Instances)
        {
            StudyInstanceUid = "1.2",
            SeriesInstanceUid = "1.3",
            Keys = [new(DicomTag.PatientName, "D&e=*^J"), new(DicomTag.Modality, "MR")],
            IncludeFields = [DicomTag.SeriesDescription],
        };

        (await web.FindAsync(query)).Should().BeEmpty();

        // PS3.18 section 8.3.4 and 10.6.1.
        asked.Should().Be("/dicom-web/studies/1.2/series/1.3/instances?limit=500&offset=0&00100010=D%26e%3D%2A%5EJ&00080060=MR&includefield=0008103E application/dicom+json Bearer t0k3n");
        new QidoQuery(QidoLevel.Studies) { IncludeAll = true }.Path(1, 2).Should().Be("/studies?limit=1&offset=2&includefield=all");
    }

    [Fact]
    public void A_query_that_has_no_path_is_refused()
    {
        var noStudy = new QidoQuery(QidoLevel.Instances) { SeriesInstanceUid = "1.3" };
        var noUid = new QidoQuery(QidoLevel.Series) { StudyInstanceUid = "../x" };

        noStudy.Invoking(query => query.Path(1, 0)).Should().Throw<InvalidOperationException>();
        noUid.Invoking(query => query.Path(1, 0)).Should().Throw<ArgumentException>().Which.Message.Should().NotContain("../x");
    }

    [Fact]
    public async Task Matches_without_the_uid_that_was_asked_for_are_left_out()
    {
        await using LoopbackServer archive = await PagingAsync(5, (limit, offset) => (limit, offset));
        using var web = new ArchiveClient(Root(archive));

        (await web.FindAsync(Series with { Keys = [new(DicomTag.SeriesInstanceUID, "2.25.5.3")] })).Select(Uid).Should().Equal("2.25.5.3");

        web.Log.Lines.Should().Contain(line => line.Event.Id == 5311);
    }

    [Theory]
    [InlineData("text/html", "<html>Doe^Secret</html>")]
    [InlineData("application/dicom+json", "<html>Doe^Secret</html>")]
    [InlineData("application/dicom+json", "[{\"00100010\":{\"vr\":\"PN\",\"Value\":\"Doe^Secret\"}}]")]
    [InlineData("application/dicom+json", "[null]")]
    [InlineData("application/dicom+json", "[{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Doe^Secret\"}]}}]")]
    [InlineData("application/dicom+json", "[{\"0020000E\":{\"vr\":\"UI\",\"Value\":[\"Doe^Secret\"]}}]")]
    [InlineData("application/dicom+json", "[{\"0020000E\":")]
    public async Task What_is_no_answer_is_a_fault_that_repeats_nothing_of_it(string contentType, string body)
    {
        await using LoopbackServer archive = await AnsweringAsync(200, contentType, body);
        using var web = new ArchiveClient(Root(archive));

        DicomWebException fault = (await web.Invoking(w => w.FindAsync(Series with { Keys = [new(DicomTag.PatientID, "SECRET-ID")] })).Should().ThrowAsync<DicomWebException>()).Which;

        (fault + web.Log.Text).Should().NotContain("Secret").And.NotContain("SECRET");
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    [InlineData(302, false)]
    [InlineData(501, false)]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task A_status_is_passing_or_final_and_says_when_to_come_again(int status, bool isPassing)
    {
        await using LoopbackServer archive = await AnsweringAsync(status, "text/html", "<html>Doe^Secret</html>");
        using var web = new ArchiveClient(Root(archive));

        Exception thrown = (await web.Invoking(w => w.FindAsync(Series)).Should().ThrowAsync<Exception>()).Which;

        DicomWebException fault = (isPassing ? thrown.Should().BeOfType<TransientException>().Which.InnerException : thrown).Should().BeOfType<DicomWebException>().Which;
        fault.Status.Should().Be((HttpStatusCode)status);
        fault.RetryAfter.Should().Be(TimeSpan.FromSeconds(120));
        thrown.ToString().Should().NotContain("Secret");
    }

    [Fact]
    public async Task An_archive_that_is_not_there_may_come_back()
    {
        Uri root;
        await using (var archive = new CannedArchive([]))
            root = archive.Root;
        using var web = new ArchiveClient(root);

        await web.Invoking(w => w.FindAsync(Series)).Should().ThrowAsync<TransientException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/dicom+json\r\nContent-Length: 100\r\n\r\n[")]
    public async Task An_archive_that_falls_silent_is_given_up(string answer)
    {
        await using var archive = new CannedArchive(Encoding.ASCII.GetBytes(answer), close: false);
        using var web = new ArchiveClient(archive.Root, options => options with { AnswerTimeout = TimeSpan.FromSeconds(0.5), IdleTimeout = TimeSpan.FromSeconds(0.5) });

        (await web.Invoking(w => w.FindAsync(Series)).Should().ThrowAsync<TransientException>()).WithMessage("*not answered in time*");
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_no_fault_of_the_archive()
    {
        await using var archive = new CannedArchive([], close: false);
        using var web = new ArchiveClient(archive.Root);
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(0.2));

        await web.Invoking(async w => await w.Client.FindAsync(Series, soon.Token).ToListAsync()).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task An_answer_larger_than_what_is_read_is_a_fault()
    {
        await using LoopbackServer archive = await AnsweringAsync(200, "application/dicom+json", new string(' ', 100_000) + "[]");
        using var web = new ArchiveClient(Root(archive), options => options with { MaximumAnswerBytes = 50_000 });

        (await web.Invoking(w => w.FindAsync(Series)).Should().ThrowAsync<DicomWebException>()).WithMessage("*50000 bytes*");
    }

    private static Uri Root(LoopbackServer archive) => new(archive.Address, "/dicom-web/");

    private static string Uid(DicomDataset match) => match.GetSingleValue<string>(DicomTag.SeriesInstanceUID);

    private static Task<LoopbackServer> AnsweringAsync(int status, string contentType, string body) =>
        LoopbackServer.StartAsync(routes => routes.Run(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            context.Response.Headers.RetryAfter = "120";
            context.Response.Headers.Location = "/elsewhere";
            return context.Response.WriteAsync(body);
        }));

    // Matches 2.25.5.0, 2.25.5.1 and so on, of which `page` says how many from where.
    private static Task<LoopbackServer> PagingAsync(int matches, Func<int, int, (int Count, int From)> page) =>
        LoopbackServer.StartAsync(routes => routes.Run(context =>
        {
            (int count, int from) = page(Number(context, "limit"), Number(context, "offset"));
            List<int> some = Enumerable.Range(0, matches).Skip(from).Take(count).ToList();
            if (some.Count == 0)
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            }

            context.Response.ContentType = "application/dicom+json";
            return context.Response.WriteAsync(
                $"[{string.Join(',', some.Select(i => $"{{\"0020000E\":{{\"vr\":\"UI\",\"Value\":[\"2.25.5.{i}\"]}}}}"))}]");
        }));

    private static int Number(HttpContext context, string name) => int.Parse(context.Request.Query[name].ToString(), CultureInfo.InvariantCulture);
}
