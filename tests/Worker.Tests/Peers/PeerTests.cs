using ContourFlow.Worker.Peers;

namespace ContourFlow.Worker.Tests.Peers;

public sealed class PeerTests
{
    [Theory]
    [InlineData("PACS@host:104", "PACS", "host", 104)]
    [InlineData("MY PACS@10.0.0.5:11112", "MY PACS", "10.0.0.5", 11112)]
    [InlineData("A@B@host:1", "A@B", "host", 1)]
    [InlineData("PACS@[2001:db8::1]:104", "PACS", "2001:db8::1", 104)]
    public void Remote_system_is_read_and_written(string text, string title, string host, int port)
    {
        RemoteAe.Read(text).Should().Be(new RemoteAe(title, host, port));
        RemoteAe.Read(text)!.ToString().Should().Be(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PACS")]
    [InlineData("PACS@host")]
    [InlineData("@host:104")]
    [InlineData("PACS@:104")]
    [InlineData("PACS@host:0")]
    [InlineData("PACS@host:65536")]
    [InlineData("PACS@host:-1")]
    [InlineData("PACS@2001:db8::1:104")]
    [InlineData("SEVENTEEN LETTERS@host:104")]
    [InlineData(@"BACK\SLASH@host:104")]
    [InlineData(" PACS@host:104")]
    public void What_is_no_remote_system_is_refused(string text) => RemoteAe.Read(text).Should().BeNull();

    [Fact]
    public void Peer_that_is_bound_to_an_address_is_known_from_there_only()
    {
        AllowedPeer.Read("CT@10.0.0.5")!.Is("CT", "10.0.0.5").Should().BeTrue();
        AllowedPeer.Read("CT@10.0.0.5")!.Is("CT", "10.0.0.6").Should().BeFalse();
        AllowedPeer.Read("CT@10.0.0.5")!.Is("MR", "10.0.0.5").Should().BeFalse();
        AllowedPeer.Read("CT")!.Is("CT", "192.0.2.1").Should().BeTrue();
        AllowedPeer.Read("CT@2001:DB8:0::1")!.Is("CT", "2001:db8::1").Should().BeTrue("addresses have one way to be written");
        AllowedPeer.Read("CT@somewhere").Should().BeNull();
    }
}
