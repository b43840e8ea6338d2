using System.Text.Json;

namespace ContourFlow.Dicom.Tests.Serialization;

/// <summary>What PS3.18 Annex F says of each kind of value, and the names of fo-dicom's that it is said with.</summary>
public class DicomJsonTests
{
    private static readonly DicomTag s_private = new(0x0011, 0x1042, "ACME");

    private static string Json(DicomDataset dataset, NumberSerializationMode mode = NumberSerializationMode.AsNumber) =>
        DicomJson.ConvertDicomToJson(dataset, numberSerializationMode: mode);

    private static DicomDataset Loose(params DicomItem[] items) => new DicomDataset().NotValidated().Add(items);

    [Fact]
    public void Annexes_own_examples_are_written_and_read()
    {
        // F.2.5 (empty values), F.2.2 (names), F.2.6 and F.4 of PS3.18.
        var dataset = new DicomDataset
        {
            { DicomTag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう" },
            { DicomTag.PatientID, "" },
            { DicomTag.OtherPatientNames, "A", "", "C=D" },
            { DicomTag.SelectorLOValue, "1", "", "3" },
            new DicomSequence(DicomTag.ReferencedStudySequence, new DicomDataset(), new DicomDataset { { DicomTag.ReferencedSOPInstanceUID, "1.2.3" } }),
            new DicomSequence(DicomTag.RequestAttributesSequence),
        };

        string json = Json(dataset);

        json.Should().Be("""{"00081110":{"vr":"SQ","Value":[{},{"00081155":{"vr":"UI","Value":["1.2.3"]}}]},"00100010":{"vr":"PN","Value":[{"Alphabetic":"Yamada^Tarou","Ideographic":"山田^太郎","Phonetic":"やまだ^たろう"}]},"00100020":{"vr":"LO"},"00101001":{"vr":"PN","Value":[{"Alphabetic":"A"},null,{"Alphabetic":"C","Ideographic":"D"}]},"00400275":{"vr":"SQ"},"00720066":{"vr":"LO","Value":["1",null,"3"]}}""");
        DicomDataset back = DicomJson.ConvertJsonToDicom(json);
        back.GetString(DicomTag.SpecificCharacterSet).Should().Be("ISO_IR 192", "its text is not ASCII, and JSON is UTF-8");
        DataSets.ShouldHoldTheSame(back, dataset, "the examples");
    }

    [Theory]
    [InlineData("=山田", """{"Ideographic":"山田"}""")]
    [InlineData("==やまだ", """{"Phonetic":"やまだ"}""")]
    [InlineData("A==P", """{"Alphabetic":"A","Phonetic":"P"}""")]
    public void Groups_of_a_name_that_are_empty_are_left_out_and_come_back(string name, string json)
    {
        string text = Json(new DicomDataset { { DicomTag.PatientName, name } });

        text.Should().Contain(json);
        DicomJson.ConvertJsonToDicom(text).GetString(DicomTag.PatientName).Should().Be(name);
    }

    [Fact]
    public void Binary_values_are_inline_in_base64()
    {
        DicomDataset dataset = Loose(
            new DicomOtherWord(DicomTag.PixelData, 1, 0x0203),
            new DicomOtherByte(DicomTag.EncapsulatedDocument),
            new DicomUnknown(new DicomTag(0x0011, 0x1042), 0xFF, 0xFE),
            new DicomOtherDouble(DicomTag.DoubleFloatPixelData, 1.5));

        string json = Json(dataset);

        json.Should().Be("""{"00111042":{"vr":"UN","InlineBinary":"//4="},"00420011":{"vr":"OB"},"7FE00009":{"vr":"OD","InlineBinary":"AAAAAAAA+D8="},"7FE00010":{"vr":"OW","InlineBinary":"AQADAg=="}}""");
        DataSets.ShouldHoldTheSame(DicomJson.ConvertJsonToDicom(json, autoValidate: false), dataset, "binary values");
    }

    [Fact]
    public void Numbers_keep_every_digit()
    {
        DicomDataset dataset = Loose(
            new DicomDecimalString(DicomTag.SelectorDSValue, "1.10", "+2", "-.5", "007.", "1e400", "-1E-400", "0.1000000000000000055511151231257827"),
            new DicomIntegerString(DicomTag.SelectorISValue, "-0012", "99999999999999999999"),
            new DicomUnsignedVeryLong(DicomTag.SelectorUVValue, ulong.MaxValue),
            new DicomSignedVeryLong(DicomTag.SelectorSVValue, long.MinValue, 5),
            new DicomFloatingPointSingle(DicomTag.SelectorFLValue, 0.1f, float.Epsilon, -0f),
            new DicomFloatingPointDouble(DicomTag.SelectorFDValue, 0.1, double.MaxValue, double.Epsilon),
            new DicomUnsignedShort(DicomTag.SelectorUSValue, 65535),
            new DicomSignedLong(DicomTag.SelectorSLValue, int.MinValue));

        string numbers = Json(dataset);
        numbers.Should().Contain("""[1.10,2,-0.5,7,1E400,-1E-400,0.1000000000000000055511151231257827]""")
            .And.Contain("[-12,99999999999999999999]").And.Contain("[18446744073709551615]").And.Contain("[-9223372036854775808,5]").And.Contain("[0.1,1E-45,-0]");
        Json(dataset, NumberSerializationMode.PreferablyAsNumber).Should().Contain("""[1.10,2,-0.5,7,"1e400","-1E-400",0.1000000000000000055511151231257827]""")
            .And.Contain("""["18446744073709551615"]""").And.Contain("""["-9223372036854775808",5]""");
        Json(dataset, NumberSerializationMode.AsString).Should().Contain("""["1.10","+2","-.5","007.","1e400","-1E-400","0.1000000000000000055511151231257827"]""").And.Contain("""["-0012","99999999999999999999"]""");

        foreach (NumberSerializationMode mode in Enum.GetValues<NumberSerializationMode>())
        {
            DicomDataset back = DicomJson.ConvertJsonToDicom(Json(dataset, mode), autoValidate: false);
            back.GetString(DicomTag.SelectorISValue).Should().EndWith("\\99999999999999999999");
            back.GetString(DicomTag.SelectorDSValue).Should().EndWith("\\0.1000000000000000055511151231257827");
            back.GetDicomItem<DicomElement>(DicomTag.SelectorUVValue)!.Should().Be(dataset.GetDicomItem<DicomElement>(DicomTag.SelectorUVValue));
            back.GetDicomItem<DicomElement>(DicomTag.SelectorFLValue)!.Should().Be(dataset.GetDicomItem<DicomElement>(DicomTag.SelectorFLValue));
            back.GetDicomItem<DicomElement>(DicomTag.SelectorFDValue)!.Should().Be(dataset.GetDicomItem<DicomElement>(DicomTag.SelectorFDValue));
        }
    }

    [Fact]
    public void Text_that_is_no_number_is_an_error_or_text_as_the_mode_says()
    {
        DicomDataset dataset = Loose(new DicomDecimalString(DicomTag.SliceThickness, "1,5"));

        FluentActions.Invoking(() => Json(dataset)).Should().Throw<DicomDataException>().Which.Message.Should().Contain("SliceThickness").And.NotContain("1,5");
        Json(dataset, NumberSerializationMode.PreferablyAsNumber).Should().Contain("""["1,5"]""");
    }

    [Fact]
    public void What_json_has_no_number_for_is_a_word()
    {
        // PS3.18 table F.2.3-1 asks for a number, and JSON has none: RFC 8259 section 6.
        DicomDataset dataset = Loose(
            new DicomFloatingPointDouble(DicomTag.SelectorFDValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1),
            new DicomFloatingPointSingle(DicomTag.SelectorFLValue, float.NaN, float.NegativeInfinity));

        string json = Json(dataset);

        json.Should().Contain("""["NaN","Infinity","-Infinity",1]""").And.Contain("""["NaN","-Infinity"]""");
        DataSets.ShouldHoldTheSame(DicomJson.ConvertJsonToDicom(json), dataset, "words");
        DicomJson.ConvertJsonToDicom("""{"00720074":{"vr":"FD","Value":["nan","inf","-inf","2.5"]}}""").GetValues<double>(DicomTag.SelectorFDValue)
            .Should().Equal(double.NaN, double.PositiveInfinity, double.NegativeInfinity, 2.5);
    }

    [Fact]
    public void Tags_and_private_elements_are_eight_hexadecimal_digits()
    {
        DicomDataset dataset = new DicomDataset { { DicomTag.FrameIncrementPointer, DicomTag.FrameTime, new DicomTag(0x0054, 0x00AB) } }.NotValidated();
        dataset.Add(DicomVR.LO, s_private, "x");

        string json = Json(dataset);

        json.Should().Be("""{"00110010":{"vr":"LO","Value":["ACME"]},"00111042":{"vr":"LO","Value":["x"]},"00280009":{"vr":"AT","Value":["00181063","005400AB"]}}""");
        DicomDataset back = DicomJson.ConvertJsonToDicom(json);
        back.GetString(s_private).Should().Be("x");
        back.GetValues<DicomTag>(DicomTag.FrameIncrementPointer).Should().Equal(DicomTag.FrameTime, new DicomTag(0x0054, 0x00AB));
    }

    [Fact]
    public void Group_lengths_are_left_out_and_the_character_set_is_unicode()
    {
        DicomDataset dataset = RawDicom.WithMeta().Explicit(0x00080000, "UL", [4, 0, 0, 0]).Explicit(0x00080005, "CS", RawDicom.Even("ISO_IR 144")).Explicit(0x00100010, "PN", [0xBB, 0xEE]).Open().Dataset;

        string json = Json(dataset);

        json.Should().Be("""{"00080005":{"vr":"CS","Value":["ISO_IR 192"]},"00100010":{"vr":"PN","Value":[{"Alphabetic":"Лю"}]}}""");
        using var memory = new MemoryStream();
        new DicomFile(DicomJson.ConvertJsonToDicom(json).Add(DicomTag.SOPClassUID, "1.2").Add(DicomTag.SOPInstanceUID, "1.3")).Save(memory);
        RawDicom.Open(memory.ToArray()).Dataset.GetDicomItem<DicomElement>(DicomTag.PatientName)!.Buffer.Data.Should().Equal(0xD0, 0x9B, 0xD1, 0x8E);
    }

    [Fact]
    public void Bulk_data_say_their_uri_and_are_never_fetched()
    {
        const string json = """{"7FE00010":{"vr":"OW","BulkDataURI":"http://127.0.0.1:9/bulk/1"},"00081030":{"vr":"LO","BulkDataURI":"file:///etc/hostname"}}""";
        DicomDataset dataset = DicomJson.ConvertJsonToDicom(json);

        var buffer = dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.Should().BeAssignableTo<IBulkDataUriByteBuffer>().Subject;
        buffer.BulkDataUri.Should().Be("http://127.0.0.1:9/bulk/1");
        FluentActions.Invoking(() => buffer.Data).Should().Throw<DicomDataException>().WithMessage("*not fetched*");
        FluentActions.Invoking(() => dataset.GetString(DicomTag.StudyDescription)).Should().Throw<DicomDataException>();
        Json(dataset).Should().Be("""{"00081030":{"vr":"LO","BulkDataURI":"file:///etc/hostname"},"7FE00010":{"vr":"OW","BulkDataURI":"http://127.0.0.1:9/bulk/1"}}""");

        dataset.Add(DicomTag.SOPClassUID, "1.2").Add(DicomTag.SOPInstanceUID, "1.3");
        FluentActions.Invoking(() => new DicomFile(dataset).Save(new MemoryStream())).Should().Throw<DicomDataException>("an empty value in its place would be a loss");
    }

    [Fact]
    public void Compressed_pixel_data_have_no_place_in_json()
    {
        var fragments = new DicomOtherByteFragment(DicomTag.PixelData);
        fragments.Fragments.Add(new MemoryByteBuffer([1, 2]));

        FluentActions.Invoking(() => Json(new DicomDataset(fragments))).Should().Throw<DicomDataException>().WithMessage("*(7fe0,0010)*");
    }

    [Fact]
    public void Keywords_and_names_can_be_said_and_are_read()
    {
        var dataset = new DicomDataset { { DicomTag.PatientID, "1" } };
        dataset.NotValidated().Add(DicomVR.LO, s_private, "x");

        string json = DicomJson.ConvertDicomToJson(dataset, writeTagsAsKeywords: true);
        json.Should().Be("""{"PatientID":{"vr":"LO","Value":["1"]},"00110010":{"vr":"LO","Value":["ACME"]},"00111042":{"vr":"LO","Value":["x"]}}""");
        DataSets.ShouldHoldTheSame(DicomJson.ConvertJsonToDicom(json), dataset, "keywords");

        var options = new JsonSerializerOptions { Converters = { new DicomJsonConverter { WriteKeyword = true, WriteName = true } } };
        JsonSerializer.Serialize(new DicomDataset { { DicomTag.PatientID, "1" } }, options).Should().Be("""{"00100020":{"vr":"LO","keyword":"PatientID","name":"Patient ID","Value":["1"]}}""");
        JsonSerializer.Deserialize<DicomDataset>("""{"00100020":{"vr":"LO","keyword":"PatientID","name":"Patient ID","Value":["1"]}}""", options)!.GetString(DicomTag.PatientID).Should().Be("1");
    }

    [Fact]
    public void Several_data_sets_are_an_array()
    {
        DicomDataset[] two = [new() { { DicomTag.PatientID, "1" } }, new() { { DicomTag.PatientID, "2" } }];

        string json = DicomJson.ConvertDicomToJson(two);

        json.Should().StartWith("[{").And.EndWith("}]");
        DicomJson.ConvertJsonToDicomArray(json).Select(d => d.GetString(DicomTag.PatientID)).Should().Equal("1", "2");
        DicomJson.ConvertJsonToDicomArray("""{"00100020":{"vr":"LO","Value":["3"]}}""").Should().ContainSingle();
        DicomJson.ConvertJsonToDicomArray("[]").Should().BeEmpty();
    }

    [Fact]
    public void Values_are_checked_unless_that_is_turned_off()
    {
        const string json = """{"00080060":{"vr":"CS","Value":["not a code"]}}""";

        FluentActions.Invoking(() => DicomJson.ConvertJsonToDicom(json)).Should().Throw<DicomValidationException>().Which.Message.Should().StartWith("$.00080060").And.NotContain("not a code");
        DicomJson.ConvertJsonToDicom(json, autoValidate: false).GetString(DicomTag.Modality).Should().Be("not a code");
    }

    [Fact]
    public void Numbers_may_stand_as_strings_and_in_any_notation_of_json()
    {
        DicomDataset dataset = DicomJson.ConvertJsonToDicom("""{"00280010":{"vr":"US","Value":["512"]},"00280011":{"Value":[5.12e2]},"00180050":{"vr":"DS","Value":[1e0]}}""");

        dataset.GetSingleValue<ushort>(DicomTag.Rows).Should().Be(512);
        dataset.GetSingleValue<ushort>(DicomTag.Columns).Should().Be(512, "the dictionary says what vr does not");
        dataset.GetSingleValue<double>(DicomTag.SliceThickness).Should().Be(1);
    }
}
