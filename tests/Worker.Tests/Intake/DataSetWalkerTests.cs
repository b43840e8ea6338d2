using ContourFlow.Worker.Intake;
using FsCheck.Xunit;

namespace ContourFlow.Worker.Tests.Intake;

public sealed class DataSetWalkerTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Byte_by_byte_it_finds_what_it_finds_at_once(bool isExplicit, bool isBigEndian)
    {
        DicomTransferSyntax syntax = isBigEndian ? DicomTransferSyntax.ExplicitVRBigEndian : isExplicit ? DicomTransferSyntax.ExplicitVRLittleEndian : DicomTransferSyntax.ImplicitVRLittleEndian;
        byte[] bytes = SampleObject.Make(syntax: syntax).Bytes;
        var walker = new DataSetWalker(isExplicit, isBigEndian);

        foreach (byte one in bytes)
            walker.Feed([one]);
        walker.End();

        walker.Fault.Should().BeNull();
        (walker.SopClassUid, walker.SopInstanceUid, walker.StudyInstanceUid, walker.SeriesInstanceUid)
            .Should().Be((DicomUID.CTImageStorage.UID, SampleObject.Make().Uid, SampleObject.Study, SampleObject.Series));
    }

    [Fact]
    public void Sequences_of_undefined_length_before_the_identifiers_are_stepped_over()
    {
        // (0008,0016), an SQ and a UN of undefined length with an item of undefined length each (the UN's in implicit VR,
        // PS3.5 6.2.2), both of which hold a Series Instance UID that is not the object's, then the object's own.
        byte[] bytes =
        [
            .. Uid(0x0008, 0x0016, "1.2"), .. Uid(0x0008, 0x0018, "1.3"),
            0x08, 0, 0x40, 0x11, .. "SQ"u8, 0, 0, 255, 255, 255, 255,
            0xFE, 0xFF, 0x00, 0xE0, 255, 255, 255, 255, .. Uid(0x0020, 0x000E, "9.9"), 0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0,
            0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0,
            0x09, 0, 0x10, 0x10, .. "UN"u8, 0, 0, 255, 255, 255, 255,
            0xFE, 0xFF, 0x00, 0xE0, 255, 255, 255, 255, 0x20, 0, 0x0E, 0, 4, 0, 0, 0, .. "9.8\0"u8, 0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0,
            0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0,
            .. Uid(0x0020, 0x000D, "1.4"), .. Uid(0x0020, 0x000E, "1.5"),
        ];
        var walker = new DataSetWalker(isExplicit: true, isBigEndian: false);

        walker.Feed(bytes);
        walker.End();

        walker.Fault.Should().BeNull();
        walker.SeriesInstanceUid.Should().Be("1.5");
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Data_set_that_ends_inside_a_value_is_incomplete(int missing)
    {
        byte[] bytes = SampleObject.Make(pixels: 10).Bytes;
        var walker = new DataSetWalker(isExplicit: true, isBigEndian: false);

        walker.Feed(bytes.AsSpan(0, bytes.Length - missing));
        walker.End();

        walker.Fault.Should().Contain("ends inside (7FE0,0010)");
    }

    public static TheoryData<int> Cuts => [1, 2, 19, 20];

    [Property(MaxTest = 500)]
    public void Any_bytes_end_in_a_fault_or_in_identifiers_never_in_an_exception(byte[] noise, bool isExplicit, bool isBigEndian, ushort at)
    {
        byte[] bytes = SampleObject.Make(pixels: 10).Bytes;
        noise.AsSpan(0, Math.Min(noise.Length, 100)).CopyTo(bytes.AsSpan(at % (bytes.Length - 100)));
        var walker = new DataSetWalker(isExplicit, isBigEndian);

        walker.Feed(bytes);
        walker.End();

        (walker.Fault is not null || (InstanceUid.IsValid(walker.StudyInstanceUid) && InstanceUid.IsValid(walker.SeriesInstanceUid))).Should().BeTrue();
    }

    private static byte[] Uid(ushort group, ushort element, string uid) =>
        [(byte)group, (byte)(group >> 8), (byte)element, (byte)(element >> 8), .. "UI"u8, 4, 0, .. System.Text.Encoding.ASCII.GetBytes(uid), 0];
}
