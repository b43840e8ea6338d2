namespace ContourFlow.Dicom.Tests.Network;

/// <summary>More peers than there is room for: slots are given back, whatever their peers did.</summary>
[Collection(AloneCollection.Name)]
public sealed class CrowdTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hundred_clients_share_twenty_slots()
    {
        int inside = 0;
        int most = 0;
        var archive = new MemoryArchive
        {
            OnEcho = async _ =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref inside));
                await Task.Delay(5, Cancel);
                Interlocked.Decrement(ref inside);
            },
        };
        await using var serving = new Serving(archive: archive, most: 20);
        int answered = 0;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            var client = serving.Client();
            client.ClientOptions.AssociationLingerTimeoutInMs = 0;
            client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
            await client.AddRequestAsync(new DicomCEchoRequest { OnResponseReceived = (_, _) => Interlocked.Increment(ref answered) });
            await client.SendAsync(Cancel);
        }));

        answered.Should().Be(200);
        most.Should().BeInRange(2, 20);
        await serving.EndedAsync(200);
        await serving.StillServesAsync();
        await serving.NothingIsOpenAsync();
    }

    [Fact]
    public async Task Slots_of_silent_peers_come_free_when_their_deadlines_are_over()
    {
        // Who is served has sent its request long before its turn comes: only the silent ones miss the deadline.
        await using var serving = new Serving(Serving.Long with { Association = TimeSpan.FromSeconds(2) }, most: 4);
        RawPeer[] silent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RawPeer.ConnectAsync(serving.Port)));

        await serving.StillServesAsync();

        foreach (var peer in silent)
            peer.Dispose();
        await serving.EndedAsync(8);
        await serving.NothingIsOpenAsync();
    }

    [Fact]
    public async Task Slots_are_given_back_by_associations_that_end_badly()
    {
        await using var serving = new Serving(most: 2);
        for (int round = 0; round < 12; round++)
        {
            using var peer = await RawPeer.AssociatedAsync(serving.Port);
            switch (round % 4)
            {
                case 0:
                    peer.Reset();
                    break;
                case 1:
                    await peer.SendAsync([.. Pdus.Text("GET / HTTP/1.1")]);
                    await peer.ReadAsync();
                    break;
                case 2:
                    await peer.SendAsync(Pdus.Store()[..3000]);
                    break;
                default:
                    await peer.SendAsync(Pdus.OfType(7));
                    break;
            }
        }

        await serving.EndedAsync(12);
        await serving.StillServesAsync();
        await serving.NothingIsOpenAsync();
    }

    [Fact]
    public async Task Port_scan_leaves_nothing_behind()
    {
        await using var serving = new Serving(most: 20);
        for (int i = 0; i < 200; i++)
        {
            using var peer = await RawPeer.ConnectAsync(serving.Port);
            if (i % 2 == 0)
                peer.Reset();
        }

        await serving.StillServesAsync();
        await serving.NothingIsOpenAsync();
        serving.Log.Entries.Should().NotContain(entry => entry.StartsWith("Error", StringComparison.Ordinal));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
