using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>The protocol machine of PS3.8 table 9-10 on the acceptor's side, PDU by PDU.</summary>
[Collection(AloneCollection.Name)]
public sealed class ServerProtocolTests
{
    /// <summary>What is to come of a PDU.</summary>
    public enum Outcome
    {
        /// <summary>An abort by the protocol that says that it was not expected.</summary>
        Unexpected,

        /// <summary>An abort by the protocol that says that there is no such PDU.</summary>
        Unrecognized,

        /// <summary>The connection is closed, without a word.</summary>
        Closed,

        /// <summary>It is passed over: the connection stays, and an abort closes it.</summary>
        Ignored,

        /// <summary>A PDU of the type that follows the one that was sent.</summary>
        Answered,

        /// <summary>The association goes on: an echo is answered.</summary>
        Served,
    }

    // Rows: states. Columns: RQ, AC, RJ, P-DATA, RELEASE-RQ, RELEASE-RP, ABORT, and types 0, 8 and 'G', which there are not.
    // U unexpected, X unrecognized, C closed, I ignored, A answered, S served. Of PS3.8 table 9-10, with the difference that an
    // abort in Sta2 names the protocol as its source, where AA-1 says the user: only so has it a reason.
    private static readonly Dictionary<string, string> s_table = new(StringComparer.Ordinal)
    {
        ["Sta2"] = "AUUUUUCXXX",
        ["Sta6"] = "UUUSAUCXXX",
        ["Sta7"] = "UUUIIACXXX",
        ["Sta10"] = "UUUUUACXXX",
        ["Sta13 after reject"] = "UIIIIICXXX",
        ["Sta13 after release"] = "UIIIIICXXX",
    };

    private static readonly byte[] s_types = [1, 2, 3, 4, 5, 6, 7, 0, 8, (byte)'G'];

    public static TheoryData<string, byte, Outcome> Cells()
    {
        var cells = new TheoryData<string, byte, Outcome>();
        foreach ((string state, string row) in s_table)
        {
            for (int i = 0; i < row.Length; i++)
                cells.Add(state, s_types[i], Enum.GetValues<Outcome>()["UXCIAS".IndexOf(row[i], StringComparison.Ordinal)]);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Pdu_in_state_has_the_outcome_of_the_table(string state, byte type, Outcome outcome)
    {
        await using var serving = new Serving();
        using var peer = await InStateAsync(serving, state);

        await peer.SendAsync(Pdus.OfType(type));

        switch (outcome)
        {
            case Outcome.Unexpected:
                (await peer.ReadAsync())!.IsAbort(DicomAbortReason.UnexpectedPDU).Should().BeTrue();
                (await peer.ReadAsync()).Should().BeNull();
                break;
            case Outcome.Unrecognized:
                (await peer.ReadAsync())!.IsAbort(DicomAbortReason.UnrecognizedPDU).Should().BeTrue();
                (await peer.ReadAsync()).Should().BeNull();
                break;
            case Outcome.Closed:
                (await peer.ReadAsync()).Should().BeNull();
                break;
            case Outcome.Ignored:
                await peer.SendAsync(Pdus.OfType((byte)PduType.Abort));
                (await peer.ReadAsync()).Should().BeNull("an abort is never answered");
                break;
            case Outcome.Served:
                (await peer.ResponseAsync()).Should().BeOfType<DicomCEchoResponse>();
                break;
            case Outcome.Answered when state == "Sta7":
                // The release is confirmed, and the connection is ours to close (AR-3).
                (await peer.ReadAsync()).Should().BeNull();
                break;
            case Outcome.Answered:
                // RQ by AC; RELEASE-RQ, and at the end of a collision RELEASE-RP, by RELEASE-RP.
                (await peer.ReadAsync())!.Type.Should().Be(type == 1 ? PduType.AssociateAccept : PduType.ReleaseReply);
                break;
        }

        peer.Dispose();
        await serving.EndedAsync();
        await serving.StillServesAsync();
    }

    [Fact]
    public async Task Release_in_order_is_no_fault()
    {
        await using var serving = new Serving();
        using (var peer = await InStateAsync(serving, "Sta13 after release"))
            peer.End();

        await serving.EndedAsync();

        serving.Archive.Ends.Should().Equal([null]);
    }

    [Fact]
    public async Task Peer_that_does_not_close_after_release_is_closed_to()
    {
        await using var serving = new Serving();
        using var peer = await InStateAsync(serving, "Sta13 after release", () => serving.Await(Serving.Long with { Association = Serving.Soon }));

        (await peer.ReadAsync()).Should().BeNull("the ARTIM timer runs out");

        await serving.EndedAsync();
        serving.Archive.Ends.Should().Equal([null]);
        serving.Await(Serving.Long);
        await serving.StillServesAsync();
    }

    [Fact]
    public async Task Answer_that_comes_after_the_own_wish_for_release_is_not_sent()
    {
        // PS3.8 table 9-10 has no P-DATA request in Sta7: the peer, in Sta8, would abort.
        await using var serving = new Serving();
        using var peer = await InStateAsync(serving, "Sta7");

        await peer.SendAsync(Pdus.OfType((byte)PduType.ReleaseReply));

        (await peer.ReadAsync()).Should().BeNull();
        serving.Log.Has(5012).Should().BeTrue();
    }

    private static async Task<RawPeer> InStateAsync(Serving serving, string state, Action? beforeRelease = null)
    {
        switch (state)
        {
            case "Sta2":
                return await RawPeer.ConnectAsync(serving.Port);
            case "Sta13 after reject":
                serving.Archive.Rejects = true;
                var rejected = await RawPeer.ConnectAsync(serving.Port);
                await rejected.SendAsync(Pdus.Request());
                (await rejected.ReadAsync())!.Type.Should().Be(PduType.AssociateReject);
                serving.Archive.Rejects = false;
                return rejected;
        }

        var peer = await RawPeer.AssociatedAsync(serving.Port);
        if (state is "Sta7" or "Sta10")
        {
            serving.Archive.OnEcho = service => service.AskForReleaseAsync();
            await peer.SendAsync(Pdus.Echo());
            (await peer.ReadAsync())!.Type.Should().Be(PduType.ReleaseRequest);
            serving.Archive.OnEcho = _ => Task.CompletedTask;
        }

        beforeRelease?.Invoke();
        if (state is "Sta10" or "Sta13 after release")
            await peer.SendAsync(Pdus.OfType((byte)PduType.ReleaseRequest));
        if (state == "Sta13 after release")
            (await peer.ReadAsync())!.Type.Should().Be(PduType.ReleaseReply);
        return peer;
    }
}
