using System.Text;
using System.Text.Json;

namespace ContourFlow.Dicom.Tests.Text;

/// <summary>Every code of every registered set, against the codecs of Python that pydicom reads with.</summary>
public class CharacterSetTableTests
{
    // Code in hexadecimal to character; codes that Python does not have are left out.
    private const string Script = """
        import sys, json
        codec, first, second, before, after = sys.argv[1:6]
        table = {}
        for a in range(0xA0 if second == '' else 0x21, 0x100 if second == '' else 0x7F):
            for b in ([None] if second == '' else range(0x21, 0x7F)):
                raw = bytes([a]) if b is None else bytes([a | int(first, 16), b | int(second, 16)])
                try:
                    text = (bytes.fromhex(before) + raw + bytes.fromhex(after)).decode(codec)
                except UnicodeDecodeError:
                    continue
                if len(text) == 1:
                    table[raw.hex()] = text
        print(json.dumps(table))
        """;

    // Term, escape sequence, Python's codec, upper bits that DICOM sets, what Python wants before and after.
    public static TheoryData<string, string, string, string, string, string, int> Sets => new()
    {
        { "ISO 2022 IR 100", "2D41", "latin_1", "", "", "", 96 },
        { "ISO 2022 IR 101", "2D42", "iso8859_2", "", "", "", 96 },
        { "ISO 2022 IR 109", "2D43", "iso8859_3", "", "", "", 89 },
        { "ISO 2022 IR 110", "2D44", "iso8859_4", "", "", "", 96 },
        { "ISO 2022 IR 144", "2D4C", "iso8859_5", "", "", "", 96 },
        { "ISO 2022 IR 127", "2D47", "iso8859_6", "", "", "", 51 },
        { "ISO 2022 IR 126", "2D46", "iso8859_7", "", "", "", 93 },
        { "ISO 2022 IR 138", "2D48", "iso8859_8", "", "", "", 60 },
        { "ISO 2022 IR 148", "2D4D", "iso8859_9", "", "", "", 96 },
        { "ISO 2022 IR 203", "2D62", "iso8859_15", "", "", "", 96 },
        { "ISO 2022 IR 166", "2D54", "iso8859_11", "", "", "", 88 },
        { "ISO 2022 IR 13", "2949", "shift_jis", "", "", "", 63 },
        { "ISO 2022 IR 87", "2442", "iso2022_jp", "00", "00", "1B2442", 6879 },
        { "ISO 2022 IR 159", "242844", "iso2022_jp_2", "00", "00", "1B242844", 6067 },
        { "ISO 2022 IR 149", "242943", "euc_kr", "80", "80", "", 8225 },
        { "ISO 2022 IR 58", "242941", "gb2312", "80", "80", "", 7445 },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_code_means_what_it_means_to_pydicom_and_its_character_is_written_as_that_code(
        string term, string escape, string codec, string first, string second, string before, int least)
    {
        string json = RealFiles.Pydicom(Script, codec, first, second, before, before.Length == 0 ? "" : "1B2842");
        Dictionary<string, string> expected = JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;

        // The sizes of the registered sets, so that an empty table does not pass.
        expected.Count.Should().BeGreaterThanOrEqualTo(least);
        byte[] call = [0x1B, .. Convert.FromHexString(escape)];
        string[] codes = [.. expected.Keys];
        byte[] lines = [.. codes.SelectMany(code => (byte[])[.. call, .. Convert.FromHexString(code), (byte)'\n'])];
        string[] read = TextFile.Text(DicomVR.UT, lines, "", term).Split('\n');
        for (int i = 0; i < codes.Length; i++)
            read[i].Should().Be(expected[codes[i]], $"{codes[i]} of {term}");

        // JIS X 0212's tilde is ASCII's, and is written as that.
        string[] own = [.. codes.Where(code => expected[code][0] >= 0x80)];
        own.Length.Should().BeGreaterThanOrEqualTo(codes.Length - 1);
        byte[] written = TextFile.Bytes(DicomVR.UT, string.Join('\n', own.Select(code => expected[code])), "", term);
        byte[] back = second == "00" ? [0x1B, (byte)'(', (byte)'B'] : [];
        byte[] wanted = [.. own.SelectMany((code, i) => (byte[])[.. i == 0 ? [] : (byte[])[(byte)'\n'], .. call, .. Convert.FromHexString(code), .. back])];
        written.Should().Equal(wanted);
    }

    [Theory]
    [InlineData("ISO 2022 IR 87", "①", "NEC's row 13 is not of JIS X 0208")]
    [InlineData("ISO 2022 IR 87", "～", "JIS X 0208 has the wave dash, not the fullwidth tilde that Windows makes of it")]
    [InlineData("ISO 2022 IR 149", "똠", "KS X 1001 has 2,350 syllables; this is Microsoft's addition")]
    [InlineData("ISO 2022 IR 149", "\u3164", "the filler announces a syllable of four codes")]
    [InlineData("ISO 2022 IR 58", "小東", "GB 2312 has the simplified characters alone")]
    [InlineData("ISO_IR 166", "“", "TIS-620 has no typographic quotation marks; Windows' code page does")]
    public void Makers_additions_to_a_registered_set_are_not_written(string term, string text, string because) =>
        FluentActions.Invoking(() => TextFile.Bytes(DicomVR.PN, text, term.Contains("2022", StringComparison.Ordinal) ? ["", term] : [term])).Should().Throw<DicomDataException>(because);

    [Fact]
    public void Code_that_nothing_stands_behind_is_no_question_mark()
    {
        // C9A1 and FEA1 are KS X 1001's free rows, 817F is no code of GBK, 80FF none of GB 18030.
        TextFile.Text(DicomVR.LO, [0x1B, (byte)'$', (byte)')', (byte)'C', 0xC9, 0xA1, 0xFE, 0xA1], "", "ISO 2022 IR 149").Should().Be("\uFFFD\uFFFD");
        TextFile.Text(DicomVR.LO, [0x81, 0x7F], "GBK").Should().Contain("\uFFFD").And.NotContain("?");
        TextFile.Text(DicomVR.LO, [0x80, 0xFF], "GB18030").Should().Contain("\uFFFD").And.NotContain("?");
        TextFile.Text(DicomVR.LO, [0x1B, (byte)'$', (byte)'B', 0x2F, 0x21], "", "ISO 2022 IR 87").Should().Be("\uFFFD");
    }

    [Theory]
    [InlineData("GBK", "gbk")]
    [InlineData("GB18030", "gb18030")]
    public void Chinese_sets_that_stand_alone_hold_what_pythons_codec_holds(string term, string codec)
    {
        const string script = """
            import sys, json
            out = {}
            for a in range(0x81, 0xFF):
                for b in list(range(0x40, 0x7F)) + list(range(0x80, 0xFF)):
                    try: out[bytes([a, b]).hex()] = bytes([a, b]).decode(sys.argv[1])
                    except UnicodeDecodeError: pass
            print(json.dumps(out))
            """;
        Dictionary<string, string> expected = JsonSerializer.Deserialize<Dictionary<string, string>>(RealFiles.Pydicom(script, codec))!;
        expected.Count.Should().BeGreaterThan(21000);
        byte[] bytes = [.. expected.Keys.SelectMany(code => (byte[])[.. Convert.FromHexString(code), (byte)'\n'])];

        string[] read = TextFile.Text(DicomVR.UT, bytes, term).TrimEnd('\n').Split('\n');

        string[] differ = [.. expected.Values.Zip(read, (theirs, ours) => (theirs, ours)).Where(p => p.theirs != p.ours).Select(p => $"{(int)p.theirs[0]:X4}/{(int)p.ours[0]:X4}")];
        differ.Should().BeEmpty();
        TextFile.Bytes(DicomVR.UT, string.Join('\n', expected.Values), term).Should().Equal(bytes[..^1]);
    }

    [Fact]
    public void Gb18030_and_utf8_hold_every_character_of_unicode()
    {
        var text = new StringBuilder();
        for (int c = 0x80; c < 0x110000; c += c < 0x10000 ? 1 : 97)
        {
            if (c is not ((>= 0xD800 and <= 0xDFFF) or (>= 0xE000 and <= 0xF8FF)))
                text.Append(char.ConvertFromUtf32(c));
        }

        TextFile.Bytes(DicomVR.UT, text.ToString(), "ISO_IR 192").Should().Equal(Encoding.UTF8.GetBytes(text.ToString()));
        TextFile.Bytes(DicomVR.UT, text.ToString(), "GB18030").Should().NotBeEmpty();
    }
}
