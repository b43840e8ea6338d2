namespace ContourFlow.EndToEnd.Tests;

/// <summary>The DICOM JSON of a structure set that the program wrote, beside that of DCMTK and pydicom, and back.</summary>
public sealed class StructureSetJsonTests(PhantomCases cases)
{
    private const string Script = "import sys, json, pydicom; print(json.dumps(pydicom.dcmread(sys.argv[1]).to_json_dict(None, None)))";

    [Fact]
    public void Json_is_that_of_others_and_gives_the_structure_set_back()
    {
        string file = cases.Result("thoracic").StructureSet;
        DicomDataset dataset = DicomFile.Open(file).Dataset;

        string json = DicomJson.ConvertDicomToJson(dataset);

        SortedDictionary<string, string> ours = JsonCanon.Of(json);
        ours.Count.Should().BeGreaterThan(10_000);
        DataSets.ShouldHoldTheSame(DicomJson.ConvertJsonToDicom(json), dataset, "the structure set");
        ProgramRun dcmtk = ProgramRun.Of(Tool.Find("dcm2json", "dcmtk"), "-fc", file);
        Differences(ours, JsonCanon.Of(dcmtk.Out)).Should().BeEmpty("DCMTK says the same");
        ProgramRun pydicom = Tool.Pydicom(Script, file);
        Differences(ours, JsonCanon.Of(pydicom.Out)).Should().BeEmpty("pydicom says the same");
    }

    private static IEnumerable<string> Differences(SortedDictionary<string, string> ours, SortedDictionary<string, string> theirs) =>
        ours.Keys.Union(theirs.Keys, StringComparer.Ordinal).Where(key => ours.GetValueOrDefault(key) != theirs.GetValueOrDefault(key)).Take(10);
}
