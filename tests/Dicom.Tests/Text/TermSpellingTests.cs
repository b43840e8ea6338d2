namespace ContourFlow.Dicom.Tests.Text;

/// <summary>How archives misspell the defined terms of Specific Character Set, and where designations end.</summary>
public class TermSpellingTests
{
    [Theory]
    [InlineData("ISO-IR 100", 0xE9, "é")]
    [InlineData("ISO_IR_100", 0xE9, "é")]
    [InlineData("ISO IR 100", 0xE9, "é")]
    [InlineData("ISO_IR100", 0xE9, "é")]
    [InlineData("iso_ir 100", 0xE9, "é")]
    [InlineData("ISO 2022 100", 0xE9, "é")]
    [InlineData("ISO_2022_IR_100", 0xE9, "é")]
    [InlineData("ISO 2022-IR-100", 0xE9, "é")]
    [InlineData("ISO8859-1", 0xE9, "é")]
    [InlineData("ISO 8859-1", 0xE9, "é")]
    [InlineData("latin_1", 0xE9, "é")]
    [InlineData("ISO-IR-144", 0xBB, "Л")]
    [InlineData("iso8859_5", 0xBB, "Л")]
    [InlineData("ISO 2022 IR 13", 0xD4, "ﾔ")]
    [InlineData("windows-1251", 0xC4, "Д")]
    [InlineData("windows_1251", 0xC4, "Д")]
    public void Misspelt_term_is_read(string term, byte code, string text) => TextFile.Text(DicomVR.PN, [code], term).Should().Be(text);

    [Theory]
    [InlineData("GB 18030")]
    [InlineData("GB-18030")]
    [InlineData("ISO 2022 GBK")]
    [InlineData("ISO 2022 GB18030")]
    [InlineData("gb18030")]
    public void Misspelt_chinese_term_is_read(string term) => TextFile.Text(DicomVR.PN, [0xCD, 0xF5], term).Should().Be("王");

    [Theory]
    [InlineData("UTF-8")]
    [InlineData("utf8")]
    [InlineData("ISO-IR 192")]
    [InlineData("ISO 2022 IR 192")]
    public void Misspelt_unicode_term_is_read(string term) => TextFile.Text(DicomVR.PN, [0xE7, 0x8E, 0x8B], term).Should().Be("王");

    [Theory]
    [InlineData("100")]
    [InlineData("ISO_IR 999")]
    [InlineData("ISO")]
    [InlineData("ibm037")] // EBCDIC: its ASCII is another
    [InlineData("NO SUCH SET")]
    public void Term_that_nothing_is_known_of_leaves_the_bytes_as_they_are(string term)
    {
        DicomDataset dataset = RawDicom.WithMeta().Explicit(0x00080005, "CS", RawDicom.Even(term)).Explicit(0x00100010, "PN", [0xE9, 0x41]).Open().Dataset;

        dataset.GetString(DicomTag.PatientName).Should().Be("éA");
        dataset.GetDicomItem<DicomElement>(DicomTag.PatientName)!.Buffer.Data.Should().Equal(0xE9, 0x41);
    }

    [Fact]
    public void Name_of_an_encoding_that_is_no_defined_term_is_read_and_not_written() =>
        FluentActions.Invoking(() => TextFile.Bytes(DicomVR.PN, "Да", "windows-1251")).Should().Throw<DicomDataException>().WithMessage("*only read*");

    [Fact]
    public void Set_that_stands_alone_is_never_called_beside_another()
    {
        // PS3.5 6.1.2.5.4: ISO_IR 192, GB18030 and GBK take no part in code extension.
        TextFile.Text(DicomVR.PN, [0xE9], "ISO 2022 IR 100", "ISO_IR 192").Should().Be("é");
        FluentActions.Invoking(() => TextFile.Bytes(DicomVR.PN, "王", "ISO 2022 IR 100", "ISO_IR 192")).Should().Throw<DicomDataException>();
    }

    [Fact]
    public void Korean_set_named_alone_is_read_without_its_escape_sequence() =>
        TextFile.Text(DicomVR.PN, [0xB1, 0xE8, 0xC8, 0xF1, 0xC1, 0xDF], "ISO 2022 IR 149").Should().Be("김희중");

    [Theory]
    [InlineData("PN", "^")]
    [InlineData("PN", "=")]
    [InlineData("PN", "\\")]
    [InlineData("LO", "\\")]
    [InlineData("LT", "\r")]
    [InlineData("LT", "\n")]
    [InlineData("LT", "\f")]
    [InlineData("LT", "\t")]
    public void Designation_ends_before_a_delimiter(string vr, string mark)
    {
        // PS3.5 6.1.2.5.3. Latin is the first term's set; the second half is not called again.
        DicomVR kind = vr switch { "PN" => DicomVR.PN, "LO" => DicomVR.LO, _ => DicomVR.LT };
        byte[] bytes = [0x1B, (byte)'-', (byte)'L', 0xBB, (byte)mark[0], 0xE9];
        TextFile.Text(kind, bytes, "ISO 2022 IR 100", "ISO 2022 IR 144").Should().Be($"Л{mark}é");

        TextFile.Bytes(kind, $"Л{mark}é", "ISO 2022 IR 100", "ISO 2022 IR 144").Should().Equal(
            (byte[])[0x1B, (byte)'-', (byte)'L', 0xBB, 0x1B, (byte)'-', (byte)'A', (byte)mark[0], 0xE9], "the writer says that the first set is back");
    }

    [Theory]
    [InlineData("LT", "^")]
    [InlineData("LT", "\\")]
    [InlineData("LO", "=")]
    public void Designation_goes_on_past_what_is_no_delimiter_there(string vr, string mark)
    {
        byte[] bytes = [0x1B, (byte)'-', (byte)'L', 0xBB, (byte)mark[0], 0xE9];

        TextFile.Text(vr == "LO" ? DicomVR.LO : DicomVR.LT, bytes, "ISO 2022 IR 100", "ISO 2022 IR 144").Should().Be($"Л{mark}щ");
    }

    [Fact]
    public void Escape_character_of_a_texts_own_is_not_written() =>
        FluentActions.Invoking(() => TextFile.Bytes(DicomVR.LT, "a\u001b-Lb", "ISO 2022 IR 100", "ISO 2022 IR 144")).Should().Throw<DicomDataException>();

    [Fact]
    public void Bytes_outside_the_called_sets_are_not_encoded_anew_as_a_guess()
    {
        DicomDataset stray = RawDicom.WithMeta().Explicit(0x00080005, "CS", RawDicom.Even("\\ISO 2022 IR 87")).Explicit(0x30060026, "LO", [0x48, 0xE4]).Open().Dataset;
        DicomDataset target = RawDicom.WithIdentity().Open().Dataset.Add(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        stray.CopyTo(target, DicomTag.ROIName);

        FluentActions.Invoking(() => new DicomFile(target).Save(new MemoryStream())).Should().Throw<DicomDataException>().WithMessage("*ROIName*");
    }
}
