namespace ContourFlow.Dicom.Tests.Network;

/// <summary>How much memory peers can take by identifiers, which are received whole before anybody looks at them.</summary>
[Collection(AloneCollection.Name)]
public class IdentifierMemoryTests
{
    private const int Fragment = 128 * 1024;

    private static byte[] Action => CommandCoding.Write(
        new DicomNActionRequest(DicomUID.StorageCommitmentPushModel, DicomUID.StorageCommitmentPushModelInstance, 1) { Dataset = [], MessageID = 1 }.Command);

    [Fact]
    public async Task Identifier_of_more_than_8_MiB_ends_the_association()
    {
        await using var serving = new Serving();
        var budget = new IdentifierBudget(64 * 1024 * 1024);
        serving.Server.Options.Identifiers = budget;
        using RawPeer peer = await BegunAsync(serving, fragments: 8 * 1024 * 1024 / Fragment);
        await Serving.UntilAsync(() => budget.Held == 8 * 1024 * 1024, "what has come is held");

        await peer.SendAsync(Pdus.Data(Pdus.Value(Pdus.EchoContext, false, false, new byte[2])));

        (await peer.ReadAsync())!.IsAbort(DicomAbortReason.NotSpecified).Should().BeTrue();
        await serving.EndedAsync();
        budget.Held.Should().Be(0);
        serving.Log.Has(5005).Should().BeTrue();
        await serving.StillServesAsync();
    }

    [Fact]
    public async Task Identifiers_of_all_associations_are_counted_together_until_they_are_let_go()
    {
        await using var serving = new Serving();
        var budget = new IdentifierBudget(1024 * 1024);
        serving.Server.Options.Identifiers = budget;
        using RawPeer first = await BegunAsync(serving, fragments: 4);
        await Serving.UntilAsync(() => budget.Held == 4 * Fragment, "the first is held");
        using RawPeer second = await BegunAsync(serving, fragments: 4);
        await Serving.UntilAsync(() => budget.Held == 8 * Fragment, "the second is held");

        await second.SendAsync(Pdus.Data(Pdus.Value(Pdus.EchoContext, false, false, new byte[2])));

        (await second.ReadAsync())!.IsAbort(DicomAbortReason.NotSpecified).Should().BeTrue();
        serving.Log.Entries.Should().Contain(entry => entry.Contains("identifiers of all associations", StringComparison.Ordinal));
        await serving.EndedAsync();
        budget.Held.Should().Be(4 * Fragment);

        // The first goes on: there is room again.
        await first.SendAsync(Pdus.Data(Pdus.Value(Pdus.EchoContext, false, false, new byte[2])));
        await Serving.UntilAsync(() => budget.Held == 8 * Fragment, "it has grown");
        first.Reset();
        await serving.EndedAsync(2);
        budget.Held.Should().Be(0);
        await serving.StillServesAsync();
    }

    // An association on which a request has come, and so much of its data set.
    private static async Task<RawPeer> BegunAsync(Serving serving, int fragments)
    {
        RawPeer peer = await RawPeer.AssociatedAsync(serving.Port);
        await peer.SendAsync(Pdus.Data(Pdus.Value(Pdus.EchoContext, true, true, Action)));
        byte[] data = Pdus.Data(Pdus.Value(Pdus.EchoContext, false, false, new byte[Fragment]));
        for (int i = 0; i < fragments; i++)
            await peer.SendAsync(data);
        return peer;
    }
}
