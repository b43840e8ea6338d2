using System.Globalization;
using System.Numerics;

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
