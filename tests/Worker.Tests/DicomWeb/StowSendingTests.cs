using System.Net;
using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Intake;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>Sending to our own endpoint, and to archives that answer in other ways.</summary>
public sealed class StowSendingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_sent_arrives_by_its_bytes_in_requests_of_bounded_size()
    {
        await using StowServer server = await StowServer.StartAsync();
        server.Intake.Refuses = arriving => arriving.SopInstanceUid == "2.25.300.3" ? IntakeRefusal.DoesNotMatch : null;
        List<StowObject> objects = await ObjectsAsync(5);
        using var web = new ArchiveClient(Root(server.Address), options => options with { ObjectsPerRequest = 2 });

        List<StowOutcome> outcomes = await web.SendAsync(objects, SmallObject.Study);

        outcomes.Select(outcome => (outcome.SopInstanceUid, outcome.Status, outcome.Code)).Should().Equal(
            ("2.25.300.1", StowStatus.Stored, null),
            ("2.25.300.2", StowStatus.Stored, null),
            ("2.25.300.3", StowStatus.Refused, (ushort)0xA900),
            ("2.25.300.4", StowStatus.Stored, null),
            ("2.25.300.5", StowStatus.Stored, null));
        server.Intake.Kept["2.25.300.5"].Should().Equal(SmallObject.Make(5).DataSet);
        server.Log.Lines.Count(line => line.Event.Id == 5302).Should().Be(3);
    }

    [Fact]
    public void Requests_are_divided_by_bytes_and_have_no_uid_twice()
    {
        List<StowObject> objects = [Sized("1.1", 40), Sized("1.2", 40), Sized("1.3", 40), Sized("1.4", 500), Sized("1.5", 1), Sized("1.5", 1)];

        StowRequest.Divide(objects, mostObjects: 3, mostBytes: 100).Select(request => request.Select(one => one.SopInstanceUid))
            .Should().BeEquivalentTo<string[]>([["1.1", "1.2"], ["1.3"], ["1.4"], ["1.5"], ["1.5"]], options => options.WithStrictOrdering());
    }

    [Theory]
    [InlineData(200, "", StowStatus.Unknown, null)]
    [InlineData(204, "", StowStatus.Unknown, null)]
    [InlineData(200, "{}", StowStatus.Unknown, null)]
    [InlineData(200, "[{}]", StowStatus.Unknown, null)]
    [InlineData(200, """{"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["2.25.300.2"]}}]}}""", StowStatus.Unknown, null)]
    [InlineData(200, """{"00081199":{"vr":"SQ","Value":[{"00081150":{"vr":"UI","Value":["1.2"]},"00081155":{"vr":"UI","Value":["2.25.300.1"]}}]}}""", StowStatus.Unknown, null)]
    [InlineData(200, """{"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["2.25.300.1"]}}]}}""", StowStatus.Stored, null)]
    [InlineData(202, """{"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["2.25.300.1"]},"00081196":{"vr":"US","Value":[45056]}}]}}""", StowStatus.StoredWithWarning, 0xB000)]
    [InlineData(202, """{"00081198":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["2.25.300.1"]},"00081197":{"vr":"US","Value":[43264]}}]},"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["2.25.300.1"]}}]}}""", StowStatus.Refused, 0xA900)]
    [InlineData(409, """{"00081198":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["2.25.300.1"]},"00081197":{"vr":"US","Value":[290]}}]}}""", StowStatus.Refused, 0x0122)]
    [InlineData(400, """{"00081198":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["2.25.300.1"]}}]}}""", StowStatus.Refused, null)]
    public async Task An_object_is_stored_only_where_the_answer_says_so_by_its_uid(int status, string body, object expected, int? code)
    {
        await using LoopbackServer archive = await AnsweringAsync(status, "application/dicom+json", body);
        using var web = new ArchiveClient(Root(archive.Address));

        StowOutcome outcome = (await web.SendAsync(await ObjectsAsync(1))).Single();

        outcome.Status.Should().Be((StowStatus)expected);
        ((int?)outcome.Code).Should().Be(code);
    }

    [Theory]
    [InlineData(200, "text/html", false)]
    [InlineData(409, "text/html", false)]
    [InlineData(400, "text/html", false)]
    [InlineData(401, "text/html", false)]
    [InlineData(413, "text/html", false)]
    [InlineData(400, null, false)]
    [InlineData(400, "application/dicom+json", false)]
    [InlineData(429, "text/html", true)]
    [InlineData(503, "application/dicom+json", true)]
    public async Task A_status_that_says_nothing_of_the_objects_is_a_fault(int status, string? contentType, bool isPassing)
    {
        await using LoopbackServer archive = await AnsweringAsync(status, contentType, "{}");
        using var web = new ArchiveClient(Root(archive.Address));
        List<StowObject> objects = await ObjectsAsync(1);

        Exception thrown = (await web.Invoking(w => w.SendAsync(objects)).Should().ThrowAsync<Exception>()).Which;

        DicomWebException fault = (isPassing ? thrown.Should().BeOfType<TransientException>().Which.InnerException : thrown).Should().BeOfType<DicomWebException>().Which;
        fault.Status.Should().Be((HttpStatusCode)status);
        fault.RetryAfter.Should().Be(status == 503 ? TimeSpan.FromSeconds(30) : null);
    }

    [Fact]
    public async Task A_report_without_content_type_is_read()
    {
        // As Orthanc 1.10 answers 409.
        const string Report = """{"00081198":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["2.25.300.1"]},"00081197":{"vr":"US","Value":[272]}}]},"00081199":{"vr":"SQ"}}""";
        await using LoopbackServer archive = await AnsweringAsync(409, contentType: null, Report);
        using var web = new ArchiveClient(Root(archive.Address));

        (await web.SendAsync(await ObjectsAsync(1))).Should().Equal(new StowOutcome("2.25.300.1", StowStatus.Refused, 0x0110, "processing failure"));
    }

    [Fact]
    public async Task A_full_archive_of_ours_tells_when_to_come_again()
    {
        await using StowServer server = await StowServer.StartAsync();
        server.Intake.HasRoom = false;
        using var web = new ArchiveClient(Root(server.Address));
        List<StowObject> objects = await ObjectsAsync(1);

        TransientException fault = (await web.Invoking(w => w.SendAsync(objects)).Should().ThrowAsync<TransientException>()).Which;

        fault.InnerException.Should().BeOfType<DicomWebException>().Which.RetryAfter.Should().Be(StowServer.Options.RetryAfter);
    }

    [Fact]
    public async Task An_archive_that_refuses_at_once_is_understood_before_a_large_body_is_sent()
    {
        int asked = 0;
        await using LoopbackServer archive = await LoopbackServer.StartAsync(routes => routes.Run(context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.Connection = "close";
            asked = context.Request.Headers.Expect.Count;
            return Task.CompletedTask;
        }));
        using var web = new ArchiveClient(Root(archive.Address));
        string path = folder["large.dcm"];
        await File.WriteAllBytesAsync(path, SmallObject.Make(1, pixels: 40_000_000).File);
        StowObject large = await StowObject.OfFileAsync(path, TestContext.Current.CancellationToken);

        (await web.Invoking(w => w.SendAsync([large])).Should().ThrowAsync<DicomWebException>()).Which.Status.Should().Be(HttpStatusCode.Unauthorized);

        asked.Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_is_gone_or_has_changed_is_named_by_its_uid_and_nothing_of_it_is_stored(bool isGone)
    {
        await using StowServer server = await StowServer.StartAsync();
        using var web = new ArchiveClient(Root(server.Address));
        List<StowObject> objects = await ObjectsAsync(2);
        if (isGone)
            File.Delete(objects[1].Path);
        else
            await File.WriteAllBytesAsync(objects[1].Path, SmallObject.Make(2).File[..^10]);

        (await web.Invoking(w => w.SendAsync(objects)).Should().ThrowAsync<TransientException>()).WithMessage("*2.25.300.2*");

        server.Intake.Kept.Keys.Should().BeSubsetOf(["2.25.300.1"]);
    }

    [Fact]
    public async Task An_archive_that_takes_everything_and_never_answers_is_given_up()
    {
        await using var archive = new CannedArchive([], close: false);
        using var web = new ArchiveClient(archive.Root, options => options with { AnswerTimeout = TimeSpan.FromSeconds(1.5) });
        List<StowObject> objects = await ObjectsAsync(1);

        (await web.Invoking(w => w.SendAsync(objects)).Should().ThrowAsync<TransientException>()).WithMessage("*not answered in time*");
    }

    [Fact]
    public async Task Basic_authentication_is_sent_as_rfc_7617_has_it()
    {
        string said = "";
        await using LoopbackServer archive = await LoopbackServer.StartAsync(routes => routes.Run(context =>
        {
            said = context.Request.Headers.Authorization.ToString();
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        }));

        // The example of RFC 7617 section 2.
        using var web = new ArchiveClient(Root(archive.Address), options => options with { UserName = "Aladdin", Password = "open sesame" });
        List<StowObject> objects = await ObjectsAsync(1);
        await web.Invoking(w => w.SendAsync(objects)).Should().ThrowAsync<DicomWebException>();

        said.Should().Be("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    [Fact]
    public void All_that_is_wrong_with_options_is_said_at_once()
    {
        var options = new DicomWebOptions { Root = new Uri("ftp://archive/"), BearerToken = "t", UserName = "u:x", PageSize = 0 };

        string message = options.Invoking(o => o.Validate()).Should().Throw<OptionsValidationException>().Which.Message;

        message.Should().Contain("Root").And.Contain("BearerToken").And.Contain("colon").And.Contain("at least 1");
        (options with { BearerToken = "verysecret" }).ToString().Should().NotContain("verysecret");
    }

    private static Uri Root(Uri address) => new(address, "/dicom-web");

    private static StowObject Sized(string uid, long length) => new("1.2", uid, "none", length);

    private async Task<List<StowObject>> ObjectsAsync(int count)
    {
        List<StowObject> objects = [];
        for (int i = 1; i <= count; i++)
        {
            string path = folder[$"{i}.dcm"];
            await File.WriteAllBytesAsync(path, SmallObject.Make(i).File);
            objects.Add(await StowObject.OfFileAsync(path, TestContext.Current.CancellationToken));
        }

        return objects;
    }

    private static Task<LoopbackServer> AnsweringAsync(int status, string? contentType, string body) =>
        LoopbackServer.StartAsync(routes => routes.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.StatusCode = status;
            if (status == 503)
                context.Response.Headers.RetryAfter = "30";
            if (status == 204)
                return;
            context.Response.ContentType = contentType;
            context.Response.ContentLength = body.Length;
            await context.Response.WriteAsync(body);
        }));
}
