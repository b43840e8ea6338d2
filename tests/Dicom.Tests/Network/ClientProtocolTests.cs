using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>The protocol machine of PS3.8 table 9-10 on the requestor's side, PDU by PDU: our client, and a server that knows no rules.</summary>
public sealed class ClientProtocolTests
{
    // As in ServerProtocolTests; further: G the request goes on, R the request fails with the rejection, P passed over (data in Sta7).
    private static readonly Dictionary<string, string> s_table = new(StringComparer.Ordinal)
    {
        ["Sta5"] = "UGRUUUCXXX",
        ["Sta6"] = "UUUSAUCXXX",
        ["Sta7"] = "UUUPAGCXXX",
        ["Sta11"] = "UUUUUGCXXX",
    };

    private static readonly byte[] s_types = [1, 2, 3, 4, 5, 6, 7, 0, 8, (byte)'G'];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte, char> Cells()
    {
        var cells = new TheoryData<string, byte, char>();
        foreach ((string state, string row) in s_table)
        {
            for (int i = 0; i < row.Length; i++)
                cells.Add(state, s_types[i], row[i]);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Pdu_in_state_has_the_outcome_of_the_table(string state, byte type, char outcome)
    {
        using var server = new RawServer();
        var client = Client(server.Port);
        await client.AddRequestAsync(new DicomCEchoRequest());
        var sending = client.SendAsync(Cancel);
        using var peer = await server.AcceptAsync();
        var request = await peer.ReadAsync();
        if (state != "Sta5")
        {
            await peer.SendAsync(Pdus.Accept(request!.Bytes));
            (await peer.ReadAsync())!.Type.Should().Be(PduType.Data);
        }

        if (state is "Sta7" or "Sta11")
        {
            await peer.SendAsync(EchoResponse());
            (await peer.ReadAsync())!.Type.Should().Be(PduType.ReleaseRequest);
        }

        if (state == "Sta11")
        {
            await peer.SendAsync(AssociationWriter.ReleaseRequest());
            (await peer.ReadAsync())!.Type.Should().Be(PduType.ReleaseReply);
        }

        await peer.SendAsync(type == 2 && state == "Sta5" ? Pdus.Accept(request!.Bytes) : Pdus.OfType(type));

        switch (outcome)
        {
            case 'U':
                (await peer.ReadAsync())!.IsAbort(DicomAbortReason.UnexpectedPDU).Should().BeTrue();
                break;
            case 'X':
                (await peer.ReadAsync())!.IsAbort(DicomAbortReason.UnrecognizedPDU).Should().BeTrue();
                break;
            case 'R':
            case 'C':
                (await peer.ReadAsync()).Should().BeNull();
                break;
            case 'G' when state == "Sta5":
                (await peer.ReadAsync())!.Type.Should().Be(PduType.Data);
                break;
            case 'G':
                (await peer.ReadAsync()).Should().BeNull();
                break;
            case 'A':
                (await peer.ReadAsync())!.Type.Should().Be(PduType.ReleaseReply);
                break;
            case 'S':
                // A client is asked for an echo, which it does not do: it says so (PS3.7 annex C: unrecognized operation).
                (await peer.ResponseAsync()).Status.Code.Should().Be(0x0211);
                break;
            case 'P':
                await peer.SendAsync(AssociationWriter.ReleaseReply());
                (await peer.ReadAsync()).Should().BeNull();
                break;
        }

        peer.Dispose();
        var act = () => sending.WaitAsync(TimeSpan.FromSeconds(120), Cancel);
        if (state is "Sta7" or "Sta11")
            await act.Should().NotThrowAsync("what was asked for was done, however the association ends");
        else if (outcome == 'R')
            await act.Should().ThrowAsync<DicomAssociationRejectedException>();
        else if (outcome == 'C')
            await act.Should().ThrowAsync<DicomAssociationAbortedException>();
        else
            await act.Should().ThrowAsync<DicomNetworkException>();
    }

    [Fact]
    public async Task Peer_that_takes_the_connection_and_never_answers_is_aborted_and_tried_as_often_as_was_said()
    {
        using var server = new RawServer();
        var client = Client(server.Port);
        (client.ClientOptions.AssociationRequestTimeoutInMs, client.ClientOptions.MaximumNumberOfConsecutiveTimedOutAssociationRequests) = (300, 2);
        await client.AddRequestAsync(new DicomCEchoRequest());

        var sending = client.SendAsync(Cancel);

        for (int attempt = 0; attempt < 2; attempt++)
        {
            using var peer = await server.AcceptAsync();
            (await peer.ReadAsync())!.Type.Should().Be(PduType.AssociateRequest);
            (await peer.ReadAsync())!.Type.Should().Be(PduType.Abort);
            (await peer.ReadAsync()).Should().BeNull();
        }

        await sending.Awaiting(task => task.WaitAsync(TimeSpan.FromSeconds(120), Cancel)).Should().ThrowAsync<DicomAssociationRequestTimedOutException>();
        client.IsSendRequired.Should().BeTrue("what was not sent stays");
    }

    [Fact]
    public async Task Request_that_is_never_answered_times_out_and_its_association_is_not_used_again()
    {
        using var server = new RawServer();
        var client = Client(server.Port);
        client.ServiceOptions.RequestTimeout = TimeSpan.FromSeconds(0.4);
        TimeSpan? told = null;
        await client.AddRequestAsync(new DicomCEchoRequest { OnTimeout = (_, arguments) => told = arguments.Timeout });
        await client.AddRequestAsync(new DicomCEchoRequest());

        var sending = client.SendAsync(Cancel);
        using (var peer = await server.AssociateAsync())
        {
            (await peer.ReadAsync())!.Type.Should().Be(PduType.Data);
            (await peer.ReadAsync())!.Type.Should().Be(PduType.Abort);
            (await peer.ReadAsync()).Should().BeNull();
        }

        var timedOut = (await sending.Awaiting(task => task.WaitAsync(TimeSpan.FromSeconds(120), Cancel)).Should().ThrowAsync<DicomRequestTimedOutException>()).Which;
        timedOut.TimeOut.Should().Be(TimeSpan.FromSeconds(0.4));
        told.Should().Be(TimeSpan.FromSeconds(0.4));

        // The second request goes on an association of its own, and is answered in its own time.
        client.ServiceOptions.RequestTimeout = null;
        sending = client.SendAsync(Cancel);
        using var next = await server.AssociateAsync();
        await AnswerAsync(next);
        await sending.WaitAsync(TimeSpan.FromSeconds(120), Cancel);
        client.IsSendRequired.Should().BeFalse();
    }

    [Fact]
    public async Task Sending_that_takes_longer_than_a_response_may_is_not_a_peer_without_a_sign()
    {
        // The peer takes the object slowly, in more than RequestTimeout.
        using var server = new RawServer();
        var client = Client(server.Port);
        client.ServiceOptions.RequestTimeout = TimeSpan.FromSeconds(3);
        client.ServiceOptions.TcpSendBufferSize = 4096;
        ushort? status = null;
        await client.AddRequestAsync(new DicomCStoreRequest(NetworkObjects.Slice(1, 1600)) { OnResponseReceived = (_, response) => status = response.Status.Code });

        var sending = client.SendAsync(Cancel);
        using var peer = await server.AssociateAsync();
        RawPdu? pdu;
        int count = 0;
        do
        {
            pdu = await peer.ReadAsync();
            if (count++ % 20 == 0)
                await Task.Delay(300, Cancel);
        }
        while ((pdu!.Bytes[5] & 3) != 2);

        await peer.SendAsync(Pdus.Data(Pdus.Value(pdu.Bytes[4], true, true, Response(new DicomCStoreResponse(Sent(NetworkObjects.Slice(1)), DicomStatus.Success)))));
        (await peer.ReadAsync())!.Type.Should().Be(PduType.ReleaseRequest);
        await peer.SendAsync(AssociationWriter.ReleaseReply());
        await sending.WaitAsync(TimeSpan.FromSeconds(120), Cancel);
        status.Should().Be(0);
    }

    [Fact]
    public async Task Release_that_is_never_answered_does_not_undo_what_was_sent()
    {
        using var server = new RawServer();
        var client = Client(server.Port);
        client.ClientOptions.AssociationReleaseTimeoutInMs = 300;
        await client.AddRequestAsync(new DicomCEchoRequest());

        var sending = client.SendAsync(Cancel);
        using var peer = await server.AssociateAsync();
        (await peer.ReadAsync())!.Type.Should().Be(PduType.Data);
        await peer.SendAsync(EchoResponse());
        (await peer.ReadAsync())!.Type.Should().Be(PduType.ReleaseRequest);

        await sending.WaitAsync(TimeSpan.FromSeconds(120), Cancel);
        (await peer.ReadAsync()).Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Server_that_is_gone_in_the_middle_of_sending_fails_the_request_which_stays(bool byReset)
    {
        using var server = new RawServer();
        var client = Client(server.Port);
        await client.AddRequestAsync(new DicomCStoreRequest(NetworkObjects.Slice(1, 2000)));

        var sending = client.SendAsync(Cancel);
        using (var peer = await server.AssociateAsync())
        {
            await peer.ReadAsync();
            if (byReset)
                peer.Reset();
        }

        await sending.Awaiting(task => task.WaitAsync(TimeSpan.FromSeconds(120), Cancel)).Should().ThrowAsync<DicomNetworkException>();
        client.IsSendRequired.Should().BeTrue();
    }

    [Fact]
    public async Task Peer_that_does_not_read_is_given_up_after_the_send_deadline()
    {
        using var server = new RawServer();
        var client = Client(server.Port);
        client.ServiceOptions.Deadlines = new NetworkDeadlines { Send = TimeSpan.FromSeconds(0.4) };
        client.ServiceOptions.TcpSendBufferSize = 4096;
        // More than loopback's buffers hold.
        await client.AddRequestAsync(new DicomCStoreRequest(NetworkObjects.Slice(1, 3000)));

        var sending = client.SendAsync(Cancel);
        using var peer = await server.AssociateAsync();

        (await sending.Awaiting(task => task.WaitAsync(TimeSpan.FromSeconds(120), Cancel)).Should().ThrowAsync<DicomNetworkException>())
            .WithInnerException<DicomNetworkException>().WithMessage("*0.4 s*(Sending)*");
        client.IsSendRequired.Should().BeTrue();
    }

    [Fact]
    public async Task File_that_is_gone_when_its_turn_comes_is_said_and_the_association_aborted()
    {
        string path = Path.Combine(Path.GetTempPath(), $"contourflow-{Environment.ProcessId}-gone.dcm");
        NetworkObjects.Slice(1).Save(path);
        using var server = new RawServer();
        var client = Client(server.Port);
        await client.AddRequestAsync(new DicomCStoreRequest(path));
        File.Delete(path);

        var sending = client.SendAsync(Cancel);
        using var peer = await server.AssociateAsync();

        (await peer.ReadAsync())!.Type.Should().Be(PduType.Abort);
        (await peer.ReadAsync()).Should().BeNull();
        // Not a lost connection, as which it could be tried again for ever.
        await sending.Awaiting(task => task.WaitAsync(TimeSpan.FromSeconds(120), Cancel)).Should().ThrowAsync<DicomFileException>();
    }

    [Fact]
    public async Task Response_of_another_kind_fails_the_request()
    {
        using var server = new RawServer();
        var client = Client(server.Port);
        await client.AddRequestAsync(new DicomCEchoRequest());

        var sending = client.SendAsync(Cancel);
        using var peer = await server.AssociateAsync();
        await peer.ReadAsync();
        var find = new DicomCFindRequest(DicomQueryRetrieveLevel.Study) { MessageID = 1 };
        await peer.SendAsync(Pdus.Data(Pdus.Value(1, true, true, Response(new DicomCFindResponse(find, DicomStatus.Success)))));

        await sending.Awaiting(task => task.WaitAsync(TimeSpan.FromSeconds(120), Cancel)).Should().ThrowAsync<DicomNetworkException>().WithMessage("*C-ECHO*C-FIND*");
    }

    private static IDicomClient Client(int port)
    {
        var client = DicomClientFactory.Create("127.0.0.1", port, false, "SENDER", "RECEIVER");
        client.ClientOptions.AssociationLingerTimeoutInMs = 0;
        client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
        return client;
    }

    private static async Task AnswerAsync(RawPeer peer)
    {
        (await peer.ReadAsync())!.Type.Should().Be(PduType.Data);
        await peer.SendAsync(EchoResponse());
        (await peer.ReadAsync())!.Type.Should().Be(PduType.ReleaseRequest);
        await peer.SendAsync(AssociationWriter.ReleaseReply());
    }

    private static DicomCStoreRequest Sent(DicomFile file) => new(file) { MessageID = 1 };

    private static byte[] Response(DicomResponse response) => CommandCoding.Write(response.Command);

    private static byte[] EchoResponse() => Pdus.Data(Pdus.Value(1, true, true, Response(new DicomCEchoResponse(new DicomCEchoRequest { MessageID = 1 }, DicomStatus.Success))));
}
