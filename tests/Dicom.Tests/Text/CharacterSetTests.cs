using System.Text;

namespace ContourFlow.Dicom.Tests.Text;

public class CharacterSetTests
{
    private static byte[] NameBytes(string name, params string[] terms) => TextFile.Bytes(DicomVR.PN, name, terms);

    private static string NameOf(byte[] bytes, params string[] terms) => TextFile.Text(DicomVR.PN, bytes, terms);

    [Theory]
    [InlineData("Müller", new string[0])]
    [InlineData("山田", new[] { "ISO_IR 100" })]
    [InlineData("Ž", new[] { "ISO_IR 100" })]
    [InlineData("山田한", new[] { "", "ISO 2022 IR 87" })]
    [InlineData("\uFFFD", new[] { "ISO_IR 100" })]
    public void Text_outside_the_character_set_is_an_error_that_names_the_tag_and_not_the_text(string name, string[] terms)
    {
        string message = FluentActions.Invoking(() => NameBytes(name, terms)).Should().Throw<DicomDataException>().Which.Message;

        message.Should().Contain("(0010,0010)").And.NotContain(name);
    }

    [Fact]
    public void Half_a_character_is_not_written_as_another() =>
        FluentActions.Invoking(() => NameBytes("\ud800", "ISO_IR 192")).Should().Throw<DicomDataException>();

    [Fact]
    public void Best_fit_never_puts_a_similar_character_in_the_place()
    {
        // Windows' code pages would make a plain letter of these.
        foreach (string term in (string[])["ISO_IR 101", "ISO_IR 109", "ISO_IR 126", "ISO_IR 144", "ISO_IR 148", "ISO_IR 166", "ISO_IR 203"])
            FluentActions.Invoking(() => NameBytes("ａＡ∞", term)).Should().Throw<DicomDataException>(term);
    }

    [Theory]
    [InlineData("ISO_IR 101", "Łódź")]
    [InlineData("ISO_IR 109", "Ĉe")]
    [InlineData("ISO_IR 110", "Ķ")]
    [InlineData("ISO_IR 126", "Διονυσιος")]
    [InlineData("ISO_IR 127", "قباني")]
    [InlineData("ISO_IR 138", "שרון")]
    [InlineData("ISO_IR 148", "Çavuşoğlu")]
    [InlineData("ISO_IR 166", "นามสกุล")]
    [InlineData("ISO_IR 203", "Œuvre€")]
    [InlineData("GBK", "王小东")]
    [InlineData("ISO_IR 13", "ﾔﾏﾀﾞ")]
    public void Single_character_sets_go_there_and_back(string term, string name) => NameBytes(name, term).Should().NotBeEmpty();

    [Fact]
    public void Several_sets_of_one_byte_are_called_by_their_escape_sequences()
    {
        byte[] bytes = NameBytes("Διονυσιος=Люксембург=ABC", "ISO 2022 IR 100", "ISO 2022 IR 144", "ISO 2022 IR 126");

        bytes.IndexOfAll([0x1B, (byte)'-', (byte)'F']).Should().Be(0);
        bytes.IndexOfAll([0x1B, (byte)'-', (byte)'L']).Should().BePositive();
    }

    // JIS X 0208 is in G0 (ESC $ B; 4054 3F71 from its table), katakana of JIS X 0201 in G1, so that ISO 2022 would need no
    // ESC ( J between them. pydicom takes every byte behind ESC $ B for JIS X 0208, and loses such a name.
    [Fact]
    public void Katakana_of_one_byte_behind_two_byte_characters_are_written_so_that_others_read_them()
    {
        TextFile.Bytes(DicomVR.LO, "脊髄ﾔﾏﾀﾞ", "ISO_IR 13", "ISO 2022 IR 87").Should().Equal(
            0x1B, (byte)'$', (byte)'B', 0x40, 0x54, 0x3F, 0x71, 0x1B, (byte)'(', (byte)'J', 0xD4, 0xCF, 0xC0, 0xDE);
    }

    [Fact]
    public void Two_byte_characters_whose_bytes_look_like_delimiters_do_not_split()
    {
        // 十 is 3D 3D in JIS X 0208: two equals signs.
        NameOf([0x1B, (byte)'$', (byte)'B', 0x3D, 0x3D, 0x1B, (byte)'(', (byte)'B'], "", "ISO 2022 IR 87").Should().Be("十");

        // The second byte of this one is a backslash in GBK.
        byte[] gbk = CodePagesEncodingProvider.Instance.GetEncoding(936)!.GetBytes("誠");
        RawDicom.WithMeta().Explicit(0x00080005, "CS", RawDicom.Even("GBK")).Explicit(0x00081030, "LO", gbk).Open()
            .Dataset.GetValues<string>(DicomTag.StudyDescription).Should().Equal("誠");
    }

    [Theory]
    [InlineData("NO_SUCH SET")]
    [InlineData("ISO_IR 192")]
    [InlineData(@"\ISO 2022 IR 87")]
    [InlineData("")]
    public void Bytes_that_cannot_be_understood_are_carried_as_they_are(string terms)
    {
        byte[] odd = [0xFF, 0xFE, 0x41, 0x1B, 0x24, 0x42, 0x21, 0x80];
        RawDicom raw = RawDicom.WithIdentity();
        if (terms.Length > 0)
            raw = RawDicom.WithMeta().Explicit(0x00080005, "CS", RawDicom.Even(terms)).Explicit(0x00080016, "UI", RawDicom.Even("1.2")).Explicit(0x00080018, "UI", RawDicom.Even("1.3"));
        DicomFile file = raw.Explicit(0x00100010, "PN", odd).Open();
        using var memory = new MemoryStream();
        file.Save(memory);

        RawDicom.Open(memory.ToArray()).Dataset.GetDicomItem<DicomElement>(DicomTag.PatientName)!.Buffer.Data.Should().Equal(odd);
    }

    [Fact]
    public void Item_that_moves_into_another_character_set_is_encoded_anew()
    {
        DicomDataset latin = RawDicom.WithMeta().Explicit(0x00080005, "CS", RawDicom.Even("ISO_IR 100")).Explicit(0x30060026, "LO", [0x48, 0xE4, 0x6C, 0x73]).Open().Dataset;
        DicomDataset target = RawDicom.WithIdentity().Open().Dataset.Add(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        var item = new DicomDataset();
        latin.CopyTo(item, DicomTag.ROIName);
        target.Add(new DicomSequence(DicomTag.StructureSetROISequence, item));
        using var memory = new MemoryStream();
        new DicomFile(target).Save(memory);

        DicomDataset back = RawDicom.Open(memory.ToArray()).Dataset.GetSequence(DicomTag.StructureSetROISequence).Items[0];
        back.GetString(DicomTag.ROIName).Should().Be("Häls");
        back.GetDicomItem<DicomElement>(DicomTag.ROIName)!.Buffer.Data.Should().Equal(0x48, 0xC3, 0xA4, 0x6C, 0x73, 0x20);
    }

    [Fact]
    public void Bytes_that_their_own_set_does_not_explain_are_not_encoded_anew()
    {
        DicomDataset unknown = RawDicom.WithMeta().Explicit(0x30060026, "LO", [0x48, 0xE4]).Open().Dataset;
        DicomDataset target = RawDicom.WithIdentity().Open().Dataset.Add(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        unknown.CopyTo(target);

        FluentActions.Invoking(() => new DicomFile(target).Save(new MemoryStream())).Should().Throw<DicomDataException>().WithMessage("*ROIName*");
    }

    [Fact]
    public void Encodings_of_terms_are_those_of_the_framework()
    {
        DicomEncoding.GetEncoding("ISO_IR 100").CodePage.Should().Be(28591);
        DicomEncoding.GetEncodings(["ISO 2022 IR 6", "ISO 2022 IR 87"]).Should().HaveCount(2);
        DicomEncoding.GetCharset(Encoding.UTF8).Should().Be("ISO_IR 192");
        DicomEncoding.GetCharset(Encoding.Latin1, extended: true).Should().Be("ISO 2022 IR 100");
    }

    [Fact]
    public void Fallback_encoding_is_used_where_no_set_is_named()
    {
        byte[] bytes = RawDicom.WithMeta().Explicit(0x00100010, "PN", [0xC4, 0xE0]).ToArray();

        DicomFile.Open(new MemoryStream(bytes), CodePagesEncodingProvider.Instance.GetEncoding(1251)!).Dataset.GetString(DicomTag.PatientName).Should().Be("Да");
        RawDicom.Open(bytes).Dataset.GetString(DicomTag.PatientName).Should().Be("Äà");
    }
}
