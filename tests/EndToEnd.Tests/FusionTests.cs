using System.Globalization;
using System.Text.Json.Nodes;

namespace ContourFlow.EndToEnd.Tests;

/// <summary>MR series of phantoms, fused by the program; what it wrote is read by other people's programs.</summary>
public sealed class FusionTests(PhantomCases cases) : IDisposable
{
    // Written without a word of ours: the matrix of the item whose frame is not the object's own, applied to a point.
    private const string MapPoint = """
        import sys, json, pydicom
        ds = pydicom.dcmread(sys.argv[1])
        p = [float(v) for v in sys.argv[2:5]] + [1.0]
        item = [i for i in ds.RegistrationSequence if i.FrameOfReferenceUID != ds.FrameOfReferenceUID][0]
        for registration in item.MatrixRegistrationSequence:
            for matrix in registration.MatrixSequence:
                m = [float(v) for v in matrix.FrameOfReferenceTransformationMatrix]
                p = [sum(m[4 * r + c] * p[c] for c in range(4)) for r in range(4)]
        print(json.dumps({'from': item.FrameOfReferenceUID, 'to': ds.FrameOfReferenceUID, 'point': p[:3]}))
        """;

    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [MemberData(nameof(PhantomCases.Sites), MemberType = typeof(PhantomCases))]
    public void Every_MR_of_a_phantom_is_accepted_and_has_its_registration(string site)
    {
        Needs.Itk();
        JsonNode report = Report(cases.Result(site).Folder);
        report["fusions"]!.AsArray().Select(fusion => fusion!["verdict"]!.GetValue<string>()).Should().Equal("accepted", "accepted");
        Registrations(site).Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(PhantomCases.Sites), MemberType = typeof(PhantomCases))]
    public void Validator_of_dicom3tools_finds_no_error_in_a_registration(string site)
    {
        Needs.Itk();
        string dciodvfy = Tool.Find("dciodvfy", "dicom3tools");
        foreach (string file in Registrations(site))
        {
            ProgramRun run = ProgramRun.Of(dciodvfy, file);
            run.Error.Should().Contain("SpatialRegistration", "the validator has to know what it validates");
            run.Error.Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal)).Should().BeEmpty();
        }
    }

    // The truth is the phantom's own: its matrix maps a point of the MR to the point of the CT.
    [Theory]
    [MemberData(nameof(PhantomCases.Sites), MemberType = typeof(PhantomCases))]
    public void Pydicom_maps_a_point_of_the_MR_to_where_it_truly_lies_on_the_CT(string site)
    {
        Needs.Itk();
        JsonNode truth = JsonNode.Parse(File.ReadAllText(Path.Combine(cases.Phantom(site), "truth.json")))!;
        double[] target = Target(site);
        foreach (string file in Registrations(site))
        {
            string frame = Frame(file);
            JsonNode mr = truth["mr"]!.AsArray().Single(one => one!["frameOfReference"]!.GetValue<string>() == frame)!;
            double[] matrix = [.. mr["matrix"]!.AsArray().Select(value => value!.GetValue<double>())];
            double[] onMr = Back(matrix, target);

            ProgramRun run = Tool.Pydicom(MapPoint, [file, .. onMr.Select(value => value.ToString("R", CultureInfo.InvariantCulture))]);

            run.ExitCode.Should().Be(0, run.Error);
            run.Json["to"]!.GetValue<string>().Should().Be(truth["ctFrameOfReference"]!.GetValue<string>());
            double[] there = [.. run.Json["point"]!.AsArray().Select(value => value!.GetValue<double>())];
            Math.Sqrt(there.Zip(target, (a, b) => (a - b) * (a - b)).Sum()).Should().BeLessThan(0.5);
        }
    }

    [Fact]
    public void A_cord_that_is_drawn_on_MR_only_comes_onto_the_CT_with_its_margin_and_says_through_what()
    {
        Needs.Itk();
        var edited = new EditedCase(cases.Phantom("thoracic"), place["in"], withMr: true);
        edited.RemoveRoi("SpinalCord");

        ProgramRun run = ProgramRun.ContourFlow("process", edited.Folder, "--out", place["out"]);

        run.ExitCode.Should().Be(0, run.Out + run.Error);
        DicomDataset written = DicomFile.Open(Directory.GetFiles(place["out"], "RS.*.dcm").Single()).Dataset;
        DicomDataset cord = written.GetSequence(DicomTag.StructureSetROISequence).Items.Single(roi => roi.GetSingleValue<string>(DicomTag.ROIName) == "SpinalCord");
        string[] registrations = [.. Directory.GetFiles(place["out"], "RE.*.dcm").Select(file => Path.GetFileName(file)[3..^4])];
        registrations.Should().Contain(uid => cord.GetSingleValue<string>(DicomTag.ROIDescription).Contains($"by registration {uid}", StringComparison.Ordinal));
        cord.GetSequence(DicomTag.DerivationCodeSequence).Items[0].GetSingleValue<string>(DicomTag.CodeValue).Should().Be("113085");
        RoiSummary.Of(Directory.GetFiles(place["out"], "RS.*.dcm").Single()).Select(roi => roi.Name).Should().Contain("SpinalCord_PRV02");

        string dciodvfy = Tool.Find("dciodvfy", "dicom3tools");
        ProgramRun.Of(dciodvfy, Directory.GetFiles(place["out"], "RS.*.dcm").Single()).Error.Split('\n')
            .Where(line => line.StartsWith("Error", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void A_refused_fusion_names_its_criterion_holds_the_cord_and_lets_the_rest_go_on()
    {
        Needs.Itk();
        var edited = new EditedCase(cases.Phantom("thoracic"), place["in"], withMr: true);
        edited.RemoveRoi("SpinalCord");

        ProgramRun run = ProgramRun.ContourFlow(
            "process", edited.Folder, "--out", place["out"], "--json",
            "--protocol", Protocol("maximum-rotation: 15 deg", "maximum-rotation: 0.01 deg"));

        run.ExitCode.Should().Be(8, run.Out + run.Error);
        run.ErrorCode.Should().Be("fusion-refused");
        run.Json["error"]!["sentence"]!.GetValue<string>().Should().Contain("SpinalCord_PRV02").And.Contain("fusion-rotation");
        Directory.GetFiles(place["out"], "RE.*.dcm").Should().BeEmpty();
        RoiSummary.Of(Directory.GetFiles(place["out"], "RS.*.dcm").Single()).Select(roi => roi.Name)
            .Should().Contain("PTV_Eval").And.NotContain("SpinalCord_PRV02");
        run.Json["report"]!["verdict"]!.GetValue<string>().Should().Be("partly-held");
    }

    [Fact]
    public void Without_the_registration_library_the_case_goes_on_and_says_what_to_install()
    {
        string program = place["program"];
        CopyProgram(program);

        ProgramRun run = ProgramRun.Of("dotnet", [Path.Combine(program, "contourflow.dll"), "process", cases.Phantom("thoracic"), "--out", place["out"]]);

        run.ExitCode.Should().Be(0, run.Out + run.Error);
        Directory.GetFiles(place["out"], "RS.*.dcm").Should().ContainSingle();
        Directory.GetFiles(place["out"], "RE.*.dcm").Should().BeEmpty();
        JsonNode refusal = Report(place["out"])["fusions"]![0]!["refusal"]!;
        refusal["code"]!.GetValue<string>().Should().Be("registration-unavailable");
        refusal["sentence"]!.GetValue<string>().Should().Contain("apt-get install cmake g++ libinsighttoolkit5-dev");
    }

    private string[] Registrations(string site) => Directory.GetFiles(cases.Result(site).Folder, "RE.*.dcm");

    private string Protocol(string old, string changed)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "protocols", "spine-sbrt-sib.yaml"));
        text.Should().Contain(old);
        File.WriteAllText(place["changed.yaml"], text.Replace(old, changed, StringComparison.Ordinal));
        return place["changed.yaml"];
    }

    // The middle of the CTV's contours: a point of the CT where the registration has to be right.
    private double[] Target(string site)
    {
        DicomDataset set = DicomFile.Open(Path.Combine(cases.Phantom(site), "RS_CT.dcm")).Dataset;
        int ctv = set.GetSequence(DicomTag.StructureSetROISequence).Items
            .Single(roi => roi.GetSingleValue<string>(DicomTag.ROIName).StartsWith("CTV", StringComparison.Ordinal))
            .GetSingleValue<int>(DicomTag.ROINumber);
        double[] all = [.. set.GetSequence(DicomTag.ROIContourSequence).Items
            .Single(roi => roi.GetSingleValue<int>(DicomTag.ReferencedROINumber) == ctv)
            .GetSequence(DicomTag.ContourSequence).Items.SelectMany(contour => contour.GetValues<double>(DicomTag.ContourData))];
        return [.. Enumerable.Range(0, 3).Select(axis => all.Where((_, i) => i % 3 == axis).Average())];
    }

    private static string Frame(string registration)
    {
        DicomDataset dataset = DicomFile.Open(registration).Dataset;
        string own = dataset.GetSingleValue<string>(DicomTag.FrameOfReferenceUID);
        return dataset.GetSequence(DicomTag.RegistrationSequence).Items
            .Select(item => item.GetSingleValue<string>(DicomTag.FrameOfReferenceUID)).Single(uid => uid != own);
    }

    // The MR's point of a CT's point, by the transposed rotation.
    private static double[] Back(double[] m, double[] p)
    {
        double[] d = [p[0] - m[3], p[1] - m[7], p[2] - m[11]];
        return [.. Enumerable.Range(0, 3).Select(c => (m[c] * d[0]) + (m[4 + c] * d[1]) + (m[8 + c] * d[2]))];
    }

    private static JsonNode Report(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "report.json")))!;

    private static void CopyProgram(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(AppContext.BaseDirectory, file);
            if (Path.GetFileName(name).StartsWith("libcontourflow_itk", StringComparison.Ordinal))
                continue;
            string link = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.Copy(file, link);
        }
    }
}
