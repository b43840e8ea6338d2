using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>What the two sides of an association tell each other, and what they make of it when it is wrong (PS3.8 section 9.3, PS3.7 annex D).</summary>
[Collection(AloneCollection.Name)]
public sealed class NegotiationTests
{
    private const string Application = "1.2.840.10008.3.1.1.1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    // PS3.8 table 9-21: result 1 permanent; source 2 association control, reason 2 version; source 1 application, reason 2 context, 3 calling, 7 called.
    [InlineData("version", 1, 2, 2)]
    [InlineData("application context", 1, 1, 2)]
    [InlineData("no application context", 1, 1, 2)]
    [InlineData("calling title of two lines", 1, 1, 3)]
    [InlineData("called title of two lines", 1, 1, 7)]
    public async Task Request_that_cannot_be_met_is_rejected_with_the_reason(string what, byte result, byte source, byte reason)
    {
        await using var serving = new Serving();
        using var peer = await RawPeer.ConnectAsync(serving.Port);
        byte[] request = Pdus.RequestOf((ushort)(what == "version" ? 2 : 1), what == "application context" ? "1.2.3" : Application, Pdus.Context(1), Pdus.UserInformation());
        if (what == "no application context")
            request = [1, 0, .. Pdus.Big(68), .. request[6..74]];
        if (what.EndsWith("lines", StringComparison.Ordinal))
            request[what[3] == 'l' && what[4] == 'i' ? 6 + 22 : 6 + 6] = (byte)'\n';

        await peer.SendAsync(request);

        var answer = await peer.ReadAsync();
        answer!.Type.Should().Be(PduType.AssociateReject);
        answer.Bytes.Should().Equal(0, result, source, reason);
        peer.End();
        (await peer.ReadAsync()).Should().BeNull();
        await serving.EndedAsync();
        serving.Log.Entries.Should().NotContain(entry => entry.Contains('\n', StringComparison.Ordinal));
        await serving.StillServesAsync();
    }

    [Fact]
    public async Task Version_of_several_with_ours_among_them_is_taken()
    {
        // PS3.8 section 9.3.2: each bit is a version.
        await using var serving = new Serving();
        using var peer = await RawPeer.ConnectAsync(serving.Port);
        await peer.SendAsync(Pdus.RequestOf(0xFFFF, Application, Pdus.Context(1), Pdus.UserInformation()));

        (await peer.ReadAsync())!.Type.Should().Be(PduType.AssociateAccept);
    }

    /// <summary>Requests that are none.</summary>
    public static TheoryData<string> Malformed =>
    [
        "even context ID", "context ID twice", "context without abstract syntax", "context without transfer syntax", "abstract syntax that is no UID",
        "item longer than the PDU", "context longer than its item", "role of half a UID", "identity without its fields", "too short", "too long",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Request_that_is_malformed_is_aborted(string what)
    {
        await using var serving = new Serving();
        using var peer = await RawPeer.ConnectAsync(serving.Port);
        byte[] request = what switch
        {
            "even context ID" => Pdus.RequestOf(1, Application, Pdus.Context(2), Pdus.UserInformation()),
            "context ID twice" => Pdus.RequestOf(1, Application, Pdus.Context(1), Pdus.Context(1), Pdus.UserInformation()),
            "context without abstract syntax" => Pdus.RequestOf(1, Application, Pdus.Item(0x20, [1, 0, 0, 0, .. Pdus.Item(0x40, Pdus.Text("1.2.840.10008.1.2"))])),
            "context without transfer syntax" => Pdus.RequestOf(1, Application, Pdus.Item(0x20, [1, 0, 0, 0, .. Pdus.Item(0x30, Pdus.Text("1.2.840.10008.1.1"))])),
            "abstract syntax that is no UID" => Pdus.RequestOf(1, Application, Pdus.Context(1, "../../etc/passwd")),
            "item longer than the PDU" => Pdus.RequestOf(1, Application, [0x20, 0, 0xFF, 0xFF, 1, 0]),
            "context longer than its item" => Pdus.RequestOf(1, Application, Pdus.Item(0x20, 1, 0, 0, 0, 0x30, 0, 0, 200, 1, 2)),
            "role of half a UID" => Pdus.RequestOf(1, Application, Pdus.Context(1), Pdus.UserInformation(Pdus.Item(0x54, 0, 40, (byte)'1', (byte)'.'))),
            "identity without its fields" => Pdus.RequestOf(1, Application, Pdus.Context(1), Pdus.UserInformation(Pdus.Item(0x58, 1, 1, 0xFF, 0xFF))),
            "too short" => [1, 0, 0, 0, 0, 67, .. new byte[67]],
            _ => [1, 0, 0xFF, 0xFF, 0xFF, 0xFF],
        };

        await peer.SendAsync(request);

        (await peer.ReadAsync())!.IsAbort(DicomAbortReason.InvalidPDUParameter).Should().BeTrue();
        (await peer.ReadAsync()).Should().BeNull();
        await serving.StillServesAsync();
    }

    [Fact]
    public async Task Request_with_as_many_transfer_syntaxes_as_fit_is_decided_at_once()
    {
        // 8 contexts of 5,000 transfer syntaxes: a comparison of each with each would take seconds.
        string[] syntaxes = [.. Enumerable.Range(1, 5000).Select(i => $"1.{i}"), "1.2.840.10008.1.2"];
        await using var serving = new Serving();
        using var peer = await RawPeer.ConnectAsync(serving.Port);
        byte[] request = Pdus.RequestOf(1, Application, [.. Enumerable.Range(0, 8).Select(i => Pdus.Context((byte)((2 * i) + 1), "1.2.840.10008.1.1", syntaxes)), Pdus.UserInformation()]);
        TimeSpan before = Environment.CpuUsage.TotalTime;

        await peer.SendAsync(request);

        (await peer.ReadAsync())!.Type.Should().Be(PduType.AssociateAccept);
        (Environment.CpuUsage.TotalTime - before).Should().BeLessThan(TimeSpan.FromSeconds(1));
        serving.Archive.Associations.Single().PresentationContexts.Should().HaveCount(8).And.OnlyContain(context => context.AcceptedTransferSyntax == DicomTransferSyntax.ImplicitVRLittleEndian);
    }

    [Theory]
    // Asked user/provider, answered user/provider or not at all (9), and what is agreed on (PS3.7 annex D.3.3.4: no answer, no role; none that was not asked for).
    [InlineData(1, 1, 1, 1, true, true)]
    [InlineData(0, 1, 0, 1, false, true)]
    [InlineData(0, 1, 1, 1, false, true)]
    [InlineData(1, 1, 1, 0, true, false)]
    [InlineData(0, 1, 0, 0, false, false)]
    [InlineData(0, 1, 9, 9, null, null)]
    public async Task Role_that_a_client_asks_for_is_what_the_server_answers(int user, int provider, int answeredUser, int answeredProvider, bool? agreedUser, bool? agreedProvider)
    {
        using var server = new RawServer();
        var client = DicomClientFactory.Create("127.0.0.1", server.Port, false, "SENDER", "RECEIVER");
        client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
        var context = new DicomPresentationContext(0, DicomUID.CTImageStorage, user == 1, provider == 1);
        context.AddTransferSyntax(DicomTransferSyntax.ImplicitVRLittleEndian);
        client.AdditionalPresentationContexts.Add(context);
        await client.AddRequestAsync(new DicomCEchoRequest());

        var sending = client.SendAsync(Cancel);
        using var peer = await server.AcceptAsync();
        byte[] request = (await peer.ReadAsync())!.Bytes;
        var asked = AssociationReader.Request(request, out _, out _);
        asked.PresentationContexts.First().UserRole.Should().Be(user == 1);
        asked.PresentationContexts.First().ProviderRole.Should().Be(provider == 1);
        byte[] answer = Pdus.Accept(request, change: association =>
        {
            var answered = association.PresentationContexts.First();
            (answered.UserRole, answered.ProviderRole) = answeredUser == 9 ? ((bool?)null, (bool?)null) : (answeredUser == 1, answeredProvider == 1);
        });
        peer.Dispose();
        await sending.Awaiting(task => task).Should().ThrowAsync<DicomNetworkException>();

        // What the client would make of it.
        var agreed = new DicomAssociation("SENDER", "RECEIVER");
        foreach (var own in asked.PresentationContexts)
            agreed.PresentationContexts.Add(own);
        AssociationReader.Accept(answer.AsSpan(6), agreed);
        agreed.PresentationContexts.First().UserRole.Should().Be(agreedUser);
        agreed.PresentationContexts.First().ProviderRole.Should().Be(agreedProvider);
    }

    [Fact]
    public async Task Role_that_a_peer_asks_for_is_seen_by_the_service_and_answered()
    {
        await using var serving = new Serving();
        using var peer = await RawPeer.ConnectAsync(serving.Port);
        byte[] uid = Pdus.Text(DicomUID.CTImageStorage.UID);

        await peer.SendAsync(Pdus.RequestOf(1, Application, Pdus.Context(1, DicomUID.CTImageStorage.UID), Pdus.UserInformation(Pdus.Item(0x54, [0, (byte)uid.Length, .. uid, 0, 1]))));

        var answer = await peer.ReadAsync();
        answer!.Bytes.AsSpan().IndexOf((byte[])[0x54, 0, 0, (byte)(uid.Length + 4), 0, (byte)uid.Length, .. uid, 0, 1]).Should().BePositive();
        var context = serving.Archive.Associations.Single().PresentationContexts.Single();
        (context.UserRole, context.ProviderRole).Should().Be((false, true));
    }

    [Theory]
    // 0 is no limit (PS3.8 section D.1); less than 8 is of no use, and gets the least that there is.
    [InlineData(0U, 65536U)]
    [InlineData(1U, 8U)]
    [InlineData(8U, 8U)]
    [InlineData(9U, 9U)]
    [InlineData(1000U, 1000U)]
    [InlineData(0xFFFFFFFFU, 65536U)]
    public async Task Pdus_are_no_longer_than_the_peer_takes(uint offered, uint longest)
    {
        using var server = new RawServer();
        var client = DicomClientFactory.Create("127.0.0.1", server.Port, false, "SENDER", "RECEIVER");
        client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
        await client.AddRequestAsync(new DicomCStoreRequest(NetworkObjects.Slice(1, 20)));

        var sending = client.SendAsync(Cancel);
        using var peer = await server.AssociateAsync(offered);
        var received = new MemoryStream();
        RawPdu? pdu;
        do
        {
            pdu = await peer.ReadAsync();
            pdu!.Bytes.Length.Should().BeLessThanOrEqualTo((int)longest);
            if ((pdu.Bytes[5] & 1) == 0)
                received.Write(pdu.Bytes.AsSpan(6));
        }
        while ((pdu.Bytes[5] & 3) != 2);

        using var sent = new MemoryStream();
        new DatasetContent(NetworkObjects.Slice(1, 20).Dataset, DicomTransferSyntax.ExplicitVRLittleEndian).WriteTo(sent);
        received.ToArray().Should().Equal(sent.ToArray());
        peer.Dispose();
        await sending.Awaiting(task => task).Should().ThrowAsync<DicomNetworkException>();
    }

    [Fact]
    public async Task Server_that_offers_no_limit_takes_pdus_of_any_length()
    {
        await using var serving = new Serving();
        serving.Server.Options.MaxPDULength = 0;
        using var peer = await RawPeer.AssociatedAsync(serving.Port);
        byte[] slice = Pdus.Slice(side: 600);

        await peer.SendAsync(Pdus.Data(Pdus.Value(3, true, true, Pdus.StoreCommand()), Pdus.Value(3, false, true, slice)));

        (await peer.ResponseAsync()).Status.Code.Should().Be(0);
        await serving.StillServesAsync();
    }

    [Theory]
    [InlineData(DicomUserIdentityType.Username, "Jürgen ", "")]
    [InlineData(DicomUserIdentityType.UsernameAndPasscode, "user", " pass€ ")]
    [InlineData(DicomUserIdentityType.Kerberos, "\u0000\u0001\u0080\u00FF", "")]
    public async Task User_identity_arrives_as_it_is_and_is_answered(DicomUserIdentityType type, string primary, string secondary)
    {
        DicomUserIdentityNegotiation? seen = null;
        var archive = new MemoryArchive
        {
            OnAssociation = association =>
            {
                seen = association.UserIdentityNegotiation!.Clone();
                association.UserIdentityNegotiation.ServerResponse = "tickét";
                return Task.CompletedTask;
            },
        };
        await using var serving = new Serving(archive: archive);
        var identity = new DicomUserIdentityNegotiation { UserIdentityType = type, PrimaryField = primary, SecondaryField = secondary, PositiveResponseRequested = true };

        await serving.StillServesAsync(client => client.UserIdentityNegotiation = identity);

        (seen!.UserIdentityType, seen.PrimaryField, seen.SecondaryField, seen.PositiveResponseRequested).Should().Be((type, primary, secondary, true));
        identity.ServerResponse.Should().Be("tickét");
        serving.Log.Entries.Should().NotContain(entry => entry.Contains(primary, StringComparison.Ordinal) || entry.Contains("tick", StringComparison.Ordinal));
    }

    [Fact]
    public async Task User_identity_that_does_not_fit_is_not_sent_cut_off()
    {
        await using var serving = new Serving();
        var client = serving.Client();
        client.UserIdentityNegotiation = new DicomUserIdentityNegotiation { UserIdentityType = DicomUserIdentityType.Saml, PrimaryField = new string('x', 65536) };
        await client.AddRequestAsync(new DicomCEchoRequest());

        await client.Awaiting(c => c.SendAsync(Cancel)).Should().ThrowAsync<DicomNetworkException>().WithMessage("*65536 bytes*");

        await serving.StillServesAsync();
    }
}
