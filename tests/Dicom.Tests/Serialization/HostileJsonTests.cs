using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;

namespace ContourFlow.Dicom.Tests.Serialization;

/// <summary>JSON that is wrong, by accident or by intent, is an error that says where; nothing else.</summary>
public class HostileJsonTests
{
    [Theory]
    [InlineData("null", "null")]
    [InlineData("[]", "$ is an array")]
    [InlineData("5", "$ is a number")]
    [InlineData("""{"0010002":{"vr":"LO"}}""", "$ has a member")]
    [InlineData("""{"NoSuchKeyword":{"vr":"LO"}}""", "$ has a member")]
    [InlineData("""{"00020010":{"vr":"UI","Value":["1.2"]}}""", "$.00020010")]
    [InlineData("""{"00100020":5}""", "$.00100020 is a number")]
    [InlineData("""{"00100020":{"vr":"XX"}}""", "$.00100020.vr")]
    [InlineData("""{"00100020":{"vr":"NONE"}}""", "$.00100020.vr")]
    [InlineData("""{"00100020":{"vr":5}}""", "$.00100020.vr is a number")]
    [InlineData("""{"00111042":{"Value":["x"]}}""", "$.00111042 has no member")]
    [InlineData("""{"00100020":{"vr":"LO","Value":"x"}}""", "$.00100020.Value is a string")]
    [InlineData("""{"00100020":{"vr":"LO","Value":[5]}}""", "$.00100020.Value[0] is a number")]
    [InlineData("""{"00100020":{"vr":"LO","Value":[{}]}}""", "$.00100020.Value[0] is an object")]
    [InlineData("""{"00100020":{"vr":"LO","Value":["x"],"Value":["y"]}}""", "two members")]
    [InlineData("""{"00100020":{"vr":"LO","Value":["x"],"BulkDataURI":"y"}}""", "more than one")]
    [InlineData("""{"00100020":{"vr":"LO","InlineBinary":"AA=="}}""", "InlineBinary")]
    [InlineData("""{"00100020":{"vr":"LO","Value":["x"]},"00100020":{"vr":"LO","Value":["y"]}}""", "$.00100020 is there twice")]
    [InlineData("""{"7FE00010":{"vr":"OW","InlineBinary":"!!!!"}}""", "$.7FE00010.InlineBinary")]
    [InlineData("""{"7FE00010":{"vr":"OW","Value":[1]}}""", "$.7FE00010.Value")]
    [InlineData("""{"00081110":{"vr":"SQ","BulkDataURI":"x"}}""", "$.00081110")]
    [InlineData("""{"00081110":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":[true]}}]}}""", "$.00081110.Value[0].00081155.Value[0] is true or false")]
    [InlineData("""{"00280010":{"vr":"US","Value":[65536]}}""", "$.00280010.Value[0]")]
    [InlineData("""{"00280010":{"vr":"US","Value":[-1]}}""", "$.00280010.Value[0]")]
    [InlineData("""{"00280010":{"vr":"US","Value":[1.5]}}""", "$.00280010.Value[0]")]
    [InlineData("""{"00280010":{"vr":"US","Value":[null]}}""", "$.00280010.Value[0] is null")]
    [InlineData("""{"00720074":{"vr":"FD","Value":[1e999]}}""", "$.00720074.Value[0]")]
    [InlineData("""{"00720076":{"vr":"FL","Value":[1e39]}}""", "$.00720076.Value[0]")]
    [InlineData("""{"00280009":{"vr":"AT","Value":["0018106Z"]}}""", "$.00280009.Value[0]")]
    [InlineData("""{"00100010":{"vr":"PN","Value":[{"Family":"x"}]}}""", "$.00100010.Value[0]")]
    [InlineData("""{"00100010":{"vr":"PN","Value":[{"Alphabetic":"a=b"}]}}""", "$.00100010.Value[0].Alphabetic")]
    [InlineData("""{"00104000":{"vr":"LT","Value":["a","b"]}}""", "$.00104000.Value")]
    [InlineData("""{"00100020":{"vr":"LO","Value":["\ud800"]}}""", "$.00100020.Value[0]")]
    [InlineData("""{"00180050":{"vr":"DS","Value":["wide"]}}""", "$.00180050")]
    public void Fault_says_its_path(string json, string wanted) =>
        FluentActions.Invoking(() => DicomJson.ConvertJsonToDicom(json)).Should().Throw<DicomDataException>().Which.Message.Should().Contain(wanted);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"00100020":{"vr":"LO","Value":["x"]}} {}""")]
    [InlineData("""{"00720074":{"vr":"FD","Value":[NaN]}}""")]
    [InlineData("""{"00720074":{"vr":"FD","Value":[01]}}""")]
    [InlineData("""{'00100020':{}}""")]
    [InlineData("""{"00100020":{} // comment""")]
    public void Text_that_is_not_json_is_an_error_of_the_parser(string json) =>
        FluentActions.Invoking(() => DicomJson.ConvertJsonToDicom(json)).Should().Throw<JsonException>();

    [Fact]
    public void Fault_says_no_value()
    {
        foreach (string json in (string[])["""{"SECRET":{"vr":"LO"}}""", """{"00100020":{"vr":"SECRET"}}""", """{"00280010":{"vr":"US","Value":["SECRET"]}}""", """{"00100030":{"vr":"DA","Value":["SECRET"]}}""", """{"00280009":{"vr":"AT","Value":["SECRET"]}}""", """{"00100010":{"vr":"PN","Value":[{"SECRET":"x"}]}}"""])
            FluentActions.Invoking(() => DicomJson.ConvertJsonToDicom(json)).Should().Throw<DicomDataException>().Which.Message.Should().NotContain("SECRET");
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void Depth_is_bounded(int depth, bool reads)
    {
        var json = new StringBuilder();
        json.Insert(0, "{\"00081110\":{\"vr\":\"SQ\",\"Value\":[", depth).Append("{}");
        for (int i = 0; i < depth; i++)
            json.Append("]}}");

        Action read = () => DicomJson.ConvertJsonToDicom(json.ToString(), autoValidate: false);

        if (reads)
            read.Should().NotThrow();
        else
            read.Should().Throw<Exception>().Which.Should().Match(e => e is JsonException || e is DicomDataException);
    }

    [Fact]
    public void Data_set_nested_without_end_is_not_written()
    {
        var dataset = new DicomDataset();
        dataset.Add(new DicomSequence(DicomTag.ReferencedStudySequence, dataset));

        FluentActions.Invoking(() => DicomJson.ConvertDicomToJson(dataset)).Should().Throw<DicomDataException>().WithMessage("*deeper than 64*");
    }

    [Fact]
    public void Many_attributes_in_falling_order_take_no_more_than_their_share()
    {
        var json = new StringBuilder("{");
        for (int i = 200_000; i > 0; i--)
            json.Append('"').Append((0x00120000 + (i * 2 / 0xFFFE * 0x20000) + (i % 0x7FFF) + 1).ToString("X8")).Append("\":{\"vr\":\"UN\"},");
        json[^1] = '}';
        var clock = Stopwatch.StartNew();

        Action read = () => DicomJson.ConvertJsonToDicom(json.ToString(), autoValidate: false);

        read.Should().NotThrow();
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20), "inserting each in front of the others would take minutes");
    }

    [Property(MaxTest = 300)]
    public void Text_with_a_change_by_chance_reads_or_says_why_not(int seed)
    {
        var chance = new Random(seed);
        var json = new StringBuilder("""{"00080005":{"vr":"CS","Value":["ISO_IR 192"]},"00081110":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["1.2.3"]}}]},"00100010":{"vr":"PN","Value":[{"Alphabetic":"A^B","Ideographic":"山"}]},"00180050":{"vr":"DS","Value":[1.50,null]},"00280009":{"vr":"AT","Value":["00181063"]},"00280010":{"vr":"US","Value":[512]},"7FE00010":{"vr":"OW","InlineBinary":"AQADAg=="}}""");
        for (int i = chance.Next(1, 4); i > 0; i--)
        {
            int at = chance.Next(json.Length);
            if (chance.Next(3) == 0)
                json.Remove(at, Math.Min(chance.Next(1, 9), json.Length - at));
            else
                json[at] = "{}[]\",:0123456789ABCDEFvrQSOWn\\u-.e"[chance.Next(35)];
        }

        try
        {
            DicomJson.ConvertDicomToJson(DicomJson.ConvertJsonToDicom(json.ToString(), autoValidate: chance.Next(2) == 0), numberSerializationMode: NumberSerializationMode.PreferablyAsNumber).Should().NotBeEmpty();
        }
        catch (Exception e) when (e is JsonException or DicomDataException)
        {
            e.Message.Should().NotBeEmpty();
        }
    }
}
