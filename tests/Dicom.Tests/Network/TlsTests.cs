using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>TLS with certificates on both sides (PS3.15 annex B.12).</summary>
[Collection(AloneCollection.Name)]
public sealed class TlsTests : IDisposable
{
    private const int HandshakeFailed = 5021;

    // TLS 1.1 (3, 2), one suite of its time, no extensions: RFC 4346 section 7.4.1.2.
    private static readonly byte[] s_hello11 = [0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2, .. new byte[32], 0, 0, 2, 0xC0, 0x13, 1, 0];

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _stranger = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task Client_with_the_right_certificate_is_served()
    {
        await using var serving = Server(Serving.Long);
        var client = Client(serving, _authority.Issue("client"));
        var statuses = new List<ushort>();
        await client.AddRequestAsync(new DicomCStoreRequest(NetworkObjects.Slice(1, 300)) { OnResponseReceived = (_, response) => statuses.Add(response.Status.Code) });

        await client.SendAsync(Cancel);

        statuses.Should().Equal(0);
        serving.Archive.Objects.Single().Dataset.Equals(NetworkObjects.Slice(1, 300).Dataset).Should().BeTrue();
        await serving.NothingIsOpenAsync();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("of another authority")]
    [InlineData("expired")]
    public async Task Client_without_a_certificate_that_is_trusted_is_not_served(string certificate)
    {
        await using var serving = Server(Serving.Long);
        var client = Client(serving, certificate switch
        {
            "none" => null,
            "expired" => _authority.Issue("client", isExpired: true),
            _ => _stranger.Issue("client"),
        });
        await client.AddRequestAsync(new DicomCEchoRequest());

        await client.Awaiting(c => c.SendAsync(Cancel)).Should().ThrowAsync<DicomNetworkException>();

        await Serving.UntilAsync(() => serving.Log.Has(HandshakeFailed), "it has to be logged");
        serving.Archive.Associations.Should().BeEmpty();
        client.IsSendRequired.Should().BeTrue();
        await ServesAsync(serving);
    }

    [Fact]
    public async Task Server_of_another_authority_is_not_spoken_to()
    {
        await using var serving = new Serving(tls: new DefaultTlsAcceptor(_stranger.Issue("server")));
        var client = Client(serving, _authority.Issue("client"));
        await client.AddRequestAsync(new DicomCEchoRequest());

        await client.Awaiting(c => c.SendAsync(Cancel)).Should().ThrowAsync<DicomNetworkException>().WithMessage("*TLS handshake*");

        serving.Archive.Associations.Should().BeEmpty();
        await serving.NothingIsOpenAsync();
    }

    [Fact]
    public async Task Client_that_trusts_the_systems_authorities_only_refuses_ours()
    {
        await using var serving = Server(Serving.Long);
        var client = DicomClientFactory.Create("127.0.0.1", serving.Port, new DefaultTlsInitiator(), "SENDER", "RECEIVER");
        client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
        await client.AddRequestAsync(new DicomCEchoRequest());

        await client.Awaiting(c => c.SendAsync(Cancel)).Should().ThrowAsync<DicomNetworkException>().WithMessage("*TLS handshake*");
    }

    [Theory]
    [InlineData("TLS 1.1")]
    [InlineData("plain request for an association")]
    [InlineData("HTTP")]
    public async Task What_is_not_tls_of_today_is_refused(string what)
    {
        await using var serving = Server(Serving.Long);
        using (var peer = await RawPeer.ConnectAsync(serving.Port))
        {
            await peer.SendAsync(what switch { "TLS 1.1" => s_hello11, "HTTP" => Pdus.Text("GET / HTTP/1.1\r\n\r\n"), _ => Pdus.Request() });

            byte[] answer = await peer.ReadAllAsync();
            if (what == "TLS 1.1")
                answer.Should().StartWith([0x15]).And.EndWith([2, 70], "RFC 5246 section 7.2: alert, fatal, protocol version");
        }

        await Serving.UntilAsync(() => serving.Log.Has(HandshakeFailed), "it has to be logged");
        serving.Archive.Associations.Should().BeEmpty();
        await ServesAsync(serving);
        await serving.NothingIsOpenAsync();
    }

    [Fact]
    public async Task Handshakes_that_stall_do_not_hold_up_others()
    {
        await using var serving = Server(Serving.Long);
        RawPeer[] silent = await StalledAsync(serving);

        await ServesAsync(serving);

        serving.Log.Has(HandshakeFailed).Should().BeFalse("they still stall");
        foreach (var peer in silent)
            peer.Dispose();
        await serving.NothingIsOpenAsync();
    }

    [Fact]
    public async Task Handshakes_that_stall_end()
    {
        await using var serving = Server(Serving.Long with { Association = Serving.Soon });

        foreach (var peer in await StalledAsync(serving))
        {
            await peer.ReadAllAsync();
            peer.Dispose();
        }

        await serving.NothingIsOpenAsync();
        serving.Await(Serving.Long);
        await ServesAsync(serving);
    }

    // Many more than there are processors.
    private static async Task<RawPeer[]> StalledAsync(Serving serving)
    {
        RawPeer[] silent = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => RawPeer.ConnectAsync(serving.Port)));
        foreach (var peer in silent)
            await peer.SendAsync(s_hello11[..9]);
        return silent;
    }

    private static async Task ServesAsync(IDicomClient client)
    {
        ushort? status = null;
        await client.AddRequestAsync(new DicomCEchoRequest { OnResponseReceived = (_, response) => status = response.Status.Code });
        await client.SendAsync(Cancel);
        status.Should().Be(0);
    }

    private Task ServesAsync(Serving serving) => ServesAsync(Client(serving, _authority.Issue("client")));

    private Serving Server(NetworkDeadlines deadlines) => new(deadlines, tls: new DefaultTlsAcceptor(_authority.Issue("server"))
    {
        RequireMutualAuthentication = true,
        CertificateValidationCallback = (_, certificate, _, _) => _authority.Trusts(certificate),
    });

    private IDicomClient Client(Serving serving, X509Certificate2? certificate)
    {
        var initiator = new DefaultTlsInitiator
        {
            Certificates = certificate is null ? null : [certificate],
            CertificateValidationCallback = (_, shown, _, errors) => !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && _authority.Trusts(shown),
        };
        var client = DicomClientFactory.Create("127.0.0.1", serving.Port, initiator, "SENDER", "RECEIVER");
        client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
        client.ClientOptions.AssociationLingerTimeoutInMs = 0;
        return client;
    }
}
