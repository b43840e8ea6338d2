using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;

namespace ContourFlow.Phantom.Tests.Patients;

public sealed class PhantomPatientTests : IDisposable
{
    private static readonly PhantomOptions Small = new()
    {
        Seed = 7,
        Rows = 64,
        Columns = 64,
        SliceSpacing = 2.5,
        SliceCount = 24,
        IncludeMr = false,
        IncludeExpectedVolumes = false,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_same_seed_gives_the_same_bytes_at_any_number_of_threads()
    {
        PhantomPatient.Write(folder["one"], Small with { MaximumDegreeOfParallelism = 1 }, cancellation: TestContext.Current.CancellationToken);
        PhantomPatient.Write(folder["two"], Small with { MaximumDegreeOfParallelism = 3 }, cancellation: TestContext.Current.CancellationToken);

        var one = TemporaryFolder.Content(folder["one"]);
        var two = TemporaryFolder.Content(folder["two"]);
        two.Keys.Should().Equal(one.Keys);
        foreach (var (file, bytes) in one) two[file].AsSpan().SequenceEqual(bytes).Should().BeTrue(file);
    }

    [Fact]
    public void Another_seed_gives_another_patient()
    {
        PhantomPatient.Write(folder["one"], Small, cancellation: TestContext.Current.CancellationToken);
        PhantomPatient.Write(folder["two"], Small with { Seed = 8 }, cancellation: TestContext.Current.CancellationToken);

        var one = TemporaryFolder.Content(folder["one"]);
        foreach (var (file, bytes) in TemporaryFolder.Content(folder["two"]))
            one[file].AsSpan().SequenceEqual(bytes).Should().BeFalse(file);
    }

    [Theory]
    [InlineData(SpineSite.Thoracic, "Body GTV CTV_T7 SpinalCord ThecalSac SpinalCanal")]
    [InlineData(SpineSite.Lumbar, "Body GTV CTV_L3 ThecalSac SpinalCanal")]
    [InlineData(SpineSite.Sacral, "Body GTV CTV_S1 ThecalSac SacralCanal SacralForamina")]
    public void Each_site_has_the_structures_that_its_level_calls_for(SpineSite site, string names)
    {
        var truth = PhantomPatient.Write(folder["p"], Small with { Site = site }, cancellation: TestContext.Current.CancellationToken);

        string.Join(' ', truth.Structures.Select(s => s.Name)).Should().Be(names);
        truth.Structures.Should().OnlyContain(s => s.Contours > 0);
        PhantomTruth.FromJson(File.ReadAllText(folder["p/truth.json"])).Should().BeEquivalentTo(truth);
    }

    [Theory]
    [InlineData(SpineSite.Thoracic)]
    [InlineData(SpineSite.Lumbar)]
    [InlineData(SpineSite.Sacral)]
    public void Contours_lie_on_the_images_that_they_name_and_on_the_anatomy(SpineSite site)
    {
        var options = Small with { Site = site };
        PhantomPatient.Write(folder["p"], options, cancellation: TestContext.Current.CancellationToken);
        var heights = Directory.GetFiles(folder["p/CT"]).Select(file => DicomFile.Open(file).Dataset).ToDictionary(
            d => d.GetString(DicomTag.SOPInstanceUID), d => d.GetValue<double>(DicomTag.ImagePositionPatient, 2), StringComparer.Ordinal);
        var anatomy = SpineAnatomy.Of(site, options.Seed);
        var set = DicomFile.Open(folder["p/RS_CT.dcm"]).Dataset;
        var names = set.GetSequence(DicomTag.StructureSetROISequence).Items
            .ToDictionary(roi => roi.GetSingleValue<int>(DicomTag.ROINumber), roi => roi.GetString(DicomTag.ROIName));

        foreach (var roi in set.GetSequence(DicomTag.ROIContourSequence).Items)
        {
            var level = Level(anatomy, names[roi.GetSingleValue<int>(DicomTag.ReferencedROINumber)]);
            foreach (var contour in roi.GetSequence(DicomTag.ContourSequence).Items)
            {
                var points = contour.GetValues<double>(DicomTag.ContourData);
                var image = contour.GetSequence(DicomTag.ContourImageSequence).Items.Single().GetString(DicomTag.ReferencedSOPInstanceUID);
                (points.Length / 3).Should().Be(contour.GetSingleValue<int>(DicomTag.NumberOfContourPoints));
                for (var i = 0; i < points.Length; i += 3)
                {
                    points[i + 2].Should().Be(heights[image]);

                    // 0.01 mm of rounding, some µm of chords; the levels are no steeper than 4 per mm.
                    level(points[i] - anatomy.Origin.X, points[i + 1] - anatomy.Origin.Y, points[i + 2] - anatomy.Origin.Z)
                        .Should().BeApproximately(0, 0.06);
                }
            }
        }
    }

    [Fact]
    public void Patient_position_turns_the_pixels_and_leaves_the_patient()
    {
        string[] positions = ["HFS", "HFP", "FFS", "FFP", "HFDR", "HFDL", "FFDR", "FFDL"];
        var contours = new List<double[]>();
        foreach (var position in positions)
        {
            var options = Small with { SliceCount = 8, PatientPosition = position };
            PhantomPatient.Write(folder[position], options, cancellation: TestContext.Current.CancellationToken);
            var image = DicomFile.Open(folder[$"{position}/CT/CT_004.dcm"]).Dataset;
            image.GetString(DicomTag.PatientPosition).Should().Be(position);

            // Rows run to the scanner's right and columns down: the head points along the table or against it.
            var o = image.GetValues<double>(DicomTag.ImageOrientationPatient);
            var normal = (o[0] * o[4]) - (o[1] * o[3]);
            normal.Should().Be(position.StartsWith('H') ? 1 : -1);

            contours.Add(DicomFile.Open(folder[$"{position}/RS_CT.dcm"]).Dataset.GetSequence(DicomTag.ROIContourSequence)
                .Items.SelectMany(roi => roi.GetSequence(DicomTag.ContourSequence).Items)
                .SelectMany(c => c.GetValues<double>(DicomTag.ContourData)).ToArray());
        }

        contours.Should().AllSatisfy(c => c.Should().Equal(contours[0]));
    }

    [Fact]
    public void A_missing_slice_has_no_image_and_no_contour()
    {
        PhantomPatient.Write(folder["p"], Small with { MissingSlices = [12] }, cancellation: TestContext.Current.CancellationToken);

        Directory.GetFiles(folder["p/CT"]).Should().HaveCount(23);
    }

    [Fact]
    public void A_folder_with_content_is_left_alone()
    {
        File.WriteAllText(folder["note.txt"], "mine");

        var act = () => PhantomPatient.Write(folder.Root, Small);

        act.Should().Throw<IOException>().WithMessage("*has content already*");
        TemporaryFolder.Content(folder.Root).Keys.Should().Equal("note.txt");
    }

    [Fact]
    public void Cancelled_work_leaves_nothing()
    {
        using CancellationTokenSource source = new();
        Progress progress = new(source);

        var act = () => PhantomPatient.Write(folder["p"], Small, progress, source.Token);

        act.Should().Throw<OperationCanceledException>();
        Directory.EnumerateFileSystemEntries(folder.Root).Should().BeEmpty();
    }

    [Fact]
    public void Options_that_make_no_patient_are_refused_with_every_reason()
    {
        var act = () => PhantomPatient.Write(folder["p"], Small with { SliceSpacing = 0, PatientPosition = "QUADRUPED" });

        act.Should().Throw<ArgumentException>().WithMessage("*slice spacing*patient position*");
    }

    [Fact]
    public void Every_object_passes_dciodvfy_without_errors()
    {
        PhantomPatient.Write(folder["p"], Small with { SliceCount = 6, IncludeMr = true }, cancellation: TestContext.Current.CancellationToken);

        string[] files = ["CT/CT_001.dcm", "MR_T2_AX/MR_T2_AX_010.dcm", "MR_T2_SAG/MR_T2_SAG_003.dcm", "RS_CT.dcm", "RS_MR_T2_AX.dcm", "RS_MR_T2_SAG.dcm"];
        foreach (var file in files)
        {
            Tool.Run("dciodvfy", folder[$"p/{file}"]).Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal))
                .Should().BeEmpty(file);
        }
    }

    private static Func<double, double, double, double> Level(SpineAnatomy anatomy, string name) => name switch
    {
        "Body" => anatomy.Body,
        "GTV" => anatomy.Gtv,
        "SpinalCord" => anatomy.Cord,
        "ThecalSac" => anatomy.Sac,
        "SpinalCanal" or "SacralCanal" => anatomy.Canal,
        "SacralForamina" => anatomy.Foramina,
        _ => anatomy.Ctv,
    };

    private sealed class Progress(CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value) => source.Cancel();
    }
}
