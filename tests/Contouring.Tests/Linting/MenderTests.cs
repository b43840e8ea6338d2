using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Linting;
using ContourFlow.Contouring.Linting.Mending;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Contouring.Tests.Cases;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Tests.Linting;

public sealed class MenderTests
{
    private static readonly string[] Mendable =
    [
        "transfer-syntax", "transfer-syntax-unusable", "explicit-vr-long-data", "file-meta", "approved", "approval-unknown", "label-length", "roi-name-over-16",
        "roi-name-too-long", "roi-name-duplicate", "ds-length", "ds-exponent", "ring-too-few-points", "first-point-repeated",
        "contour-image-missing", "reference-chain", "nested-hole", "observation-missing",
    ];

    // Where something else is left than what cannot be mended: an added observation has no type; a chain is not mended
    // beside a second frame; a coordinate outside any patient is not rewritten.
    private static readonly Dictionary<string, string[]> Special = new(StringComparer.Ordinal)
    {
        ["observation-missing"] = ["interpreted-type-missing"],
        ["frames-several"] = ["frames-several", "frame-other-than-ct", "reference-chain"],
        ["coordinate-absurd"] = ["coordinate-absurd", "ds-exponent"],
    };

    public static TheoryData<string> Rules => [.. LintRules.All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void What_can_be_mended_is_gone_afterwards_and_nothing_new_has_come(string rule)
    {
        var (change, also) = BrokenCases.All[rule];
        var broken = new LintCase();
        change(broken);
        if (rule == "sop-class")
        {
            FluentActions.Invoking(() => StructureSetMender.Mend(broken.Input)).Should().Throw<CaseDataException>();
            return;
        }

        var left = Rerun(Mend(broken), broken.Ct);

        left.Should().BeEquivalentTo(Special.GetValueOrDefault(rule) ?? [.. new[] { rule }.Concat(also).Except(Mendable, StringComparer.Ordinal)]);
    }

    [Fact]
    public void Mended_instance_is_new_unapproved_and_names_the_one_it_comes_from()
    {
        var made = new LintCase();
        made.Dataset.AddOrUpdate(DicomTag.ApprovalStatus, "APPROVED");
        made.Dataset.Add(DicomTag.ReviewerName, "Reviewer^Of^The^Old");
        made.Dataset.Add(DicomTag.ReviewDate, "20250104");

        var mended = Mend(made).File.Dataset;

        mended.Text(DicomTag.SOPInstanceUID).Should().NotBe(SyntheticCase.Uid("set"));
        mended.Text(DicomTag.SeriesInstanceUID).Should().NotBe(SyntheticCase.Uid("set series"));
        mended.Text(DicomTag.StudyInstanceUID).Should().Be(SyntheticCase.Study);
        mended.Items(DicomTag.PredecessorStructureSetSequence).Should().ContainSingle()
            .Which.Text(DicomTag.ReferencedSOPInstanceUID).Should().Be(SyntheticCase.Uid("set"));
        mended.Text(DicomTag.ApprovalStatus).Should().Be("UNAPPROVED");
        mended.Contains(DicomTag.ReviewerName).Should().BeFalse();
        mended.Text(DicomTag.Manufacturer).Should().Be("Somebody");
        mended.Text(DicomTag.PatientID).Should().Be(SyntheticCase.PatientId);
    }

    [Fact]
    public void Same_input_gives_the_same_bytes_and_is_not_changed()
    {
        var made = new LintCase();
        foreach (var rule in new[] { "roi-name-over-16", "first-point-repeated", "observation-missing" }) BrokenCases.All[rule].Break(made);
        var before = Bytes(new DicomFile(made.Dataset));

        var first = Bytes(Mend(made).File);
        var second = Bytes(Mend(made).File);

        second.Should().Equal(first);
        Bytes(new DicomFile(made.Dataset)).Should().Equal(before);
    }

    [Fact]
    public void Hole_becomes_a_keyhole_of_the_same_points_and_the_same_area_for_every_reader()
    {
        var made = new LintCase();
        made.Ctv.Add(LintCase.Square(1, 2));

        var mended = Mend(made);
        var contours = Ctv(mended).Where(contour => contour.Numbers(DicomTag.ContourData)![2] == 2.5).ToList();

        // 8 mm square less 4 mm square; a union of the two rings as drawn would have 64.
        contours.Should().ContainSingle();
        Area(contours[0]).Should().Be(64 - 16);
        mended.Mended.Should().ContainSingle(thing => thing.Rule == "nested-hole").Which.Sentence.Should().Contain("2 contours").And.Contain("1 with keyholes");
        Ctv(mended).Should().HaveCount(4);
        Ctv(mended).Select(contour => contour.Items(DicomTag.ContourImageSequence).Count).Should().AllBeEquivalentTo(1);
    }

    // A hole that touches nothing, beside a contour that crosses itself: reading that plane takes judgement, so it stays.
    [Fact]
    public void Hole_on_a_plane_with_another_fault_stays_as_it_is()
    {
        var made = new LintCase();
        made.Ctv.Add(LintCase.Square(1, 2));
        made.Ctv.Add(LintCase.Contour(1, (8, 8), (12, 12), (12, 8), (8, 13)));

        var mended = Mend(made);

        mended.Mended.Should().NotContain(thing => thing.Rule == "nested-hole");
        Rerun(mended, made.Ct).Should().BeEquivalentTo("nested-hole", "ring-self-crossing");
    }

    [Fact]
    public void Hole_stays_where_the_keyhole_would_be_longer_than_systems_take()
    {
        var made = new LintCase();
        made.Ctv[0] = BrokenCases.Circle(1, 4, 1200);
        made.Ctv.Add(BrokenCases.Circle(1, 2, 1200));

        Rerun(Mend(made), made.Ct).Should().Equal("nested-hole");
    }

    // 17 significant digits of a double that no text of 16 characters gives back.
    [Fact]
    public void Coordinate_that_does_not_fit_without_changing_stays_and_is_told()
    {
        var made = new LintCase();
        made.Ctv[0] = LintCase.OfText(1, "-4.5650446520232315\\-4\\2.5\\4\\-4\\2.5\\4\\4\\2.5000000000000000");

        var mended = Mend(made);
        var values = LintedText(Ctv(mended)[0]);

        values[0].Should().Be("-4.5650446520232315");
        values[8].Should().Be("2.5");
        Rerun(mended, made.Ct).Should().Equal("ds-length");
    }

    [Fact]
    public void Shortened_and_doubled_names_are_told_with_what_they_were()
    {
        var made = new LintCase();
        made.Rois[0].AddOrUpdate(DicomTag.ROIName, "SpinalCord_PRV002_of_somebody");
        made.Rois[1].AddOrUpdate(DicomTag.ROIName, "spinalcord_prv0~");

        var mended = Mend(made);

        mended.File.Dataset.Items(DicomTag.StructureSetROISequence).Select(roi => roi.Text(DicomTag.ROIName))
            .Should().Equal("SpinalCord_PRV~1", "spinalcord_prv0~");
        mended.Mended.Should().Contain(thing => thing.Rule == "roi-name-over-16" && thing.Sentence == "'SpinalCord_PRV002_of_somebody' is now 'SpinalCord_PRV~1'.");
    }

    [Fact]
    public void Contours_that_enclose_nothing_are_dropped_and_told()
    {
        var made = new LintCase();
        made.Ctv.Add(LintCase.Contour(1, (1, 1)));
        made.Ctv.Add(LintCase.Contour(2, (1, 1), (2, 2), (1, 1)));

        var mended = Mend(made);

        Ctv(mended).Should().HaveCount(4);
        mended.Mended.Where(thing => thing.Rule == "ring-too-few-points").Select(thing => thing.Place.Contour).Should().Equal(5, 6);
    }

    // Number of Contour Points says that there was more: what is left is no dot, but the rest of a contour that got lost.
    // `process` refuses such an ROI, and must not take it after mending without the piece.
    [Theory]
    [InlineData("")]
    [InlineData("0\\0\\2.5\\1\\0\\2.5")]
    public void Contour_that_lost_its_points_is_not_dropped(string left)
    {
        var made = new LintCase();
        var contour = LintCase.Square(1, 2);
        made.Ctv.Add(contour);
        if (left.Length == 0) contour.Remove(DicomTag.ContourData);
        else contour.NotValidated().AddOrUpdate(new DicomDecimalString(DicomTag.ContourData, left.Split('\\')));

        var mended = Mend(made);

        Ctv(mended).Should().HaveCount(5);
        mended.Mended.Should().NotContain(thing => thing.Rule == "ring-too-few-points" || thing.Rule == "missing-type-1");
        StructureSetLinter.Lint(LintInput.Of(mended.File, made.Ct), LintProfile.Strict).Count(LintSeverity.Error).Should().BeGreaterThan(0);
    }

    // T12 that loses its last digit is another vertebra, and T12 that is gone no longer contradicts a label that says T7.
    // Medulla_Spinalis is a name of the cord in our protocol, and its planning volume must not get it.
    [Theory]
    [InlineData("CTV_vertebrae_T12", "CTV_vertebrae_T12")]
    [InlineData("CTV_of_the_vertebra_T12", "CTV_of_the_vertebra_T12")]
    [InlineData("CTV_T12_of_somebody", "CTV_T12_of_some~")]
    [InlineData("Medulla_Spinalis_PRV", "Medulla_Spinali~")]
    [InlineData("SpinalCord      old", "SpinalCord~")]
    [InlineData("12345678901234567", "123456789012345~")]
    public void Name_that_is_cut_means_nothing_else(string name, string cut)
    {
        var made = new LintCase();
        made.Rois[1].NotValidated().AddOrUpdate(DicomTag.ROIName, name);

        Mend(made).File.Dataset.Items(DicomTag.StructureSetROISequence)[1].Text(DicomTag.ROIName).Should().Be(cut);
    }

    // `process` refuses two cords as ambiguous, and must not take the first of them after mending.
    [Theory]
    [InlineData("SpinalCord", "spinalcord", "SpinalCord~1", "spinalcord~2")]
    [InlineData("CTV_vertebra_T12", "CTV_vertebra_T12", "CTV_vertebra_T12", "CTV_vertebra_T12")]
    public void None_of_two_rois_of_one_name_keeps_it(string first, string second, string firstThen, string secondThen)
    {
        var made = new LintCase();
        made.Rois[0].AddOrUpdate(DicomTag.ROIName, first);
        made.Rois[1].AddOrUpdate(DicomTag.ROIName, second);

        Mend(made).File.Dataset.Items(DicomTag.StructureSetROISequence).Select(roi => roi.Text(DicomTag.ROIName))
            .Should().Equal(firstThen, secondThen);
    }

    [Theory]
    [InlineData("Stereotaxy of T12", "Stereotaxy of T12")]
    [InlineData("Stereotaxy of a patient", "Stereotaxy of a")]
    public void Label_that_is_cut_keeps_its_level(string label, string cut)
    {
        var made = new LintCase();
        made.Dataset.NotValidated().AddOrUpdate(DicomTag.StructureSetLabel, label);

        Mend(made).File.Dataset.Text(DicomTag.StructureSetLabel).Should().Be(cut);
    }

    [Fact]
    public void References_are_not_added_to_what_lies_in_another_frame()
    {
        var made = new LintCase { Ct = LintCase.MakeCt("1.2.3") };
        made.Ctv[0].Remove(DicomTag.ContourImageSequence);

        Ctv(Mend(made))[0].Contains(DicomTag.ContourImageSequence).Should().BeFalse();
    }

    [Fact]
    public void Image_is_not_chosen_between_two_of_one_plane()
    {
        var made = new LintCase();
        made.Ct = new LintCt(made.Ct!.StudyInstanceUid, made.Ct.SeriesInstanceUid, made.Ct.FrameOfReferenceUid, made.Ct.Normal,
            [.. made.Ct.Images, new LintImage("1.2.3", DicomUID.CTImageStorage.UID, LintCase.Spacing)]);
        made.Ctv[0].Remove(DicomTag.ContourImageSequence);
        made.Ctv[1].Remove(DicomTag.ContourImageSequence);

        var contours = Ctv(Mend(made));

        contours[0].Contains(DicomTag.ContourImageSequence).Should().BeFalse();
        contours[1].Items(DicomTag.ContourImageSequence)[0].Text(DicomTag.ReferencedSOPInstanceUID).Should().Be(SyntheticCase.ImageUid(2));
    }

    [Theory]
    [InlineData("breast-dicompyler/rtss.dcm")]
    [InlineData("eclipse-prostate/RS.1.2.246.352.71.4.2088656855.2404649.20110920153449.dcm")]
    [InlineData("mim-phantom-5slice/RS_rtutils_otherFoR.dcm")]
    [InlineData("odd/pydicom/rtstruct.dcm")]
    [InlineData("tiny-monaco/TinyFS_StrctrSets.dcm")]
    public void Real_structure_set_keeps_every_area_on_every_plane(string file)
    {
        var before = LintInput.Of(DicomFile.Open(RealData.Path(file), FileReadOption.ReadAll), null);

        var mended = StructureSetMender.Mend(before);
        var after = LintInput.Of(mended.File, null);

        Areas(after).Should().Equal(Areas(before));
        StructureSetLinter.Lint(after, LintProfile.Strict).Findings.Select(finding => finding.Rule)
            .Should().NotContain(["file-meta", "first-point-repeated", "approved", "roi-name-over-16"]);
    }

    // Eclipse's lung: 75 of its planes' holes are drawn as rings within rings. What is left is on planes with more wrong.
    [Fact]
    public void Holes_of_a_real_lung_become_keyholes()
    {
        var before = LintInput.Of(DicomFile.Open(RealData.Path("breast-dicompyler/rtss.dcm"), FileReadOption.ReadAll), null);

        var mended = StructureSetMender.Mend(before);

        mended.Mended.Count(thing => thing.Rule == "nested-hole").Should().BeGreaterThan(10);
        StructureSetLinter.Lint(LintInput.Of(mended.File, null), LintProfile.Strict).Findings.Should().NotContain(finding => finding.Rule == "nested-hole");
    }

    private static MendedStructureSet Mend(LintCase made) => StructureSetMender.Mend(made.Input);

    private static string[] Rerun(MendedStructureSet mended, LintCt? ct) =>
        [.. StructureSetLinter.Lint(LintInput.Of(mended.File, ct), LintProfile.Strict).Findings.Select(finding => finding.Rule).Distinct(StringComparer.Ordinal)];

    private static IList<DicomDataset> Ctv(MendedStructureSet mended) =>
        mended.File.Dataset.Items(DicomTag.ROIContourSequence)[1].Items(DicomTag.ContourSequence);

    private static string[] LintedText(DicomDataset contour) => contour.GetString(DicomTag.ContourData).Split('\\');

    private static double Area(DicomDataset contour) => RegionMeasures.Area(RegionReading.Read(0, [Drawn(contour.Numbers(DicomTag.ContourData)!)]).Region);

    private static DrawnRing Drawn(double[] numbers) =>
        new([.. Enumerable.Range(0, numbers.Length / 3).Select(i => new PlanePoint(numbers[3 * i], numbers[(3 * i) + 1]))], RingKind.ClosedPlanar);

    /// <summary>ROI, plane and area by even-odd, of planes that enclose something.</summary>
    private static List<(int?, double, double)> Areas(LintInput input) =>
    [
        .. new LintedSet(input).Planes
            .Where(plane => plane.Reading!.Region is not null)
            .Select(plane => (plane.Contours[0].Roi.Number, plane.Position, Math.Round(RegionMeasures.Area(plane.Reading!.Region), 6)))
            .Order(),
    ];

    private static byte[] Bytes(DicomFile file)
    {
        using var bytes = new MemoryStream();
        file.Save(bytes);
        return bytes.ToArray();
    }
}
