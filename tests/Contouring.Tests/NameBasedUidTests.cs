using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace ContourFlow.Contouring.Tests;

public sealed class NameBasedUidTests
{
    [Fact]
    public void Name_based_uid_follows_the_written_algorithm()
    {
        // Made here a second time from the documentation: name space, lengths, UTF-8, SHA-256, version 8.
        var input = new List<byte>(Convert.FromHexString("6c1f0a528d4b8e379a602f5b7d3e91c4"));
        foreach (string part in (string[])["ptv", "é"])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            input.AddRange([0, 0, 0, (byte)bytes.Length]);
            input.AddRange(bytes);
        }

        byte[] uuid = SHA256.HashData([.. input])[..16];
        uuid[6] = (byte)((uuid[6] & 0x0F) | 0x80);
        uuid[8] = (byte)((uuid[8] & 0x3F) | 0x80);

        NameBasedUid.Create("ptv", "é").UID.Should().Be("2.25." + new BigInteger(uuid, isUnsigned: true, isBigEndian: true));
    }

    [Fact]
    public void Name_based_uid_is_fixed_for_ever() =>

        // A golden value: a change here changes the identity of everything that was ever derived.
        NameBasedUid.Create("ContourFlow", "golden").UID.Should().Be("2.25.77407040737629490261529326996381663925");

    [Fact]
    public void Parts_are_told_apart()
    {
        NameBasedUid.Create("ab", "c").Should().NotBe(NameBasedUid.Create("a", "bc"));
        NameBasedUid.Create("a").Should().NotBe(NameBasedUid.Create("a", ""));
        NameBasedUid.Create("a", "b").Should().Be(NameBasedUid.Create("a", "b"));
    }
}
