using ContourFlow.Contouring;
using ContourFlow.Contouring.Reporting;
using ContourFlow.Worker.Processing;

namespace ContourFlow.Worker.Tests;

/// <summary>What a new run replaces, and what it leaves alone although the name is the same.</summary>
public sealed class ResultFilesTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Structure_set_of_ours_is_replaced()
    {
        StructureSet("RS.1.2.dcm", ProductIdentity.Manufacturer, hasPredecessor: true);

        ResultFiles.IsEarlierResult(place["RS.1.2.dcm"]).Should().BeTrue();
    }

    [Theory]
    [InlineData("RS.1.2.dcm", "Varian Medical Systems", true)]
    [InlineData("RS.1.2.dcm", ProductIdentity.Manufacturer, false)]
    [InlineData("mine.dcm", ProductIdentity.Manufacturer, true)]
    public void Structure_set_of_others_an_original_and_one_by_another_name_stay(string name, string manufacturer, bool hasPredecessor)
    {
        StructureSet(name, manufacturer, hasPredecessor);

        ResultFiles.IsEarlierResult(place[name]).Should().BeFalse();
    }

    [Theory]
    [InlineData("report.json", "{\"schema\": \"" + ReportJson.Schema + "\"}", true)]
    [InlineData("HELD-report.json", "{\"schema\": \"" + ReportJson.Schema + "\"}", true)]
    [InlineData("report.json", "{\"schema\": 3}", false)]
    [InlineData("report.json", "[]", false)]
    [InlineData("report.json", "no JSON", false)]
    [InlineData("report.html", "<html>of another program</html>", false)]
    [InlineData("RS.1.2.dcm", "no DICOM", false)]
    [InlineData("notes.txt", ReportJson.Schema, false)]
    public void Reports_are_known_by_what_is_in_them(string name, string content, bool isEarlierResult)
    {
        File.WriteAllText(place[name], content);

        ResultFiles.IsEarlierResult(place[name]).Should().Be(isEarlierResult);
    }

    private void StructureSet(string name, string manufacturer, bool hasPredecessor)
    {
        var dataset = new DicomDataset
        {
            { DicomTag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.481.3" },
            { DicomTag.SOPInstanceUID, "1.2.3" },
            { DicomTag.Manufacturer, manufacturer },
        };
        if (hasPredecessor)
            dataset.Add(new DicomSequence(DicomTag.PredecessorStructureSetSequence, new DicomDataset { { DicomTag.ReferencedSOPInstanceUID, "1.2.4" } }));
        new DicomFile(dataset).Save(place[name]);
    }
}
