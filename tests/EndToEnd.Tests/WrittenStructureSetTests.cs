using System.Text.Json.Nodes;

namespace ContourFlow.EndToEnd.Tests;

/// <summary>What we write, judged by other people's programs.</summary>
public sealed class WrittenStructureSetTests(PhantomCases cases)
{
    // Name, number of contours and of points of each ROI, and the sum of all coordinates: what a reader must see.
    private const string Summary = """
        import sys, json, pydicom
        ds = pydicom.dcmread(sys.argv[1])
        names = {r.ROINumber: r.ROIName for r in ds.StructureSetROISequence}
        out = []
        for r in ds.ROIContourSequence:
            contours = r.ContourSequence if 'ContourSequence' in r else []
            out.append({'name': names[r.ReferencedROINumber],
                        'contours': len(contours),
                        'points': sum(int(c.NumberOfContourPoints) for c in contours),
                        'sum': sum(float(v) for c in contours for v in c.ContourData)})
        print(json.dumps({'label': ds.StructureSetLabel, 'syntax': ds.file_meta.TransferSyntaxUID, 'rois': out}))
        """;

    [Theory]
    [MemberData(nameof(PhantomCases.Sites), MemberType = typeof(PhantomCases))]
    public void Validator_of_dicom3tools_finds_no_error(string site)
    {
        string dciodvfy = Tool.Find("dciodvfy", "dicom3tools");

        ProgramRun run = ProgramRun.Of(dciodvfy, cases.Result(site).StructureSet);

        run.Error.Should().Contain("RTStructureSet", "the validator has to know what it validates");
        run.Error.Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(PhantomCases.Sites), MemberType = typeof(PhantomCases))]
    public void Pydicom_sees_the_same_contours_as_we_do(string site)
    {
        string file = cases.Result(site).StructureSet;

        ProgramRun run = Tool.Pydicom(Summary, file);

        run.ExitCode.Should().Be(0, run.Error);
        run.Error.Should().BeEmpty("pydicom warns of values that are not legal");
        run.Json["syntax"]!.GetValue<string>().Should().Be("1.2.840.10008.1.2", "only implicit VR carries long contours everywhere");
        IReadOnlyList<RoiSummary> ours = RoiSummary.Of(file);
        JsonArray theirs = run.Json["rois"]!.AsArray();
        theirs.Should().HaveCount(ours.Count);
        foreach ((RoiSummary our, JsonNode? their) in ours.Zip(theirs))
        {
            their!["name"]!.GetValue<string>().Should().Be(our.Name);
            their["contours"]!.GetValue<int>().Should().Be(our.Contours);
            their["points"]!.GetValue<int>().Should().Be(our.Points);
            // Sums of the same decimal numbers in the same order; the tolerance is for the last bits of a long sum.
            their["sum"]!.GetValue<double>().Should().BeApproximately(our.Sum, 1e-6 * Math.Max(1, Math.Abs(our.Sum)));
        }
    }

    [Theory]
    [MemberData(nameof(PhantomCases.Sites), MemberType = typeof(PhantomCases))]
    public void Dcmtk_reads_it(string site)
    {
        string dcmdump = Tool.Find("dcmdump", "dcmtk");
        string dcm2json = Tool.Find("dcm2json", "dcmtk");
        string file = cases.Result(site).StructureSet;

        ProgramRun dump = ProgramRun.Of(dcmdump, file);
        ProgramRun json = ProgramRun.Of(dcm2json, file);

        dump.ExitCode.Should().Be(0, dump.Error);
        dump.Error.Should().BeEmpty();
        json.ExitCode.Should().Be(0, json.Error);
        JsonArray rois = json.Json["30060020"]!["Value"]!.AsArray();
        rois.Select(roi => roi!["30060026"]!["Value"]![0]!.GetValue<string>())
            .Should().Equal(RoiSummary.Of(file).Select(roi => roi.Name));
    }
}
