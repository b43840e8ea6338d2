using System.Text;
using System.Text.Json;
using ContourFlow.Contouring.Reporting;

namespace ContourFlow.Contouring.Tests.Reporting;

public class ReportJsonTests
{
    [Fact]
    public void Same_case_twice_gives_the_same_bytes() =>
        ReportJson.Write(SyntheticCase.Supine.Result()).Should().Equal(ReportJson.Write(SyntheticCase.Supine.Result()));

    [Fact]
    public void Report_carries_verdict_protocol_level_and_uids()
    {
        var report = Read(SyntheticCase.Supine);

        report.GetProperty("schema").GetString().Should().Be("contourflow-report");
        report.GetProperty("schemaVersion").GetInt32().Should().Be(1);
        report.GetProperty("verdict").GetString().Should().Be("accepted");
        report.GetProperty("protocol").GetProperty("hash").GetString().Should().HaveLength(64);
        report.GetProperty("level").GetProperty("first").GetString().Should().Be("T7");
        report.GetProperty("planningCt").GetProperty("seriesInstanceUid").GetString().Should().Be("1.2.3.2");
        report.GetProperty("structureSet").GetProperty("sopInstanceUid").GetString().Should().Be("1.2.3.3");
        report.GetProperty("inputs")[0].GetProperty("fingerprint").GetString().Should().Be(new string('a', 64));
    }

    [Fact]
    public void Report_names_the_object_that_was_written()
    {
        var output = Read(SyntheticCase.Supine).GetProperty("output");

        output.GetProperty("sopInstanceUid").GetString().Should().Be(SyntheticCase.OutputUid);
        output.GetProperty("approvalStatus").GetString().Should().Be("UNAPPROVED");
    }

    [Fact]
    public void No_report_names_the_patient()
    {
        var made = SyntheticCase.Supine.Result();

        foreach (var report in (string[])[Encoding.UTF8.GetString(ReportJson.Write(made)), Encoding.UTF8.GetString(ReportHtml.Write(made))])
            report.Should().NotContainAny(SyntheticCase.PatientName, SyntheticCase.PatientId, SyntheticCase.PatientBirthDate);
    }

    [Fact]
    public void Volume_of_a_derived_structure_is_area_times_slab()
    {
        // 29 planes of 1.25 mm of a regular 180-gon with circumradius 22 mm: area n/2 r² sin(2π/n).
        var expected = 29 * 1.25 * 180 / 2.0 * 22 * 22 * Math.Sin(Math.Tau / 180) / 1000;

        var ptv = Read(SyntheticCase.Supine).GetProperty("derived")[0];

        ptv.GetProperty("volumeCc").GetDouble().Should().BeApproximately(expected, 0.0005);
        ptv.GetProperty("planes").GetInt32().Should().Be(29);
        ptv.GetProperty("lowestZ").GetDouble().Should().Be(-17.5);
        ptv.GetProperty("highestZ").GetDouble().Should().Be(17.5);
        ptv.GetProperty("words").GetString().Should().Be("CTV grown by 2 mm in plane, 5 mm Superior and Inferior");
    }

    [Fact]
    public void Every_check_is_in_the_report_in_its_order_with_all_its_fields()
    {
        var report = Read(SyntheticCase.Supine with { Checks = [SyntheticCase.Passed("a"), SyntheticCase.Failed("b", 1.23456), SyntheticCase.Warned("c")] });

        report.GetProperty("verdict").GetString().Should().Be("held");
        report.GetProperty("output").ValueKind.Should().Be(JsonValueKind.Null);
        var checks = report.GetProperty("checks").EnumerateArray().ToList();
        checks.Select(check => check.GetProperty("id").GetString()).Should().Equal("a", "b", "c");
        checks.Select(check => check.GetProperty("verdict").GetString()).Should().Equal("passed", "failure", "warning");
        checks[1].GetProperty("z").GetDouble().Should().Be(1.23);
        foreach (var name in (string[])["title", "figure", "limit", "sentence", "source"])
            checks[1].GetProperty(name).GetString().Should().NotBeNullOrEmpty();
    }

    [Fact]
    public void Margin_that_could_not_be_measured_is_null()
    {
        var made = SyntheticCase.Supine.Result();
        var report = JsonDocument.Parse(ReportJson.Write(made with { Margins = [made.Margins[0] with { Superior = double.NaN }] })).RootElement;

        var margin = report.GetProperty("margins")[0];

        margin.GetProperty("measured").GetProperty("superior").ValueKind.Should().Be(JsonValueKind.Null);
        margin.GetProperty("measured").GetProperty("right").GetDouble().Should().Be(1.99);
        margin.GetProperty("asked").GetProperty("superior").GetDouble().Should().Be(5);
    }

    [Fact]
    public void Not_used_objects_keep_their_reasons()
    {
        var unused = Read(SyntheticCase.Supine with { NotUsed = [new("1.9.9", "RTDOSE", "not-needed", "Doses are not read yet.")] })
            .GetProperty("notUsed")[0];

        unused.GetProperty("sopInstanceUid").GetString().Should().Be("1.9.9");
        unused.GetProperty("reasonCode").GetString().Should().Be("not-needed");
        unused.GetProperty("sentence").GetString().Should().Be("Doses are not read yet.");
    }

    private static JsonElement Read(SyntheticCase made) => JsonDocument.Parse(ReportJson.Write(made.Result())).RootElement;
}
