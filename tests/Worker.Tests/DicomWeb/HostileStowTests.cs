using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>Bodies that are not what they should be: an answer that says so, and nothing of a half object.</summary>
public sealed class HostileStowTests
{
    private static readonly byte[] File = SmallObject.Make(1).File;

    [Fact]
    public async Task A_body_that_is_never_closed_keeps_the_whole_objects_and_nothing_of_the_last()
    {
        await using StowServer server = await StowServer.StartAsync();

        StowAnswer answer = await server.PostAsync(StowBody.Open(File, SmallObject.Make(2).File));

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Stored.Should().Equal("2.25.300.1");
        server.Intake.Kept.Keys.Should().Equal("2.25.300.1");
        server.Intake.Open.Should().Be(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(250)]
    [InlineData(420)]
    public async Task A_body_that_ends_anywhere_in_its_first_part_leaves_nothing(int length)
    {
        await using StowServer server = await StowServer.StartAsync();

        StowAnswer answer = await server.PostAsync(StowBody.Of(File)[..length]);

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Text.Should().BeEmpty();
        server.Intake.Kept.Should().BeEmpty();
        server.Intake.Open.Should().Be(0);
    }

    [Fact]
    public async Task A_body_without_its_boundary_is_a_bad_request()
    {
        await using StowServer server = await StowServer.StartAsync();

        StowAnswer html = await server.PostAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<html>no boundary here</html>\r\n", 10_000))));
        StowAnswer onlyClosed = await server.PostAsync(Encoding.ASCII.GetBytes($"--{StowBody.Boundary}--\r\n"));

        html.Status.Should().Be(HttpStatusCode.BadRequest);
        onlyClosed.Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task More_parts_than_are_taken_end_the_request()
    {
        await using StowServer server = await StowServer.StartAsync();
        IEnumerable<byte[]> parts = Enumerable.Repeat("x"u8.ToArray(), 9_999).Prepend(File);

        StowAnswer answer = await server.PostAsync(StowBody.Of(parts));

        answer.Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        answer.Stored.Should().Equal("2.25.300.1");
        answer.Other.Should().HaveCount(1_999);
    }

    [Theory]
    [InlineData(1, 100_000)]
    [InlineData(1_000, 10)]
    public async Task Headers_of_a_part_that_are_too_many_or_too_long_end_the_request(int count, int length)
    {
        await using StowServer server = await StowServer.StartAsync();
        string headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('y', length)}\r\n"));

        StowAnswer answer = await server.PostAsync(Encoding.ASCII.GetBytes($"--{StowBody.Boundary}\r\n{headers}\r\nx\r\n--{StowBody.Boundary}--\r\n"));

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_part_of_another_type_is_refused_for_itself()
    {
        await using StowServer server = await StowServer.StartAsync();
        byte[] body = [.. Encoding.ASCII.GetBytes($"--{StowBody.Boundary}\r\nContent-Type: text/html\r\n\r\n<html/>"), .. StowBody.Of(File)];

        StowAnswer answer = await server.PostAsync(body);

        answer.Status.Should().Be(HttpStatusCode.Accepted);
        answer.Stored.Should().Equal("2.25.300.1");
        answer.Other.Should().Equal(0xC000);
    }

    [Theory]
    [InlineData("2.25.300.1", "../../a.b.")]
    [InlineData("2.25.300.1", "2.25.300\n1")]
    [InlineData("1.2.840.10008.1.2.1", "/etc/passwd/../abc.")]
    public async Task A_uid_of_the_meta_information_that_is_none_never_reaches_the_intake(string uid, string evil)
    {
        await using StowServer server = await StowServer.StartAsync();
        byte[] file = (byte[])File.Clone();
        int at = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(uid));
        Encoding.ASCII.GetBytes(evil).CopyTo(file, at);

        StowAnswer answer = await server.PostAsync(StowBody.Of(file));

        answer.Status.Should().Be(HttpStatusCode.Conflict);
        answer.Other.Should().Equal(0xC000);
        answer.Text.Should().NotContain("..");
        server.Log.Text.Should().NotContain("..").And.NotContain("300\n1");
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(20u)]
    [InlineData(100_000u)]
    [InlineData(uint.MaxValue)]
    public async Task A_length_of_the_meta_information_that_lies_is_refused(uint length)
    {
        await using StowServer server = await StowServer.StartAsync();
        byte[] file = (byte[])File.Clone();
        BitConverter.GetBytes(length).CopyTo(file, 140);

        StowAnswer answer = await server.PostAsync(StowBody.Of(file, SmallObject.Make(2).File));

        answer.Stored.Should().Equal("2.25.300.2");
        answer.Other.Should().Equal(0xC000);
    }

    [Fact]
    public async Task An_object_without_a_data_set_is_refused()
    {
        await using StowServer server = await StowServer.StartAsync();
        SmallObject one = SmallObject.Make(1);

        StowAnswer answer = await server.PostAsync(StowBody.Of(one.File[..^one.DataSet.Length]));

        answer.Failed.Should().Equal((one.SopInstanceUid, 0xC000));
        server.Intake.Kept.Should().BeEmpty();
    }

    [Fact]
    public async Task A_chunked_body_is_taken_like_another_and_never_held()
    {
        await using StowServer server = await StowServer.StartAsync();
        SmallObject large = SmallObject.Make(1, pixels: 3_000_000);
        using HttpRequestMessage request = StowBody.Request(server.Studies, StowBody.Content(StowBody.Of(large.File)));
        request.Headers.TransferEncodingChunked = true;

        StowAnswer answer = await server.SendAsync(request);

        answer.Status.Should().Be(HttpStatusCode.OK);
        server.Intake.Kept["2.25.300.1"].Should().Equal(large.DataSet);
        server.Intake.LargestBlock.Should().BeLessThanOrEqualTo(128 * 1024);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_that_is_too_large_is_ended(bool chunked)
    {
        await using StowServer server = await StowServer.StartAsync(StowServer.Options with { MaximumObjectBytes = 2_500_000, MaximumRequestBytes = 5_000_000 });
        byte[] body = StowBody.Of(Enumerable.Range(1, 3).Select(i => SmallObject.Make(i, pixels: 2_000_000).File));
        using HttpRequestMessage request = StowBody.Request(server.Studies, StowBody.Content(body));
        request.Headers.TransferEncodingChunked = chunked;

        StowAnswer answer = await server.SendAsync(request);

        answer.Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        answer.Stored.Should().Equal(server.Intake.Kept.Keys.Order(StringComparer.Ordinal));

        // Kestrel reads up to a megabyte ahead, and gives none of it out once it is too much.
        server.Intake.Kept.ContainsKey("2.25.300.1").Should().Be(chunked);
        server.Intake.Kept.Keys.Should().NotContain("2.25.300.3");
        server.Intake.Open.Should().Be(0);
    }

    [Fact]
    public async Task An_object_that_is_too_large_is_refused_and_the_next_is_taken()
    {
        await using StowServer server = await StowServer.StartAsync(StowServer.Options with { MaximumObjectBytes = 10_000 });
        SmallObject large = SmallObject.Make(1, pixels: 200_000);

        StowAnswer some = await server.PostAsync(StowBody.Of(large.File, SmallObject.Make(2).File));
        StowAnswer none = await server.PostAsync(StowBody.Of(large.File));

        some.Status.Should().Be(HttpStatusCode.Accepted);
        some.Failed.Should().Equal((large.SopInstanceUid, 0xA700));
        some.Stored.Should().Equal("2.25.300.2");
        none.Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_sender_that_is_too_slow_is_given_up()
    {
        await using StowServer server = await StowServer.StartAsync(StowServer.Options with { SlownessAllowed = TimeSpan.FromSeconds(1.1) });

        string answer = await RawAsync(server, StowBody.Of(File), sent: 500, close: false);

        answer.Should().StartWith("HTTP/1.1 408 ");
        server.Intake.Kept.Should().BeEmpty();
        server.Intake.Open.Should().Be(0);
    }

    [Fact]
    public async Task A_sender_that_vanishes_within_an_object_leaves_nothing()
    {
        await using StowServer server = await StowServer.StartAsync();

        await RawAsync(server, StowBody.Of(File), sent: 500, close: true);

        await EventuallyAsync(() => server.Log.Lines.Any(line => line.Event.Id is 5303 or 5304) && server.Intake.Open == 0);
        server.Intake.Kept.Should().BeEmpty();
    }

    [Fact]
    public async Task More_requests_than_are_taken_at_a_time_are_asked_to_come_again()
    {
        await using StowServer server = await StowServer.StartAsync(StowServer.Options with { MaximumRequests = 1 });
        using var first = new TcpClient();
        await first.ConnectAsync(server.Address.Host, server.Address.Port);
        byte[] body = StowBody.Of(File);
        await first.GetStream().WriteAsync(Head(body.Length).Concat(body[..500]).ToArray());
        await EventuallyAsync(() => server.Intake.Open == 1);

        StowAnswer second = await server.PostAsync(StowBody.Of(SmallObject.Make(2).File));
        await first.GetStream().WriteAsync(body.AsMemory(500));
        string answer = await new StreamReader(first.GetStream()).ReadLineAsync() ?? "";

        // It comes again, as it was asked to: the first is over a moment after its answer has come.
        StowAnswer third = second;
        await EventuallyAsync(async () => (third = await server.PostAsync(StowBody.Of(SmallObject.Make(2).File))).Status != HttpStatusCode.ServiceUnavailable);

        second.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        second.RetryAfter.Should().NotBeNull();
        answer.Should().Be("HTTP/1.1 200 OK");
        third.Status.Should().Be(HttpStatusCode.OK);
    }

    private static byte[] Head(int length) => Encoding.ASCII.GetBytes(
        $"POST /dicom-web/studies HTTP/1.1\r\nHost: localhost\r\nContent-Type: {StowBody.ContentType}\r\nContent-Length: {length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n");

    private static async Task<string> RawAsync(StowServer server, byte[] body, int sent, bool close)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Address.Host, server.Address.Port);
        await connection.GetStream().WriteAsync(Head(body.Length).Concat(body[..sent]).ToArray());
        if (close)
        {
            // The object has begun.
            await EventuallyAsync(() => server.Intake.Open == 1);
            return "";
        }

        return await new StreamReader(connection.GetStream()).ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static Task EventuallyAsync(Func<bool> holds) => EventuallyAsync(() => Task.FromResult(holds()));

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!await holds())
            await Task.Delay(10, deadline.Token);
    }
}
