using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>A query or retrieval that its caller ends: C-CANCEL (PS3.7 section 9.3.2.3), then release; and what keeps a retrieval alive.</summary>
public sealed class CancelTests
{
    // The first context that a client proposes.
    private const byte QueryContext = 1;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Query_whose_caller_has_enough_is_cancelled_and_the_association_released()
    {
        using var server = new ScriptedArchive();
        var client = Client(server.Port);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        DicomStatus? last = null;
        int matches = 0;
        var request = Query();
        request.OnResponseReceived = (asked, response) =>
        {
            last = response.Status;
            if (++matches == 3)
                _ = enough.CancelAsync();
        };
        await client.AddRequestAsync(request);
        var sending = client.SendAsync(enough.Token);
        var peer = await server.AssociateAsync();
        ushort id = await ReadQueryAsync(peer);
        for (int i = 0; i < 3; i++)
            await AnswerAsync(peer, id, DicomStatus.Pending);

        var cancel = await ReadMessageAsync(peer);
        await AnswerAsync(peer, id, DicomStatus.Cancel);
        var release = await peer.ReadAsync();
        await peer.SendAsync(AssociationWriter.ReleaseReply());

        cancel.Should().BeOfType<DicomCCancelRequest>().Which.RequestMessageID.Should().Be(id);
        release.Type.Should().Be(PduType.ReleaseRequest, "the last response is here: nothing is under way");
        await client.Invoking(_ => sending).Should().ThrowAsync<OperationCanceledException>();
        last.Should().Be(DicomStatus.Cancel);
    }

    [Fact]
    public async Task Peer_that_goes_on_in_spite_of_the_cancellation_is_aborted()
    {
        using var server = new ScriptedArchive();
        var client = Client(server.Port);
        client.ClientOptions.AssociationReleaseTimeoutInMs = 200;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await client.AddRequestAsync(Query());
        var sending = client.SendAsync(enough.Token);
        var peer = await server.AssociateAsync();
        ushort id = await ReadQueryAsync(peer);
        await AnswerAsync(peer, id, DicomStatus.Pending);

        await enough.CancelAsync();
        var cancel = await ReadMessageAsync(peer);
        var end = await peer.ReadAsync();

        cancel.Should().BeOfType<DicomCCancelRequest>();
        end.Type.Should().Be(PduType.Abort, "an association on which an operation is under way cannot be released (PS3.8 section 7.2)");
        await client.Invoking(_ => sending).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Objects_that_keep_coming_keep_a_retrieval_alive_that_is_not_told_of_between()
    {
        using var server = new ScriptedArchive();
        var client = Client(server.Port);
        client.ServiceOptions.RequestTimeout = TimeSpan.FromSeconds(4);
        client.AdditionalPresentationContexts = [DicomPresentationContext.GetScpRolePresentationContext(DicomUID.CTImageStorage, DicomTransferSyntax.ImplicitVRLittleEndian)];
        int objects = 0;
        client.OnCStoreRequest = store =>
        {
            objects++;
            return Task.FromResult(new DicomCStoreResponse(store, DicomStatus.Success));
        };
        DicomCGetResponse? last = null;
        await client.AddRequestAsync(new DicomCGetRequest("2.25.8") { OnResponseReceived = (_, response) => last = response });
        var sending = client.SendAsync(Cancel);
        var peer = await server.AssociateAsync();
        var get = (DicomCGetRequest)await ReadMessageAsync(peer);
        await peer.ReadAsync();

        // Longer than it may take to the next sign, and no response between.
        for (int number = 1; number <= 5; number++)
        {
            await Task.Delay(1000, Cancel);
            var store = new DicomCStoreRequest(NetworkObjects.Slice(number)) { MessageID = (ushort)number };
            await peer.SendAsync(QueryContext, store.Command, NetworkObjects.Slice(number).Dataset);
            (await ReadMessageAsync(peer)).Should().BeOfType<DicomCStoreResponse>().Which.Status.Should().Be(DicomStatus.Success);
        }

        await peer.SendAsync(get.PresentationContext!.ID, new DicomCGetResponse(get, DicomStatus.Success) { Completed = 5 }.Command);
        (await peer.ReadAsync()).Type.Should().Be(PduType.ReleaseRequest);
        await peer.SendAsync(AssociationWriter.ReleaseReply());

        await sending;
        objects.Should().Be(5);
        last!.Completed.Should().Be(5);
    }

    private static IDicomClient Client(int port)
    {
        var client = DicomClientFactory.Create("127.0.0.1", port, false, "ASKER", "ARCHIVE");
        client.ClientOptions.AssociationLingerTimeoutInMs = 0;
        client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
        client.ClientOptions.AssociationReleaseTimeoutInMs = 120_000;
        return client;
    }

    private static DicomCFindRequest Query() => DicomCFindRequest.CreateStudyQuery();

    private static async Task<ushort> ReadQueryAsync(ScriptedArchive peer)
    {
        var find = (DicomCFindRequest)await ReadMessageAsync(peer);
        // Its identifier.
        await peer.ReadAsync();
        return find.MessageID;
    }

    // The command in the next PDU; it says in which context it came.
    private static async Task<DicomMessage> ReadMessageAsync(ScriptedArchive peer)
    {
        var pdu = await peer.ReadAsync();
        pdu.Type.Should().Be(PduType.Data);
        var message = CommandReader.MessageOf(CommandCoding.Read(pdu.Bytes.AsMemory(6)));
        message.PresentationContext = new DicomPresentationContext(pdu.Bytes[4], DicomUID.Verification);
        return message;
    }

    private static Task AnswerAsync(ScriptedArchive peer, ushort id, DicomStatus status) =>
        peer.SendAsync(QueryContext, new DicomCFindResponse(new DicomCFindRequest(DicomQueryRetrieveLevel.Study) { MessageID = id }, status).Command);

    /// <summary>Takes one association and does on it what the test says, PDU by PDU.</summary>
    private sealed class ScriptedArchive : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private TcpClient? connection;
        private NetworkStream? line;

        public ScriptedArchive() => listener.Start();

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        /// <summary>Accepts everything that is proposed, in implicit VR.</summary>
        public async Task<ScriptedArchive> AssociateAsync()
        {
            connection = await listener.AcceptTcpClientAsync(Cancel);
            connection.NoDelay = true;
            line = connection.GetStream();
            var association = AssociationReader.Request((await ReadAsync()).Bytes, out _, out _);
            foreach (var context in association.PresentationContexts)
                context.SetResult(DicomPresentationContextResult.Accept, DicomTransferSyntax.ImplicitVRLittleEndian);
            await SendAsync(AssociationWriter.Accept(association, 16384));
            return this;
        }

        public async Task<(PduType Type, byte[] Bytes)> ReadAsync()
        {
            byte[] header = new byte[6];
            await line!.ReadExactlyAsync(header, Cancel);
            byte[] bytes = new byte[BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(2))];
            await line.ReadExactlyAsync(bytes, Cancel);
            return ((PduType)header[0], bytes);
        }

        public async Task SendAsync(byte[] pdu) => await line!.WriteAsync(pdu, Cancel);

        public async Task SendAsync(byte context, DicomDataset command, DicomDataset? dataSet = null)
        {
            var writer = new MessageWriter(line!, context, 16384, () => { });
            if (dataSet is null)
                await writer.WriteCommandAsync(command);
            else
                writer.Write(command, new DatasetContent(dataSet, DicomTransferSyntax.ImplicitVRLittleEndian));
        }

        public void Dispose()
        {
            connection?.Dispose();
            listener.Dispose();
        }
    }
}
