namespace ContourFlow.Dicom.Tests.IO;

/// <summary>Files made to harm: each ends in a <see cref="DicomFileException"/> that names the byte, and costs no more than the file's own size.</summary>
public class HostileFileTests
{
    private const long Allowance = 16 * 1024 * 1024;

    private static void Refused(byte[] bytes, string message)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        FluentActions.Invoking(() => RawDicom.Open(bytes)).Should().Throw<DicomFileException>().WithMessage(message);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(Allowance + (64L * bytes.Length));
    }

    [Theory]
    [InlineData(0xFFFFFFFE)]
    [InlineData(0x7FFFFFFF)]
    [InlineData(0x80000000)]
    [InlineData(0x00000005)]
    public void Length_beyond_the_end_names_the_byte(uint length)
    {
        RawDicom raw = RawDicom.WithMeta();
        long value = raw.Length + 12;

        Refused(raw.Explicit(0x7FE00010, "OW", [1, 2, 3, 4], length).ToArray(), $"At byte {value}:*(7fe0,0010)*{length} bytes, but 4 are left*");
    }

    [Fact]
    public void Implicit_length_beyond_the_end_is_refused() =>
        Refused(RawDicom.WithMeta(RawDicom.ImplicitLittle).Implicit(0x00100020, [1, 2], 0xFFFFFFFE).ToArray(), "*(0010,0020)*");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ten_thousand_sequences_in_each_other_are_refused(bool closed)
    {
        RawDicom raw = RawDicom.WithMeta();
        for (int i = 0; i < 10_000; i++)
            raw.Explicit(0x00081140, "SQ", [], 0xFFFFFFFF).Tag(0xFFFEE000).Number(0xFFFFFFFF);
        for (int i = 0; i < 10_000 && closed; i++)
            raw.Tag(0xFFFEE00D).Number(0).Tag(0xFFFEE0DD).Number(0);

        Refused(raw.ToArray(), "*more than 64 deep*");
    }

    [Fact]
    public void Ten_thousand_unknown_sequences_in_each_other_are_refused()
    {
        RawDicom raw = RawDicom.WithMeta().Explicit(0x00091001, "UN", [], 0xFFFFFFFF).Tag(0xFFFEE000).Number(0xFFFFFFFF);
        for (int i = 0; i < 10_000; i++)
            raw.Implicit(0x00081140, [], 0xFFFFFFFF).Tag(0xFFFEE000).Number(0xFFFFFFFF);

        Refused(raw.ToArray(), "*more than 64 deep*");
    }

    [Fact]
    public void Sixty_sequences_in_each_other_are_read()
    {
        RawDicom raw = RawDicom.WithMeta();
        for (int i = 0; i < 60; i++)
            raw.Explicit(0x00081140, "SQ", [], 0xFFFFFFFF).Tag(0xFFFEE000).Number(0xFFFFFFFF);
        for (int i = 0; i < 60; i++)
            raw.Tag(0xFFFEE00D).Number(0).Tag(0xFFFEE0DD).Number(0);

        raw.Open().Dataset.GetSequence(DicomTag.ReferencedImageSequence).Items.Should().ContainSingle();
    }

    [Fact]
    public void Sequence_longer_than_the_file_is_refused() =>
        Refused(RawDicom.WithMeta().Explicit(0x00081140, "SQ", RawDicom.Empty().Tag(0xFFFEE000).Number(0).ToArray(), 1000).ToArray(), "*(0008,1140)*1000 bytes, but 8 are left*");

    [Fact]
    public void Item_longer_than_its_sequence_is_refused() =>
        Refused(RawDicom.WithMeta().Explicit(0x00081140, "SQ", RawDicom.Empty().Tag(0xFFFEE000).Number(100).ToArray()).Bytes(new byte[200]).ToArray(), "*item of (0008,1140)*100 bytes, but 0 are left*");

    [Fact]
    public void Element_longer_than_its_item_is_refused() =>
        Refused(RawDicom.WithMeta().Explicit(0x00081140, "SQ", RawDicom.Empty().Tag(0xFFFEE000).Number(10).Explicit(0x00100020, "LO", [65, 65], 50).ToArray()).Bytes(new byte[200]).ToArray(), "*(0010,0020)*50 bytes, but 2 are left*");

    [Fact]
    public void Missing_item_tag_is_refused() =>
        Refused(RawDicom.WithMeta().Explicit(0x00081140, "SQ", [], 0xFFFFFFFF).Explicit(0x00100020, "LO", RawDicom.Even("ABC")).Bytes(new byte[20]).ToArray(), "*(0010,0020)*where an item of (0008,1140)*");

    [Fact]
    public void Sequence_that_is_not_closed_is_refused() =>
        Refused(RawDicom.WithMeta().Explicit(0x00081140, "SQ", [], 0xFFFFFFFF).Tag(0xFFFEE000).Number(0).ToArray(), "*not closed*");

    [Fact]
    public void Item_that_is_not_closed_is_refused() =>
        Refused(RawDicom.WithMeta().Explicit(0x00081140, "SQ", [], 0xFFFFFFFF).Tag(0xFFFEE000).Number(0xFFFFFFFF).ToArray(), "*not closed*");

    [Fact]
    public void Stray_delimiter_is_refused() =>
        Refused(RawDicom.WithMeta().Explicit(0x00080060, "CS", RawDicom.Even("CT")).Tag(0xFFFEE00D).Number(0).ToArray(), "*(fffe,e00d)*");

    // Found by mutating a file of GE's syntax: such an element was read, and what was written of it was taken for filling.
    [Fact]
    public void Empty_element_of_tag_zero_is_refused() =>
        Refused(RawDicom.WithMeta().Explicit(0x00000000, "DA", []).Explicit(0x00100020, "LO", [65, 66]).ToArray(), "At byte *(0000,0000)*command*");

    [Fact]
    public void Undefined_length_of_text_is_refused() =>
        Refused(RawDicom.WithMeta().Explicit(0x00080119, "UC", [], 0xFFFFFFFF).Bytes(new byte[16]).ToArray(), "*undefined length*");

    [Fact]
    public void Fragment_beyond_the_end_is_refused() =>
        Refused(RawDicom.WithMeta("1.2.840.10008.1.2.5").Explicit(0x7FE00010, "OB", [], 0xFFFFFFFF).Tag(0xFFFEE000).Number(0).Tag(0xFFFEE000).Number(0xFFFFFFF0).Bytes(new byte[64]).ToArray(), "*fragment of (7fe0,0010)*");

    [Fact]
    public void Offset_table_of_an_odd_length_is_refused() =>
        Refused(RawDicom.WithMeta("1.2.840.10008.1.2.5").Explicit(0x7FE00010, "OB", [], 0xFFFFFFFF).Tag(0xFFFEE000).Number(6).Bytes(new byte[64]).ToArray(), "*offset table*6 bytes*");

    [Fact]
    public void Fragments_that_are_not_closed_are_refused() =>
        Refused(RawDicom.WithMeta("1.2.840.10008.1.2.5").Explicit(0x7FE00010, "OB", [], 0xFFFFFFFF).Tag(0xFFFEE000).Number(0).ToArray(), "*not closed*");

    [Fact]
    public void Tag_twice_with_different_values_is_refused_and_with_the_same_is_not()
    {
        byte[] id = RawDicom.Even("ABC");
        Refused(RawDicom.WithMeta().Explicit(0x00100020, "LO", id).Explicit(0x00100020, "LO", RawDicom.Even("XYZ")).ToArray(), "*(0010,0020)*twice*");

        RawDicom.WithMeta().Explicit(0x00100020, "LO", id).Explicit(0x00100020, "LO", id).Open().Dataset.Should().ContainSingle();
    }

    [Fact]
    public void Odd_length_is_read_as_it_is() =>
        RawDicom.WithMeta().Explicit(0x00100020, "LO", [65, 66, 67]).Explicit(0x00100040, "CS", RawDicom.Even("F")).Open()
            .Dataset.GetString(DicomTag.PatientID).Should().Be("ABC");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(131)]
    [InlineData(300)]
    public void Bytes_that_are_not_dicom_are_refused(int length)
    {
        Refused(new byte[length], "At byte 0:*not DICOM*");
        Refused([.. Enumerable.Repeat((byte)'x', length)], "At byte 0:*not DICOM*");
    }

    [Fact]
    public void Prefix_and_nothing_else_is_an_empty_file_not_a_crash() =>
        RawDicom.Open([.. new byte[128], .. "DICM"u8]).Dataset.Should().BeEmpty();

    [Fact]
    public void Every_cut_of_a_file_is_refused_or_ends_between_elements()
    {
        byte[] whole = RawDicom.WithIdentity().Explicit(0x00100020, "LO", RawDicom.Even("ABC"))
            .Explicit(0x00081140, "SQ", [], 0xFFFFFFFF).Tag(0xFFFEE000).Number(0xFFFFFFFF).Explicit(0x00081150, "UI", RawDicom.Even("1.2"))
            .Tag(0xFFFEE00D).Number(0).Tag(0xFFFEE0DD).Number(0).Explicit(0x7FE00010, "OW", new byte[16]).ToArray();
        int complete = RawDicom.Open(whole).Dataset.Count();

        int readable = 0;
        for (int length = 0; length < whole.Length; length++)
        {
            try
            {
                RawDicom.Open(whole[..length]).Dataset.Count().Should().BeLessThan(complete);
                readable++;
            }
            catch (DicomFileException)
            {
                // As it should.
            }
        }

        // After the prefix, the meta information, and each of the first four elements.
        readable.Should().Be(6);
    }

    [Fact]
    public void Folder_and_missing_file_are_file_exceptions()
    {
        FluentActions.Invoking(() => DicomFile.Open(Path.GetTempPath())).Should().Throw<DicomFileException>();
        FluentActions.Invoking(() => DicomFile.Open(Path.Combine(Path.GetTempPath(), "no-such-file-of-contourflow"))).Should().Throw<DicomFileException>().WithMessage("*does not exist*");
        FluentActions.Invoking(() => DicomFile.Open("")).Should().Throw<DicomFileException>();
        DicomFile.HasValidHeader(Path.GetTempPath()).Should().BeFalse();
    }

    [Fact]
    public void Million_elements_in_falling_order_are_sorted_in_one_go()
    {
        RawDicom raw = RawDicom.WithMeta(RawDicom.ImplicitLittle);
        raw.Implicit(0x00080060, RawDicom.Even("CT"));
        for (uint i = 0; i < 300_000; i++)
            raw.Implicit(0x00100000 + (600_000 - (2 * i)), []);

        raw.Open().Dataset.Count().Should().Be(300_001);
    }
}
