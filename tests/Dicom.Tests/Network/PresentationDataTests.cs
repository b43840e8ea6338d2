namespace ContourFlow.Dicom.Tests.Network;

/// <summary>Commands and data sets in fragments, in the order and in contexts that PS3.8 annex E has, and in others.</summary>
[Collection(AloneCollection.Name)]
public sealed class PresentationDataTests
{
    private static readonly byte[] s_command = Pdus.EchoCommand();
    private static readonly byte[] s_store = Pdus.StoreCommand();

    /// <summary>Broken presentation data, and the reason that it is aborted for.</summary>
    public static TheoryData<string, DicomAbortReason> Broken => new()
    {
        { "data without a command", DicomAbortReason.UnexpectedPDU },
        { "data of another context than the command", DicomAbortReason.UnexpectedPDU },
        { "data within a command", DicomAbortReason.UnexpectedPDU },
        { "command within a data set", DicomAbortReason.UnexpectedPDU },
        { "command that changes its context", DicomAbortReason.InvalidPDUParameter },
        { "context that was not proposed", DicomAbortReason.InvalidPDUParameter },
        { "context that was not accepted", DicomAbortReason.InvalidPDUParameter },
        { "context of an even number", DicomAbortReason.InvalidPDUParameter },
        { "command of rubbish", DicomAbortReason.InvalidPDUParameter },
        { "command without end", DicomAbortReason.InvalidPDUParameter },
        { "PDU of 4 GiB", DicomAbortReason.InvalidPDUParameter },
        { "PDU longer than offered", DicomAbortReason.InvalidPDUParameter },
        { "PDU without a value", DicomAbortReason.InvalidPDUParameter },
        { "value longer than its PDU", DicomAbortReason.InvalidPDUParameter },
        { "value of 4 GiB", DicomAbortReason.InvalidPDUParameter },
        { "value without its header", DicomAbortReason.InvalidPDUParameter },
        { "bytes left over", DicomAbortReason.InvalidPDUParameter },
        { "release of four bytes too many", DicomAbortReason.InvalidPDUParameter },
        { "release of no bytes", DicomAbortReason.InvalidPDUParameter },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Presentation_data_that_break_the_rules_are_aborted(string what, DicomAbortReason reason)
    {
        await using var serving = new Serving(archive: new MemoryArchive { Accepts = [DicomTransferSyntax.ImplicitVRLittleEndian] });
        using var peer = await RawPeer.ConnectAsync(serving.Port);
        await peer.SendAsync(Pdus.RequestOf(1, DicomUID.DICOMApplicationContext.UID, Pdus.Context(1), Pdus.Context(3, DicomUID.CTImageStorage.UID), Pdus.Context(5, DicomUID.CTImageStorage.UID, "1.2.840.10008.1.2.4.50"), Pdus.UserInformation()));
        await peer.ReadAsync();

        await peer.SendAsync(BytesOf(what, serving.Server.Options.MaxPDULength));

        (await peer.ReadAsync())!.IsAbort(reason).Should().BeTrue();
        (await peer.ReadAsync()).Should().BeNull();
        peer.Dispose();
        await serving.EndedAsync();
        serving.Archive.Ends.Single().Should().BeAssignableTo<DicomNetworkException>();
        serving.Log.Has(5005).Should().BeTrue();
        await serving.StillServesAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Command_in_fragments_of_any_length_is_put_together(int length)
    {
        await using var serving = new Serving();
        using var peer = await RawPeer.AssociatedAsync(serving.Port);
        byte[][] parts = [.. s_command.Chunk(length)];

        // Half of them in one PDU, half in PDUs of their own, with empty ones between.
        byte[][] values = [.. parts.Select((part, i) => Pdus.Value(1, true, i == parts.Length - 1, part))];
        byte[] empty = Pdus.Value(1, true, false, []);
        await peer.SendAsync(Pdus.Data([empty, .. values[..(values.Length / 2)]]));
        foreach (byte[] value in values[(values.Length / 2)..])
            await peer.SendAsync([.. Pdus.Data(empty), .. Pdus.Data(value)]);

        (await peer.ResponseAsync()).Should().BeOfType<DicomCEchoResponse>();
    }

    [Fact]
    public async Task Command_and_data_set_may_share_a_pdu()
    {
        await using var serving = new Serving();
        using var peer = await RawPeer.AssociatedAsync(serving.Port);

        await peer.SendAsync(Pdus.Data(Pdus.Value(3, true, true, s_store), Pdus.Value(3, false, false, Pdus.Slice()), Pdus.Value(3, false, true, [])));

        (await peer.ResponseAsync()).Status.Code.Should().Be(0);
        serving.Archive.Objects.Single().Dataset.GetSingleValue<string>(DicomTag.SOPInstanceUID).Should().Be("2.25.7.1");
        await serving.StillServesAsync();
    }

    [Fact]
    public async Task Object_without_a_data_set_worth_the_name_is_answered_and_the_association_lives_on()
    {
        await using var serving = new Serving();
        using var peer = await RawPeer.AssociatedAsync(serving.Port);

        await peer.SendAsync(Pdus.Data(Pdus.Value(3, true, true, s_store), Pdus.Value(3, false, true, "GET / HTTP/1.1"u8)));
        (await peer.ResponseAsync()).Status.Code.Should().Be(0x0110);

        await peer.SendAsync(Pdus.Store());
        (await peer.ResponseAsync()).Status.Code.Should().Be(0);
        await serving.StillServesAsync();
    }

    [Fact]
    public async Task Object_in_the_context_of_another_sop_class_is_refused()
    {
        await using var serving = new Serving();
        using var peer = await RawPeer.AssociatedAsync(serving.Port);

        await peer.SendAsync(Pdus.Data(Pdus.Value(1, true, true, s_store), Pdus.Value(1, false, true, Pdus.Slice())));

        (await peer.ResponseAsync()).Status.Code.Should().Be(0x0122, "PS3.7 annex C: SOP class not supported");
        serving.Archive.Objects.Should().BeEmpty();
        await serving.StillServesAsync();
    }

    private static byte[] BytesOf(string what, uint offered) => what switch
    {
        "data without a command" => Pdus.Data(Pdus.Value(1, false, true, s_command)),
        "data of another context than the command" => [.. Pdus.Data(Pdus.Value(3, true, true, s_store)), .. Pdus.Data(Pdus.Value(1, false, true, [1, 2]))],
        "data within a command" => Pdus.Data(Pdus.Value(3, true, false, s_store), Pdus.Value(3, false, true, [1, 2])),
        "command within a data set" => [.. Pdus.Data(Pdus.Value(3, true, true, s_store)), .. Pdus.Data(Pdus.Value(3, false, false, [1, 2])), .. Pdus.Echo()],
        "command that changes its context" => Pdus.Data(Pdus.Value(1, true, false, s_command), Pdus.Value(3, true, true, s_command)),
        "context that was not proposed" => Pdus.Echo(context: 7),
        "context that was not accepted" => Pdus.Echo(context: 5),
        "context of an even number" => Pdus.Echo(context: 2),
        "command of rubbish" => Pdus.Data(Pdus.Value(1, true, true, "GET / HTTP/1.1"u8)),
        "command without end" => [.. Enumerable.Repeat(Pdus.Data(Pdus.Value(1, true, false, new byte[1024])), 65).SelectMany(pdu => pdu)],
        "PDU of 4 GiB" => [4, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 4, 1, 3],
        "PDU longer than offered" => [4, 0, .. Pdus.Big(offered + 1), 0, 0, 0, 4, 1, 3],
        "PDU without a value" => [4, 0, 0, 0, 0, 0],
        "value longer than its PDU" => [4, 0, 0, 0, 0, 10, 0, 0, 0, 7, 1, 3, 0, 0, 0, 0],
        "value of 4 GiB" => [4, 0, 0, 0, 0, 10, 0xFF, 0xFF, 0xFF, 0xFF, 1, 3, 0, 0, 0, 0],
        "value without its header" => [4, 0, 0, 0, 0, 6, 0, 0, 0, 1, 1, 3],
        "bytes left over" => [4, 0, 0, 0, 0, 9, 0, 0, 0, 2, 1, 1, 0, 0, 0],
        "release of four bytes too many" => [5, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0],
        "release of no bytes" => [5, 0, 0, 0, 0, 0],
        _ => throw new ArgumentException(what, nameof(what)),
    };
}
