using System.Net;
using System.Text;
using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>What the endpoint takes, and how it answers; statuses and reasons are those of PS3.18 sections 10.5.3 and I.2.</summary>
public sealed class StowEndpointTests
{
    [Fact]
    public async Task Objects_are_stored_by_their_data_sets_bytes_and_answered_by_their_uids()
    {
        await using StowServer server = await StowServer.StartAsync();
        SmallObject[] objects = [SmallObject.Make(1), SmallObject.Make(2, syntax: DicomTransferSyntax.ImplicitVRLittleEndian)];

        StowAnswer answer = await server.PostAsync(StowBody.Of(objects.Select(one => one.File)));

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Stored.Should().Equal(objects.Select(one => one.SopInstanceUid));
        answer.Failed.Should().BeEmpty();
        foreach (SmallObject one in objects)
            server.Intake.Kept[one.SopInstanceUid].Should().Equal(one.DataSet);
        server.Intake.Announced["2.25.300.2"].Should().Be(
            new ArrivingObject(SmallObject.SopClass, "2.25.300.2", "1.2.840.10008.1.2", SendingAe: null, ReceivingAe: null));
    }

    [Theory]
    [InlineData("multipart/related; type=application/dicom; boundary=a1b2c3")]
    [InlineData("Multipart/Related; boundary=\"a1b2c3\"; type=\"application/dicom\"")]
    [InlineData("multipart/related;boundary=a1b2c3")]
    public async Task A_content_type_that_can_mean_one_thing_only_is_taken(string contentType)
    {
        await using StowServer server = await StowServer.StartAsync();

        (await server.PostAsync(StowBody.Of(SmallObject.Make(1).File), contentType)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_boundary_as_long_as_orthancs_is_taken_and_one_without_an_end_is_not()
    {
        // Orthanc 1.10: two UUIDs, 73 characters.
        string orthancs = string.Join('-', Enumerable.Repeat("32f8b9f4-672a-452e-9cdf-34c1756a96b9", 2));
        await using StowServer server = await StowServer.StartAsync();
        byte[] body = [.. Encoding.ASCII.GetBytes($"--{orthancs}\r\n\r\n"), .. SmallObject.Make(1).File, .. Encoding.ASCII.GetBytes($"\r\n--{orthancs}--")];

        (await server.PostAsync(body, $"multipart/related; type=\"application/dicom\"; boundary={orthancs}")).Status.Should().Be(HttpStatusCode.OK);
        (await server.PostAsync(body, $"multipart/related; type=\"application/dicom\"; boundary={new string('b', 5_000)}")).Status.Should().Be(HttpStatusCode.BadRequest);
        server.Intake.Kept["2.25.300.1"].Should().Equal(SmallObject.Make(1).DataSet);
    }

    [Theory]
    [InlineData("application/dicom", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/html", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data; boundary=a1b2c3", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/related; type=\"application/dicom+json\"; boundary=a1b2c3", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/related; type=\"application/dicom\"", HttpStatusCode.BadRequest)]
    [InlineData("multipart/related; type=\"application/dicom\"; boundary=\"\"", HttpStatusCode.BadRequest)]
    [InlineData("multipart/related; type=\"application/dicom; boundary=a1b2c3", HttpStatusCode.BadRequest)]
    [InlineData("nonsense", HttpStatusCode.BadRequest)]
    public async Task Another_content_type_is_refused(string contentType, HttpStatusCode expected)
    {
        await using StowServer server = await StowServer.StartAsync();

        (await server.PostAsync(StowBody.Of(SmallObject.Make(1).File), contentType)).Status.Should().Be(expected);

        server.Intake.Kept.Should().BeEmpty();
    }

    [Theory]
    [InlineData("application/dicom+xml", HttpStatusCode.NotAcceptable)]
    [InlineData("text/html, application/dicom+json;q=0", HttpStatusCode.NotAcceptable)]
    [InlineData("*/*", HttpStatusCode.OK)]
    [InlineData("application/dicom+xml, application/dicom+json;q=0.5", HttpStatusCode.OK)]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Who_does_not_accept_dicom_json_is_told_before_anything_is_stored(string? accept, HttpStatusCode expected)
    {
        await using StowServer server = await StowServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Studies) { Content = StowBody.Content(StowBody.Of(SmallObject.Make(1).File)) };
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);

        (await server.SendAsync(request)).Status.Should().Be(expected);

        server.Intake.Kept.Should().HaveCount(expected == HttpStatusCode.OK ? 1 : 0);
    }

    [Fact]
    public async Task Some_stored_and_some_refused_is_answered_202_with_a_reason_for_each()
    {
        await using StowServer server = await StowServer.StartAsync();
        server.Intake.Refuses = arriving => arriving.SopInstanceUid switch
        {
            "2.25.300.3" => IntakeRefusal.DoesNotMatch,
            "2.25.300.4" => IntakeRefusal.CannotUnderstand,
            "2.25.300.5" => IntakeRefusal.NotWritable,
            _ => null,
        };
        byte[][] files =
        [
            SmallObject.Make(1).File,
            SmallObject.Make(2, sopClass: "1.2.840.10008.5.1.4.1.1.88.11").File,
            SmallObject.Make(3).File,
            SmallObject.Make(4).File,
            SmallObject.Make(5).File,
            "no DICOM"u8.ToArray(),
        ];

        StowAnswer answer = await server.PostAsync(StowBody.Of(files));

        answer.Status.Should().Be(HttpStatusCode.Accepted);
        answer.Stored.Should().Equal("2.25.300.1");
        answer.Failed.Should().Equal(("2.25.300.2", 0x0122), ("2.25.300.3", 0xA900), ("2.25.300.4", 0xC000), ("2.25.300.5", 0x0110));
        answer.Other.Should().Equal(0xC000);
        server.Intake.Open.Should().Be(0);
    }

    [Fact]
    public async Task None_stored_is_answered_409()
    {
        await using StowServer server = await StowServer.StartAsync();

        StowAnswer answer = await server.PostAsync(StowBody.Of(SmallObject.Make(1, sopClass: "1.2.840.10008.5.1.4.1.1.88.11").File));

        answer.Status.Should().Be(HttpStatusCode.Conflict);
        answer.Failed.Should().Equal(("2.25.300.1", 0x0122));
    }

    [Fact]
    public async Task A_transfer_syntax_that_is_not_taken_is_refused_by_its_reason()
    {
        await using StowServer server = await StowServer.StartAsync(
            StowServer.Options with { TransferSyntaxes = new HashSet<string>(StringComparer.Ordinal) { "1.2.840.10008.1.2" } });

        StowAnswer answer = await server.PostAsync(StowBody.Of(SmallObject.Make(1).File));

        answer.Failed.Should().Equal(("2.25.300.1", 0xC122));
    }

    [Theory]
    [InlineData(nameof(DicomTransferSyntax.ExplicitVRLittleEndian))]
    [InlineData(nameof(DicomTransferSyntax.ImplicitVRLittleEndian))]
    [InlineData(nameof(DicomTransferSyntax.ExplicitVRBigEndian))]
    [InlineData(nameof(DicomTransferSyntax.DeflatedExplicitVRLittleEndian))]
    public async Task An_object_of_another_study_than_the_paths_is_refused_and_leaves_nothing(string syntaxName)
    {
        var syntax = (DicomTransferSyntax)typeof(DicomTransferSyntax).GetField(syntaxName)!.GetValue(null)!;
        await using StowServer server = await StowServer.StartAsync(
            StowServer.Options with { TransferSyntaxes = new HashSet<string>(StringComparer.Ordinal) { syntax.UID.UID } });

        // Larger than what is kept of an object to find its study.
        SmallObject belongs = SmallObject.Make(1, syntax: syntax, pixels: 2_000_000);
        SmallObject other = SmallObject.Make(2, study: "2.25.101", syntax: syntax, pixels: 2_000_000);
        StowAnswer answer = await server.PostAsync(StowBody.Of(belongs.File, other.File), study: SmallObject.Study);

        answer.Status.Should().Be(HttpStatusCode.Accepted);
        answer.Stored.Should().Equal(belongs.SopInstanceUid);
        answer.Failed.Should().Equal((other.SopInstanceUid, 0xA900));
        server.Intake.Kept.Keys.Should().Equal(belongs.SopInstanceUid);
        server.Intake.Kept[belongs.SopInstanceUid].Should().Equal(belongs.DataSet);
        server.Intake.Open.Should().Be(0);
    }

    [Theory]
    [InlineData("not-a-uid")]
    [InlineData("1..2")]
    [InlineData("..%2f..%2fetc")]
    public async Task A_study_in_the_path_that_is_no_uid_is_a_bad_request(string study)
    {
        await using StowServer server = await StowServer.StartAsync();

        (await server.PostAsync(StowBody.Of(SmallObject.Make(1).File), study: study)).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_same_object_twice_is_stored_once_and_answered_twice()
    {
        await using StowServer server = await StowServer.StartAsync();
        byte[] file = SmallObject.Make(1).File;

        StowAnswer answer = await server.PostAsync(StowBody.Of(file, file));

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Stored.Should().Equal("2.25.300.1", "2.25.300.1");
        server.Intake.Kept.Should().ContainSingle();
    }

    [Fact]
    public async Task One_uid_with_two_contents_reaches_the_intake_twice_and_the_first_stays()
    {
        await using StowServer server = await StowServer.StartAsync();

        StowAnswer answer = await server.PostAsync(StowBody.Of(SmallObject.Make(1).File, SmallObject.Make(1, fill: 8).File));

        answer.Status.Should().Be(HttpStatusCode.OK);
        server.Intake.Kept["2.25.300.1"].Should().Equal(SmallObject.Make(1).DataSet);
        server.Log.Text.Should().Contain(nameof(Reception.KeptAside));
    }

    [Fact]
    public async Task Without_room_the_sender_is_asked_to_come_again()
    {
        await using StowServer server = await StowServer.StartAsync(StowServer.Options with { RetryAfter = TimeSpan.FromSeconds(17) });
        server.Intake.HasRoom = false;

        StowAnswer answer = await server.PostAsync(StowBody.Of(SmallObject.Make(1).File));

        answer.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.RetryAfter.Should().Be(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task Room_that_ends_within_a_request_is_told_for_each_object()
    {
        await using StowServer server = await StowServer.StartAsync();
        server.Intake.Refuses = arriving => arriving.SopInstanceUid == "2.25.300.1" ? null : IntakeRefusal.NoRoom;

        StowAnswer some = await server.PostAsync(StowBody.Of(SmallObject.Make(1).File, SmallObject.Make(2).File));
        StowAnswer none = await server.PostAsync(StowBody.Of(SmallObject.Make(2).File));

        some.Status.Should().Be(HttpStatusCode.Accepted);
        some.Failed.Should().Equal(("2.25.300.2", 0xA700));
        none.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        none.RetryAfter.Should().NotBeNull();
    }

    [Fact]
    public async Task Neither_answer_nor_log_has_anything_of_the_patient()
    {
        await using StowServer server = await StowServer.StartAsync();
        server.Intake.Refuses = arriving => arriving.SopInstanceUid == "2.25.300.2" ? IntakeRefusal.DoesNotMatch : null;

        StowAnswer answer = await server.PostAsync(StowBody.Of(SmallObject.Make(1).File, SmallObject.Make(2).File));

        (answer.Text + server.Log.Text).Should().NotContain("Secret").And.NotContain("SECRET").And.NotContain("1950");
        server.Log.Lines.Where(line => line.Event.Id is >= 5300 and <= 5399).Should().HaveCount(3);
    }

    [Fact]
    public async Task Uid_with_a_leading_zero_is_taken_and_answered_as_by_c_store()
    {
        // Breaks PS3.5 section 9.1 and is met nevertheless. As long as the one that it takes the place of.
        byte[] file = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(SmallObject.Make(1).File).Replace("2.25.300.1", "2.25.030.1", StringComparison.Ordinal));
        await using StowServer server = await StowServer.StartAsync();

        StowAnswer answer = await server.PostAsync(StowBody.Of(file));

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Stored.Should().Equal("2.25.030.1");
        server.Intake.Kept.Keys.Should().Equal("2.25.030.1");
    }
}
