using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace ContourFlow.Dicom.Tests;

public class UidTests
{
    [Fact]
    public void Random_uids_are_valid_differ_and_are_uuids_of_version_four()
    {
        string[] uids = [.. Enumerable.Range(0, 100).Select(_ => DicomUIDGenerator.GenerateDerivedFromUUID().UID)];

        uids.Should().OnlyHaveUniqueItems();
        uids.Should().OnlyContain(u => DicomUID.IsValidUid(u) && u.StartsWith("2.25."));
        foreach (string uid in uids)
        {
            BigInteger number = BigInteger.Parse(uid[5..], CultureInfo.InvariantCulture);
            ((int)((number >> 76) & 0xF)).Should().Be(4);
            ((int)((number >> 62) & 0x3)).Should().Be(2);
        }
    }

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

    [Theory]
    [InlineData("1.2.840.10008.1.2", true)]
    [InlineData("0.1", true)]
    [InlineData("1", true)]
    [InlineData("", false)]
    [InlineData("1.", false)]
    [InlineData(".1", false)]
    [InlineData("1..2", false)]
    [InlineData("1.02", false)]
    [InlineData("1.0.2", true)]
    [InlineData("1.2a", false)]
    public void Rules_of_uids_are_kept(string uid, bool valid) => DicomUID.IsValidUid(uid).Should().Be(valid);

    [Fact]
    public void Uid_of_65_characters_is_not_valid()
    {
        DicomUID.IsValidUid("1." + new string('2', 62)).Should().BeTrue();
        DicomUID.IsValidUid("1." + new string('2', 63)).Should().BeFalse();
    }

    [Fact]
    public void Regenerated_uids_are_replaced_the_same_way_everywhere_and_registered_ones_stay()
    {
        var dataset = new DicomDataset
        {
            { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
            { DicomTag.SOPInstanceUID, "1.2.3" },
            new DicomSequence(DicomTag.ReferencedImageSequence, new DicomDataset { { DicomTag.ReferencedSOPInstanceUID, "1.2.3" } }),
        };

        new DicomUIDGenerator().RegenerateAll(dataset);

        string made = dataset.GetString(DicomTag.SOPInstanceUID);
        made.Should().StartWith("2.25.");
        dataset.GetSequence(DicomTag.ReferencedImageSequence).Items[0].GetString(DicomTag.ReferencedSOPInstanceUID).Should().Be(made);
        dataset.GetSingleValue<DicomUID>(DicomTag.SOPClassUID).Should().Be(DicomUID.CTImageStorage);
    }
}
