namespace ContourFlow.Dicom.Tests.Text;

/// <summary>The examples of PS3.5 Annexes H (Japanese), I (Korean), J (Unicode, GB 18030, GBK) and K (GB 2312), and of PS3.3 C.12.1.1.2.</summary>
public class StandardExamplesTests
{
    // The standard prints the bytes as column/row; these are the same in hexadecimal.
    public static TheoryData<string, string, string[], string, string> Examples => new()
    {
        {
            "H.3-1", "PN", ["", "ISO 2022 IR 87"], "Yamada^Tarou=山田^太郎=やまだ^たろう",
            "59616D6164615E5461726F75 3D 1B2442 3B334544 1B2842 5E 1B2442 42404F3A 1B2842 3D 1B2442 2464245E2440 1B2842 5E 1B2442 243F246D2426 1B2842"
        },
        {
            "H.3-2", "PN", ["ISO 2022 IR 13", "ISO 2022 IR 87"], "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
            "D4CFC0DE5EC0DBB3 3D 1B2442 3B334544 1B284A 5E 1B2442 42404F3A 1B284A 3D 1B2442 2464245E2440 1B284A 5E 1B2442 243F246D2426 1B284A"
        },
        {
            "I.2-1", "PN", ["", "ISO 2022 IR 149"], "Hong^Gildong=洪^吉洞=홍^길동",
            "486F6E675E47696C646F6E673D1B242943FBF35E1B242943D1CED4D73D1B242943C8AB5E1B242943B1E6B5BF"
        },
        { "J.1-1", "PN", ["ISO_IR 192"], "Wang^XiaoDong=王^小东", "57616E675E5869616F446F6E673DE78E8B5EE5B08FE4B89C" },
        {
            "J.2-1", "LT", ["ISO_IR 192"], "The first line includes中文.\r\nThe second line includes中文, too.\r\nThe third line.",
            "546865206669727374206C696E6520696E636C75646573E4B8ADE696872E0D0A546865207365636F6E64206C696E6520696E636C75646573E4B8ADE696872C20746F6F2E0D0A546865207468697264206C696E652E"
        },
        { "J.3-1", "PN", ["GB18030"], "Wang^XiaoDong=王^小东", "57616E675E5869616F446F6E673DCDF55ED0A1B6AB" },
        {
            "J.4-1", "LT", ["GB18030"], "The first line includes中文.\r\nThe second line includes中文, too.\r\nThe third line.",
            "546865206669727374206C696E6520696E636C75646573D6D0CEC42E0D0A546865207365636F6E64206C696E6520696E636C75646573D6D0CEC42C20746F6F2E0D0A546865207468697264206C696E652E"
        },
        { "J.3-1 with GBK", "PN", ["GBK"], "Wang^XiaoDong=王^小东", "57616E675E5869616F446F6E673DCDF55ED0A1B6AB" },
        {
            "K.2-1", "PN", ["", "ISO 2022 IR 58"], "Zhang^XiaoDong=张^小东=",
            "5A68616E675E5869616F446F6E673D 1B242941 D5C5 5E 1B242941 D0A1B6AB 3D"
        },
        {
            "K.3-1", "LT", ["", "ISO 2022 IR 58"], "1.第一行文字。\r\n2.第二行文字。\r\n3.第三行文字。\r\n",
            "312E1B242941B5DAD2BBD0D0CEC4D7D6A1A30D0A 322E1B242941B5DAB6FED0D0CEC4D7D6A1A30D0A 332E1B242941B5DAC8FDD0D0CEC4D7D6A1A30D0A"
        },
        { "French, ISO 8859-1", "PN", ["ISO_IR 100"], "Buc^Jérôme", "4275635E4AE972F46D65" },
        { "Cyrillic, ISO 8859-5", "PN", ["ISO_IR 144"], "Люксембург", "BBEEDAE1D5DCD1E3E0D3" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_is_decoded_and_encoded_to_its_bytes(string name, string vr, string[] terms, string text, string hex)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        DicomVR kind = vr == "PN" ? DicomVR.PN : DicomVR.LT;

        TextFile.Text(kind, bytes, terms).Should().Be(text, name);
        TextFile.Bytes(kind, text, terms).Should().Equal(bytes, name);
    }

    [Fact]
    public void Korean_long_text_may_call_its_set_at_the_head_of_a_line()
    {
        // I.3-1: the standard's writer calls the set at the head of the line, ours where the first character needs it.
        byte[] hangul = [0xC7, 0xD1, 0xB1, 0xDB];
        byte[] call = [0x1B, 0x24, 0x29, 0x43];
        byte[] bytes = [.. call, .. "The first line includes "u8, .. hangul, .. ".\r\n"u8, .. call, .. "The second line includes "u8, .. hangul, .. ", too.\r\nThe third line"u8];

        string text = TextFile.Text(DicomVR.LT, bytes, "", "ISO 2022 IR 149");

        text.Should().Be("The first line includes 한글.\r\nThe second line includes 한글, too.\r\nThe third line");
        TextFile.Bytes(DicomVR.LT, text, "", "ISO 2022 IR 149").Should().HaveCount(bytes.Length);
    }
}
