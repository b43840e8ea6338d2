using ContourFlow.Contouring.Tests.Cases;

namespace ContourFlow.EndToEnd.Tests;

/// <summary>A planning CT as one Enhanced CT image gives what the same CT gives as single images.</summary>
public sealed class EnhancedCtTests(PhantomCases cases) : IDisposable
{
    private const string Uid = "2.25.173859205839205839205839";
    private const string Site = "thoracic";

    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Enhanced_ct_gives_the_same_contours_point_for_point()
    {
        string input = Enhanced();
        string results = place["results"];

        ProgramRun run = ProgramRun.ContourFlow("process", input, "--out", results);

        run.ExitCode.Should().Be(0, run.Out + run.Error);
        string written = Directory.GetFiles(results, "RS.*.dcm").Should().ContainSingle().Which;
        Dictionary<string, string[]> expected = Contours(cases.Result(Site).StructureSet);
        Dictionary<string, string[]> actual = Contours(written);
        actual.Keys.Should().Equal(expected.Keys).And.Contain(["PTV", "PTV_Eval", "SpinalCord_PRV02"]);
        foreach ((string roi, string[] contours) in expected)
            actual[roi].Should().Equal(contours, roi);

        // Every derived contour names the frame of its own plane: the frames were made from the highest plane down.
        double[] planes = [.. CtFiles(cases.Phantom(Site)).Select(Z)];
        DicomDataset dataset = DicomFile.Open(written).Dataset;
        int compared = 0;
        foreach (DicomDataset contour in dataset.GetSequence(DicomTag.ROIContourSequence).Items.Where(roi => roi.Contains(DicomTag.ContourSequence)).SelectMany(roi => roi.GetSequence(DicomTag.ContourSequence).Items))
        {
            DicomDataset image = contour.GetSequence(DicomTag.ContourImageSequence).Items.Should().ContainSingle().Which;
            image.GetString(DicomTag.ReferencedSOPInstanceUID).Should().Be(Uid);
            image.GetString(DicomTag.ReferencedSOPClassUID).Should().Be(DicomUID.EnhancedCTImageStorage.UID);
            planes[image.GetSingleValue<int>(DicomTag.ReferencedFrameNumber) - 1].Should().Be(contour.GetValues<double>(DicomTag.ContourData)[2]);
            compared++;
        }

        compared.Should().BeGreaterThan(100);
        dataset.GetSequence(DicomTag.ReferencedFrameOfReferenceSequence).Items[0].GetSequence(DicomTag.RTReferencedStudySequence).Items[0].GetSequence(DicomTag.RTReferencedSeriesSequence).Items[0]
            .GetSequence(DicomTag.ContourImageSequence).Items.Should().ContainSingle("one instance holds all frames").Which.Contains(DicomTag.ReferencedFrameNumber).Should().BeFalse("all of them are meant");

        ProgramRun verdict = ProgramRun.Of(Tool.Find("dciodvfy", "dicom3tools"), written);
        verdict.Error.Should().Contain("RTStructureSet");
        verdict.Error.Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Inspect_shows_the_frames_and_their_spacing()
    {
        string input = Enhanced();
        int frames = CtFiles(cases.Phantom(Site)).Count;

        ProgramRun table = ProgramRun.ContourFlow("inspect", input);
        ProgramRun json = ProgramRun.ContourFlow("inspect", input, "--json");

        table.ExitCode.Should().Be(0, table.Error);
        table.Out.Should().Contain("(enhanced, stack 1)");
        var series = json.Json["series"]!.AsArray().Should().ContainSingle(s => s!["modality"]!.GetValue<string>() == "CT").Which!;
        series["frames"]!.GetValue<int>().Should().Be(frames);
        series["planeSpacings"]!.AsArray().Select(s => s!.GetValue<double>()).Should().Equal(1.25);
        series["orientation"]!.GetValue<string>().Should().Be("axial");
    }

    private string Enhanced()
    {
        string folder = place["enhanced"];
        if (Directory.Exists(folder)) return folder;
        string phantom = cases.Phantom(Site);
        List<DicomDataset> images = [.. CtFiles(phantom).Select(file => DicomFile.Open(file, FileReadOption.ReadAll).Dataset)];
        Directory.CreateDirectory(folder);
        new DicomFile(EnhancedObject.Of(images, Uid, DicomUID.EnhancedCTImageStorage)).Save(Path.Combine(folder, "ct.dcm"));
        string set = new EditedCase(phantom, place["links"]).StructureSetFile;
        DicomDataset structureSet = DicomFile.Open(set, FileReadOption.ReadAll).Dataset;
        EnhancedObject.Name(structureSet, images, Uid, DicomUID.EnhancedCTImageStorage);
        new DicomFile(structureSet).Save(Path.Combine(folder, "rs.dcm"));
        return folder;
    }

    /// <summary>The CT's files from the highest plane down.</summary>
    private static List<string> CtFiles(string phantom) =>
    [
        .. Directory.EnumerateFiles(phantom, "*.dcm", SearchOption.AllDirectories)
            .Where(file => DicomFile.Open(file).Dataset.GetString(DicomTag.SOPClassUID) == DicomUID.CTImageStorage.UID)
            .OrderByDescending(Z),
    ];

    private static double Z(string file) => DicomFile.Open(file).Dataset.GetValues<double>(DicomTag.ImagePositionPatient)[2];

    private static Dictionary<string, string[]> Contours(string file)
    {
        DicomDataset dataset = DicomFile.Open(file).Dataset;
        var names = dataset.GetSequence(DicomTag.StructureSetROISequence).Items.ToDictionary(roi => roi.GetString(DicomTag.ROINumber), roi => roi.GetString(DicomTag.ROIName), StringComparer.Ordinal);
        return dataset.GetSequence(DicomTag.ROIContourSequence).Items.ToDictionary(
            roi => names[roi.GetString(DicomTag.ReferencedROINumber)],
            roi => roi.TryGetSequence(DicomTag.ContourSequence, out DicomSequence? contours) ? contours!.Items.Select(c => c.GetString(DicomTag.ContourData)).ToArray() : [],
            StringComparer.Ordinal);
    }
}
