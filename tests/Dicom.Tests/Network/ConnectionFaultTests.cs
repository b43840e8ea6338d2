using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>Peers that vanish, fall silent, dribble, or are none: the server gives back what they held, and serves on.</summary>
[Collection(AloneCollection.Name)]
public sealed class ConnectionFaultTests
{
    private static readonly string[] s_phases =
    [
        "connected", "half a request", "associated", "half a header", "half a command", "command without data", "half an object", "object without its last bytes", "released",
    ];

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1.5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Phases, with the two ways to vanish.</summary>
    public static TheoryData<string, bool> Phases()
    {
        var data = new TheoryData<string, bool>();
        foreach (string phase in s_phases)
        {
            data.Add(phase, true);
            data.Add(phase, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Peer_that_vanishes_leaves_nothing_behind(string phase, bool byReset)
    {
        await using var serving = new Serving();
        using (var peer = await InPhaseAsync(serving, phase))
        {
            if (phase is "half an object" or "object without its last bytes")
                await Serving.UntilAsync(() => serving.TemporaryFiles == 1, "the object has to have begun");
            if (byReset)
                peer.Reset();
        }

        await serving.EndedAsync();

        bool isFault = phase is not ("connected" or "half a request" or "released");
        if (isFault)
            serving.Archive.Ends.Single().Should().BeAssignableTo<DicomNetworkException>();
        else if (!byReset || phase == "released")
            serving.Archive.Ends.Should().Equal([null], "nothing was under way");
        serving.Log.Has(5006).Should().Be(isFault, "a connection that is lost in an association is told");
        serving.Archive.Objects.Should().BeEmpty();
        await serving.StillServesAsync();
        await serving.NothingIsOpenAsync();
    }

    [Theory]
    [InlineData("connected", false)]
    [InlineData("half a request", false)]
    [InlineData("associated", true)]
    [InlineData("half a header", true)]
    [InlineData("half a command", true)]
    [InlineData("half an object", true)]
    [InlineData("released", false)]
    public async Task Peer_that_falls_silent_is_closed_to_when_its_deadline_is_over(string phase, bool isTold)
    {
        // Only the deadline that the phase is about is short: what leads to it may take its time.
        await using var serving = new Serving(phase switch
        {
            "connected" or "half a request" => Serving.Long with { Association = Serving.Soon },
            "associated" => Serving.Long with { Idle = Serving.Soon },
            "released" => Serving.Long,
            _ => Serving.Long with { Pdu = Serving.Soon },
        });
        using (var peer = await InPhaseAsync(serving, phase, () => serving.Await(Serving.Long with { Association = Serving.Soon })))
        {
            if (isTold)
                (await peer.ReadAsync())!.IsAbort(DicomAbortReason.NotSpecified).Should().BeTrue();
            (await peer.ReadAsync()).Should().BeNull();
        }

        await serving.EndedAsync();
        serving.Log.Has(5007).Should().BeTrue();
        serving.Await(Serving.Long);
        await serving.StillServesAsync();
        await serving.NothingIsOpenAsync();
    }

    [Theory]
    [InlineData("request")]
    [InlineData("object")]
    public async Task Peer_that_dribbles_bytes_is_closed_to_for_all_that(string what)
    {
        // Forty bytes a second, where each PDU has 0.4 s.
        await using var serving = new Serving(what == "request" ? Serving.Long with { Association = Serving.Soon } : Serving.Long with { Pdu = Serving.Soon });
        using (var peer = what == "request" ? await RawPeer.ConnectAsync(serving.Port) : await RawPeer.AssociatedAsync(serving.Port))
        {
            byte[] bytes = what == "request" ? Pdus.Request() : Pdus.Data(Pdus.Value(3, true, true, Pdus.StoreCommand()), Pdus.Value(3, false, true, Pdus.Slice()));
            using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var dribbling = Task.Run(async () =>
            {
                for (int i = 0; i < bytes.Length && !end.IsCancellationRequested; i++)
                {
                    await peer.SendAsync(bytes[i]);
                    await Task.Delay(25, Cancel);
                }
            }, Cancel);

            if (what == "object")
                (await peer.ReadAsync())!.IsAbort(DicomAbortReason.NotSpecified).Should().BeTrue();
            (await peer.ReadAsync()).Should().BeNull();
            await end.CancelAsync();
            await dribbling.ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        await serving.EndedAsync();
        serving.Await(Serving.Long);
        await serving.StillServesAsync();
        await serving.NothingIsOpenAsync();
    }

    [Fact]
    public async Task Object_may_take_longer_than_any_of_its_pdus()
    {
        // Each write ends within a PDU, and each PDU is there in a fraction of its deadline; all of them together take longer than that.
        await using var serving = new Serving(Serving.Long with { Pdu = TimeSpan.FromSeconds(3) });
        using var peer = await RawPeer.AssociatedAsync(serving.Port);
        byte[][] writes = [.. Pdus.Store(fragment: 900).Chunk(501)];

        foreach (byte[] write in writes)
        {
            await peer.SendAsync(write);
            await Task.Delay(4000 / writes.Length, Cancel);
        }

        (await peer.ResponseAsync()).Status.Code.Should().Be(0);
        serving.Archive.Objects.Should().ContainSingle();
    }

    [Fact]
    public async Task Peer_that_does_not_read_its_answers_is_closed_to()
    {
        await using var serving = new Serving(Serving.Long with { Send = Serving.Soon });
        serving.Server.Options.TcpSendBufferSize = 4096;
        using (var peer = await RawPeer.ConnectAsync(serving.Port, receiveBuffer: 4096))
        {
            await peer.SendAsync(Pdus.Request());
            (await peer.ReadAsync())!.Type.Should().Be(PduType.AssociateAccept);
            byte[] echoes = [.. Enumerable.Range(1, 1000).SelectMany(i => Pdus.Echo(id: (ushort)i))];
            var sending = Task.Run(async () =>
            {
                while (true)
                    await peer.SendAsync(echoes);
            }, Cancel);

            await serving.EndedAsync();
            await sending.Awaiting(task => task.WaitAsync(TimeSpan.FromSeconds(120), Cancel)).Should().ThrowAsync<System.Net.Sockets.SocketException>();
        }

        serving.Archive.Ends.Single()!.Message.Should().Contain("Sending");
        await serving.StillServesAsync();
        await serving.NothingIsOpenAsync();
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: pacs\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("\u0000")]
    public async Task Other_protocol_is_told_at_once_that_it_is_in_the_wrong_place(string said)
    {
        await using var serving = new Serving();
        using (var peer = await RawPeer.ConnectAsync(serving.Port))
        {
            await peer.SendAsync(System.Text.Encoding.Latin1.GetBytes(said));

            (await peer.ReadAsync())!.IsAbort(DicomAbortReason.UnrecognizedPDU).Should().BeTrue();
            (await peer.ReadAsync()).Should().BeNull();
        }

        await serving.EndedAsync();
        await serving.StillServesAsync();
        await serving.NothingIsOpenAsync();
    }

    [Fact]
    public async Task Abort_arrives_though_much_that_was_sent_is_not_read()
    {
        // Closed at once, with bytes unread, the connection would be reset.
        await using var serving = new Serving();
        using var peer = await RawPeer.AssociatedAsync(serving.Port);

        await peer.SendAsync([.. Pdus.Data(Pdus.Value(7, true, true, Pdus.EchoCommand())), .. new byte[300_000]]);

        (await peer.ReadAsync())!.IsAbort(DicomAbortReason.InvalidPDUParameter).Should().BeTrue();
    }

    [Fact]
    public async Task Peer_that_does_not_close_after_an_abort_is_closed_to()
    {
        await using var serving = new Serving();
        using var peer = await RawPeer.ConnectAsync(serving.Port);

        serving.Await(Serving.Long with { Association = Serving.Soon });
        await peer.SendAsync(Pdus.Text("GET /"));

        (await peer.ReadAsync())!.Type.Should().Be(PduType.Abort);
        await serving.EndedAsync();
        serving.Await(Serving.Long);
        await serving.StillServesAsync();
    }

    [Fact]
    public async Task Handler_that_throws_when_it_is_asked_for_an_association_aborts_it()
    {
        await using var serving = new Serving();
        serving.Archive.OnAssociation = _ => throw new IOException("no disk");
        using (var peer = await RawPeer.ConnectAsync(serving.Port))
        {
            await peer.SendAsync(Pdus.Request());

            // Source 0: the application (PS3.8 section 9.3.8).
            var abort = await peer.ReadAsync();
            abort!.Type.Should().Be(PduType.Abort);
            abort.Bytes.Should().Equal(0, 0, 0, 0);
            (await peer.ReadAsync()).Should().BeNull();
        }

        await serving.EndedAsync();
        serving.Log.Has(5022).Should().BeTrue();
        serving.Archive.OnAssociation = _ => Task.CompletedTask;
        await serving.StillServesAsync();
        await serving.NothingIsOpenAsync();
    }

    [Fact]
    public async Task Handler_that_hangs_holds_up_its_own_association_only()
    {
        await using var serving = new Serving();
        var goingOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        serving.Archive.OnStore = _ =>
        {
            begun.TrySetResult();
            return goingOn.Task;
        };
        using var peer = await RawPeer.AssociatedAsync(serving.Port);
        serving.Await(new NetworkDeadlines { Association = s_pause, Pdu = s_pause, Idle = s_pause, Send = s_pause, Response = s_pause });
        await peer.SendAsync(Pdus.Store());
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(120), Cancel);

        // Longer than any deadline: none of them is for what this side takes.
        await Task.Delay(2 * s_pause, Cancel);
        serving.Archive.Ends.Should().BeEmpty();
        serving.Await(Serving.Long);
        var client = serving.Client();
        await client.AddRequestAsync(new DicomCEchoRequest());
        await client.SendAsync(Cancel);

        goingOn.SetResult();
        (await peer.ResponseAsync()).Status.Code.Should().Be(0);
        await serving.StillServesAsync();
    }

    [Fact]
    public async Task Server_that_is_disposed_closes_every_connection()
    {
        var serving = new Serving();
        using var idle = await RawPeer.AssociatedAsync(serving.Port);
        using var busy = await InPhaseAsync(serving, "half an object");
        await Serving.UntilAsync(() => serving.TemporaryFiles == 1, "the object has to have begun");

        serving.Server.Dispose();

        (await idle.ReadAsync()).Should().BeNull();
        (await busy.ReadAsync()).Should().BeNull();
        await serving.EndedAsync(2);
        await Serving.UntilAsync(() => serving.TemporaryFiles == 0, "temporary files have to go");
        await serving.DisposeAsync();
    }

    private static async Task<RawPeer> InPhaseAsync(Serving serving, string phase, Action? beforeRelease = null)
    {
        if (phase is "connected" or "half a request")
        {
            var peer = await RawPeer.ConnectAsync(serving.Port);
            if (phase == "half a request")
                await peer.SendAsync(Pdus.Request()[..100]);
            return peer;
        }

        var associated = await RawPeer.AssociatedAsync(serving.Port);
        byte[] store = Pdus.Store();
        if (phase == "released")
            beforeRelease?.Invoke();
        await associated.SendAsync(phase switch
        {
            "associated" => [],
            "half a header" => [4, 0, 0],
            "half a command" => Pdus.Echo()[..40],
            "command without data" => Pdus.Data(Pdus.Value(3, true, true, Pdus.StoreCommand())),
            "half an object" => store[..(store.Length / 2)],
            "object without its last bytes" => store[..^1],
            "released" => AssociationWriter.ReleaseRequest(),
            _ => throw new ArgumentException(phase, nameof(phase)),
        });
        if (phase == "released")
            (await associated.ReadAsync())!.Type.Should().Be(PduType.ReleaseReply);
        return associated;
    }
}
