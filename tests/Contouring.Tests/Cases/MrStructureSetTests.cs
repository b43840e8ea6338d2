using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Geometry.Measures;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>Structure sets drawn on an MR: expected areas and volumes are those of the squares that were drawn.</summary>
public sealed class MrStructureSetTests
{
    private static readonly string s_set = SyntheticCase.Uid("mr set");

    private static SyntheticCase Case(string direction, Action<DicomDataset>? changeSet = null, Action<List<DicomDataset>>? changeImages = null)
    {
        var axes = MrSeriesTests.Direction(direction);
        var images = SyntheticMr.Stack(6, axes);
        var rois = new SyntheticRoi(1, "SpinalCord", "ORGAN", [.. images.Skip(1).Take(4).Select(image => SyntheticMr.Square(image, axes, 8))]);
        var set = SyntheticMr.StructureSet("mr set", images, rois);
        changeSet?.Invoke(set);
        changeImages?.Invoke(images);
        return SyntheticMr.Case([.. images, set]);
    }

    [Theory]
    [MemberData(nameof(MrSeriesTests.Directions), MemberType = typeof(MrSeriesTests))]
    public void Structure_drawn_on_the_mr_lies_on_its_planes_in_any_direction(string direction)
    {
        using var folder = Case(direction);

        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);

        var mr = read.MrSeries.Should().ContainSingle().Which;
        var set = mr.StructureSets.Should().ContainSingle().Which;
        set.SopInstanceUid.Should().Be(s_set);
        set.Source.GetString(DicomTag.SOPInstanceUID).Should().Be(s_set);
        var cord = set.Rois.Should().ContainSingle().Which;
        cord.Fault.Should().BeNull();
        cord.Findings.Should().BeEmpty("coordinates of two decimals are no snapping, in any direction");
        cord.Geometry!.Grid.Should().BeSameAs(mr.Grid);
        cord.Geometry.Regions.Should().HaveCount(4);

        // Four squares of 8 mm, 3 mm apart; corners are written to 0.01 mm, so that an area is off by at most 4 · 8 · 0.009.
        StructureMeasures.Volume(cord.Geometry).Should().BeApproximately(4 * 64 * 3, 4 * 3 * 4 * 8 * 0.009);
        read.StructureSet.SopInstanceUid.Should().Be(SyntheticCase.Uid("set"));
        read.NotUsed.Should().BeEmpty();
        read.Findings.Should().BeEmpty();
    }

    [Fact]
    public void Contour_off_the_mr_planes_is_a_fault_that_names_the_mr()
    {
        // Half way between two sagittal planes.
        var images = SyntheticMr.Stack(6, SyntheticMr.Sagittal);
        var off = SyntheticMr.Square(SyntheticMr.Image(99, 4.5, SyntheticMr.Sagittal), SyntheticMr.Sagittal, 8) with { Image = null };
        using var folder = SyntheticMr.Case([.. images, SyntheticMr.StructureSet("mr set", images, new SyntheticRoi(1, "SpinalCord", "ORGAN", [off]))]);

        var cord = CaseReader.Read(folder.Folder, SyntheticMr.Wanted).MrSeries[0].StructureSets[0].Rois[0];

        cord.Geometry.Should().BeNull();
        cord.Fault!.ReasonCode.Should().Be(ReasonCodes.RoiOffPlane);
        cord.Fault.Message.Should().Contain("1.5 mm from the nearest MR plane").And.NotContain("CT");
    }

    [Fact]
    public void Contour_across_the_mr_planes_is_a_fault()
    {
        var images = SyntheticMr.Stack(6, SyntheticMr.Sagittal);
        using var folder = SyntheticMr.Case([.. images, SyntheticMr.StructureSet("mr set", images, new SyntheticRoi(1, "SpinalCord", "ORGAN", [SyntheticContour.Square(4, 0)]))]);

        CaseReader.Read(folder.Folder, SyntheticMr.Wanted).MrSeries[0].StructureSets[0].Rois[0].Fault!.Should()
            .Match<CaseDataException>(fault => fault.ReasonCode == ReasonCodes.RoiNotPlanar && fault.Message.Contains("no plane of the MR", StringComparison.Ordinal));
    }

    [Fact]
    public void Contour_near_its_plane_is_moved_onto_it_with_a_warning_without_a_z()
    {
        var images = SyntheticMr.Stack(6, SyntheticMr.Sagittal);
        var near = SyntheticMr.Square(SyntheticMr.Image(99, 6.2, SyntheticMr.Sagittal), SyntheticMr.Sagittal, 8) with { Image = null };
        using var folder = SyntheticMr.Case([.. images, SyntheticMr.StructureSet("mr set", images, new SyntheticRoi(1, "SpinalCord", "ORGAN", [near]))]);

        var cord = CaseReader.Read(folder.Folder, SyntheticMr.Wanted).MrSeries[0].StructureSets[0].Rois[0];

        // Sagittal rows to Posterior and columns to Inferior: the normal is to Right, and is turned to Left.
        cord.Geometry!.Regions.Should().ContainSingle().Which.Z.Should().Be(-6);
        var finding = cord.Findings.Should().ContainSingle().Which;
        (finding.Code, finding.Z).Should().Be(("contour-snapped", null));
        finding.Sentence.Should().Contain("0.2 mm off the MR plane at -6 mm along the normal");
    }

    [Fact]
    public void Roi_of_another_frame_of_reference_carries_its_fault_and_stops_no_other()
    {
        using var folder = Case("sagittal", set =>
        {
            var rois = set.GetSequence(DicomTag.StructureSetROISequence);
            rois.Items.Add(new SyntheticRoi(2, "Elsewhere", "ORGAN", []).Item(SyntheticCase.Uid("third frame")));
            set.GetSequence(DicomTag.ROIContourSequence).Items.Add(new SyntheticRoi(2, "Elsewhere", "ORGAN", [SyntheticContour.Square(4, 3)]).ContourItem());
        });

        var rois = CaseReader.Read(folder.Folder, SyntheticMr.Wanted).MrSeries[0].StructureSets[0].Rois;

        rois[0].Geometry.Should().NotBeNull();
        rois[1].Fault!.Should().Match<CaseDataException>(fault =>
            fault.ReasonCode == ReasonCodes.FrameOfReferenceMismatch && fault.Message.Contains($"the MR's is {SyntheticMr.Frame}", StringComparison.Ordinal));
    }

    [Fact]
    public void Structure_set_that_names_only_the_frame_of_one_mr_is_drawn_on_it()
    {
        using var folder = Case("sagittal", DropReferences);

        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);

        read.MrSeries[0].StructureSets.Should().ContainSingle().Which.Rois[0].Geometry!.Regions.Should().HaveCount(4);
        read.NotUsed.Should().BeEmpty();
    }

    [Fact]
    public void Localizer_in_the_same_frame_does_not_make_the_frame_ambiguous_and_a_second_volume_does()
    {
        using var folder = Case("sagittal", DropReferences);
        SyntheticMr.Write(folder, [.. SyntheticMr.Stack(3, SyntheticMr.Axial, 500, "1.2.3"), .. SyntheticMr.Stack(3, SyntheticMr.Coronal, 600, "1.2.3")], "scout");
        CaseReader.Read(folder.Folder, SyntheticMr.Wanted).MrSeries[0].StructureSets.Should().ContainSingle();

        SyntheticMr.Write(folder, SyntheticMr.Stack(6, SyntheticMr.Axial, 700, "1.2.4"), "second");
        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);
        read.MrSeries.Should().HaveCount(2).And.AllSatisfy(mr => mr.StructureSets.Should().BeEmpty());
        read.NotUsed.Should().Contain(u => u.SopInstanceUid == s_set && u.ReasonCode == ReasonCodes.FrameOfReferenceMismatch);
    }

    [Fact]
    public void Structure_set_by_frame_whose_contours_are_off_the_planes_was_drawn_on_something_else()
    {
        using var folder = Case("sagittal", DropReferences, images =>
        {
            // The same frame of reference, other planes: half a spacing beside those that were drawn on.
            for (var i = 0; i < images.Count; i++) images[i] = SyntheticMr.Image(i, (i * 3) + 1.5, SyntheticMr.Sagittal);
        });

        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);

        read.MrSeries[0].StructureSets.Should().BeEmpty();
        var left = read.NotUsed.Should().ContainSingle().Which;
        (left.SopInstanceUid, left.ReasonCode).Should().Be((s_set, "drawn-on-other-modality"));
        left.Sentence.Should().Contain("do not lie on that MR's planes").And.Contain(SyntheticMr.Series);
    }

    [Fact]
    public void Structure_set_on_an_mr_that_is_not_used_is_left_and_the_mr_is_named()
    {
        using var folder = Case("sagittal", changeImages: images => images.RemoveAt(2));

        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);

        read.MrSeries.Should().BeEmpty();
        read.NotUsed.Select(u => (u.Kind, u.ReasonCode)).Should().BeEquivalentTo([("MR", ReasonCodes.PlanesMissing), ("RTSTRUCT", "drawn-on-other-modality")]);
        var left = read.NotUsed.Single(u => u.Kind == "RTSTRUCT").Sentence;
        left.Should().Contain(SyntheticMr.Series).And.Contain(ReasonCodes.PlanesMissing);
        read.NotUsed.Single(u => u.Kind == "MR").Sentence.Should().EndWith(left[(left.IndexOf("): ", StringComparison.Ordinal) + 3)..], "the way out is in the MR's own reason");
    }

    [Fact]
    public void Structure_set_belongs_to_the_mr_whose_images_its_contours_name_whatever_else_it_lists()
    {
        // It lists the other series, of the same frame and planes, and its contours name images of this one.
        using var folder = Case("sagittal", set => SyntheticCase.SetReference(set, SyntheticMr.Frame, "1.2.3", [SyntheticMr.Uid(800)]));
        SyntheticMr.Write(folder, SyntheticMr.Stack(6, SyntheticMr.Sagittal, 800, "1.2.3"), "a");

        CaseReader.Read(folder.Folder, SyntheticMr.Wanted).MrSeries.Single(mr => mr.SeriesInstanceUid == SyntheticMr.Series).StructureSets.Should().ContainSingle();
    }

    [Fact]
    public void Structure_set_on_an_mr_alone_does_not_make_a_case()
    {
        using var folder = Case("sagittal");
        File.Delete(Path.Combine(folder.Folder, "rs.dcm"));

        FluentActions.Invoking(() => CaseReader.Read(folder.Folder, SyntheticMr.Wanted)).Should().Throw<CaseDataException>()
            .Which.ReasonCode.Should().Be(ReasonCodes.NoStructureSet);
    }

    private static void DropReferences(DicomDataset set)
    {
        SyntheticCase.SetFrameOnly(set, SyntheticMr.Frame);
        foreach (var contour in set.GetSequence(DicomTag.ROIContourSequence).Items.SelectMany(roi => roi.GetSequence(DicomTag.ContourSequence).Items))
            contour.Remove(DicomTag.ContourImageSequence);
    }
}
