namespace ContourFlow.Dicom.Tests.IO;

public class ReadingTests
{
    [Fact]
    public void File_without_preamble_is_read()
    {
        byte[] bytes = RawDicom.Empty().Explicit(0x00020010, "UI", RawDicom.Even(RawDicom.ImplicitLittle, '\0'))
            .Implicit(0x00100020, RawDicom.Even("ABC")).ToArray();

        DicomFile file = RawDicom.Open(bytes);

        file.Format.Should().Be(DicomFileFormat.DICOM3NoPreamble);
        file.Dataset.GetString(DicomTag.PatientID).Should().Be("ABC");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bare_data_set_is_read_with_its_syntax_told_from_its_bytes(bool isExplicit)
    {
        RawDicom raw = RawDicom.Empty();
        byte[] bytes = isExplicit
            ? raw.Explicit(0x00080005, "CS", RawDicom.Even("ISO_IR 100")).Explicit(0x00100020, "LO", RawDicom.Even("ABC")).ToArray()
            : raw.Implicit(0x00080005, RawDicom.Even("ISO_IR 100")).Implicit(0x00100020, RawDicom.Even("ABC")).ToArray();

        DicomFile file = RawDicom.Open(bytes);

        file.Format.Should().Be(DicomFileFormat.DICOM3NoFileMetaInfo);
        file.Dataset.InternalTransferSyntax.IsExplicitVR.Should().Be(isExplicit);
        file.Dataset.GetString(DicomTag.PatientID).Should().Be("ABC");
    }

    [Fact]
    public void Unknown_sequence_of_undefined_length_is_read_as_implicit()
    {
        // CP-246: inside UN everything is implicit VR little endian.
        byte[] bytes = RawDicom.WithMeta()
            .Explicit(0x00290010, "LO", RawDicom.Even("MAKER"))
            .Explicit(0x00291001, "UN", [], 0xFFFFFFFF)
            .Tag(0xFFFEE000).Number(0xFFFFFFFF)
            .Implicit(0x00100020, RawDicom.Even("ABC"))
            .Tag(0xFFFEE00D).Number(0).Tag(0xFFFEE0DD).Number(0)
            .Explicit(0x00300010, "LO", RawDicom.Even("after")).ToArray();

        DicomDataset dataset = RawDicom.Open(bytes).Dataset;

        DicomSequence sequence = dataset.GetSequence(new DicomTag(0x0029, 0x0001, "MAKER"));
        sequence.Tag.PrivateCreator!.Creator.Should().Be("MAKER");
        sequence.Items[0].GetString(DicomTag.PatientID).Should().Be("ABC");
        dataset.Contains(new DicomTag(0x0030, 0x0010)).Should().BeTrue();
    }

    [Fact]
    public void Known_sequence_passed_as_unknown_of_defined_length_is_read()
    {
        byte[] items = RawDicom.Empty().Tag(0xFFFEE000).Number(12).Implicit(0x30060084, RawDicom.Even("12 ")).ToArray();
        byte[] bytes = RawDicom.WithMeta().Explicit(0x30060039, "UN", items).ToArray();

        RawDicom.Open(bytes).Dataset.GetSequence(DicomTag.ROIContourSequence).Items[0].GetSingleValue<int>(DicomTag.ReferencedROINumber).Should().Be(12);
    }

    [Fact]
    public void Unknown_bytes_that_are_no_sequence_stay_bytes()
    {
        byte[] bytes = RawDicom.WithMeta().Explicit(0x30060039, "UN", [1, 2, 3, 4, 5, 6, 7, 8]).ToArray();

        RawDicom.Open(bytes).Dataset.GetDicomItem<DicomUnknown>(DicomTag.ROIContourSequence)!.Buffer.Data.Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
    }

    [Fact]
    public void Elements_out_of_order_are_sorted()
    {
        byte[] bytes = RawDicom.WithMeta()
            .Explicit(0x00100020, "LO", RawDicom.Even("ABC")).Explicit(0x00080060, "CS", RawDicom.Even("CT")).ToArray();

        RawDicom.Open(bytes).Dataset.Select(i => i.Tag).Should().Equal(DicomTag.Modality, DicomTag.PatientID);
    }

    [Fact]
    public void Character_set_of_a_sequence_item_is_its_own_or_its_parents()
    {
        byte[] bytes = RawDicom.WithMeta()
            .Explicit(0x00080005, "CS", RawDicom.Even("ISO_IR 100"))
            .Explicit(0x00081140, "SQ", [], 0xFFFFFFFF)
            .Tag(0xFFFEE000).Number(10).Explicit(0x00081030, "LO", [0xE4, 0x20])
            .Tag(0xFFFEE000).Number(30).Explicit(0x00080005, "CS", RawDicom.Even("ISO_IR 192")).Explicit(0x00081030, "LO", [0xC3, 0xA4, 0xC3, 0xB6])
            .Tag(0xFFFEE0DD).Number(0).ToArray();

        IList<DicomDataset> items = RawDicom.Open(bytes).Dataset.GetSequence(DicomTag.ReferencedImageSequence).Items;

        items[0].GetString(DicomTag.StudyDescription).Should().Be("ä");
        items[1].GetString(DicomTag.StudyDescription).Should().Be("äö");
    }

    [Fact]
    public void Signed_pixels_make_ambiguous_values_signed_in_implicit()
    {
        byte[] bytes = RawDicom.WithMeta(RawDicom.ImplicitLittle)
            .Implicit(0x00280103, [1, 0]).Implicit(0x00280106, [0xFF, 0xFF]).ToArray();

        RawDicom.Open(bytes).Dataset.GetSingleValue<int>(DicomTag.SmallestImagePixelValue).Should().Be(-1);
    }

    [Fact]
    public void Element_in_implicit_within_explicit_is_read()
    {
        // A fault of some writers: the two bytes of the representation are a length.
        byte[] bytes = RawDicom.WithMeta().Explicit(0x00080060, "CS", RawDicom.Even("CT")).Implicit(0x00100020, RawDicom.Even("ABC")).ToArray();

        RawDicom.Open(bytes).Dataset.GetString(DicomTag.PatientID).Should().Be("ABC");
    }

    [Fact]
    public void Syntax_that_says_implicit_over_explicit_bytes_is_seen_through()
    {
        byte[] bytes = RawDicom.WithMeta(RawDicom.ImplicitLittle)
            .Explicit(0x00080060, "CS", RawDicom.Even("CT")).Explicit(0x00100020, "LO", RawDicom.Even("ABC")).ToArray();

        RawDicom.Open(bytes).Dataset.GetString(DicomTag.PatientID).Should().Be("ABC");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(200_000)]
    public void Zeros_behind_the_data_set_are_not_part_of_it(int count)
    {
        byte[] bytes = RawDicom.WithMeta().Explicit(0x00080060, "CS", RawDicom.Even("CT")).Bytes(new byte[count]).ToArray();

        RawDicom.Open(bytes).Dataset.Should().ContainSingle();
    }

    [Fact]
    public void Long_text_is_in_memory_and_only_binary_values_stay_on_disk()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["x.dcm"], RawDicom.WithMeta(RawDicom.ImplicitLittle).Implicit(0x30060050, [.. Enumerable.Repeat((byte)'1', 100_000)]).Implicit(0x7FE00010, new byte[100_000]).ToArray());

        DicomDataset dataset = DicomFile.Open(folder["x.dcm"]).Dataset;

        dataset.GetDicomItem<DicomElement>(DicomTag.ContourData)!.Buffer.IsMemory.Should().BeTrue();
        dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.IsMemory.Should().BeFalse();
    }

    [Fact]
    public void Little_endian_data_set_under_the_name_of_big_endian_is_read_as_what_it_is() =>
        RawDicom.WithMeta("1.2.840.10008.1.2.2").Explicit(0x00080060, "CS", RawDicom.Even("CT")).Open()
            .Dataset.GetString(DicomTag.Modality).Should().Be("CT");

    [Fact]
    public void Big_endian_data_set_under_another_name_is_read_as_what_it_is()
    {
        byte[] dataset = [0, 8, 0, 0x60, (byte)'C', (byte)'S', 0, 2, (byte)'C', (byte)'T', 0, 0x28, 0, 0x10, (byte)'U', (byte)'S', 0, 2, 2, 1];

        foreach (string syntax in (string[])[RawDicom.ExplicitLittle, RawDicom.ImplicitLittle])
        {
            DicomDataset read = RawDicom.WithMeta(syntax).Bytes(dataset).Open().Dataset;
            read.GetString(DicomTag.Modality).Should().Be("CT");
            read.GetSingleValue<ushort>(DicomTag.Rows).Should().Be(0x0201);
        }
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("padded by an archive")]
    [InlineData("\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001")]
    public void Rubbish_behind_the_pixels_is_left_out(string rubbish)
    {
        byte[] bytes = RawDicom.WithMeta().Explicit(0x00080060, "CS", RawDicom.Even("CT")).Explicit(0x7FE00010, "OW", new byte[8]).Bytes(System.Text.Encoding.Latin1.GetBytes(rubbish)).ToArray();

        RawDicom.Open(bytes).Dataset.Select(i => (uint)i.Tag).Should().Equal(0x00080060, 0x7FE00010);
    }

    [Fact]
    public void Elements_behind_the_pixels_are_read_and_their_loss_is_an_error()
    {
        byte[] whole = RawDicom.WithMeta().Explicit(0x7FE00010, "OW", new byte[8]).Explicit(0xFFFCFFFC, "OB", new byte[8]).ToArray();
        RawDicom.Open(whole).Dataset.Should().HaveCount(2);

        // Cut inside the header and inside the value of the last element.
        foreach (int cut in (int[])[1, 8, 9, 13, 18, 19])
            FluentActions.Invoking(() => RawDicom.Open(whole[..^cut])).Should().Throw<DicomFileException>($"{cut} bytes are missing");
    }

    [Fact]
    public void Rubbish_behind_anything_else_is_an_error_because_it_may_have_been_data() =>
        FluentActions.Invoking(() => RawDicom.WithMeta().Explicit(0x30060050, "DS", RawDicom.Even("1")).Bytes("\r\n"u8.ToArray()).Open())
            .Should().Throw<DicomFileException>().WithMessage("At byte*2 bytes are left*");

    [Fact]
    public void Delimiter_behind_an_item_of_defined_length_ends_it()
    {
        byte[] item = RawDicom.Empty().Explicit(0x00081150, "UI", RawDicom.Even("1.2", '\0')).Tag(0xFFFEE00D).Number(0).ToArray();
        byte[] items = RawDicom.Empty().Tag(0xFFFEE000).Number((uint)item.Length).Bytes(item).Tag(0xFFFEE000).Number((uint)item.Length).Bytes(item).ToArray();

        DicomDataset read = RawDicom.WithMeta().Explicit(0x00081140, "SQ", items).Explicit(0x00100020, "LO", RawDicom.Even("ABCD")).Open().Dataset;

        read.GetSequence(DicomTag.ReferencedImageSequence).Items.Should().HaveCount(2).And.OnlyContain(i => i.Count() == 1);
        read.GetString(DicomTag.PatientID).Should().Be("ABCD");
    }

    [Theory]
    [InlineData(0U)]
    [InlineData(5U)]
    [InlineData(100_000U)]
    public void Group_length_of_the_meta_information_that_is_wrong_does_no_harm(uint length)
    {
        byte[] group = BitConverter.GetBytes(length);
        byte[] bytes = [.. new byte[128], .. "DICM"u8, .. RawDicom.Empty().Explicit(0x00020000, "UL", group).Explicit(0x00020010, "UI", RawDicom.Even(RawDicom.ExplicitLittle, '\0')).Explicit(0x00080060, "CS", RawDicom.Even("CT")).ToArray()];

        DicomFile file = RawDicom.Open(bytes);

        file.FileMetaInfo.TransferSyntax.Should().Be(DicomTransferSyntax.ExplicitVRLittleEndian);
        file.Dataset.GetString(DicomTag.Modality).Should().Be("CT");
    }
}
