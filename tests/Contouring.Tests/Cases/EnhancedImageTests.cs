using System.Globalization;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>Enhanced multi-frame images are read as the frames that they hold. Expected values are those that the frames were made of.</summary>
public sealed class EnhancedImageTests
{
    private const int Planes = 6;
    private static readonly string s_uid = SyntheticCase.Uid("enhanced");

    // Not the planes' order: the frames' positions decide.
    private static readonly int[] s_order = [3, 0, 5, 1, 4, 2];

    private static SyntheticCase Enhanced(
        Action<int, DicomDataset>? changeImage = null, Action<DicomDataset>? change = null, IEnumerable<DicomDataset>? more = null, Func<int, string>? stack = null)
    {
        var folder = new SyntheticCase();
        List<DicomDataset> images = [.. s_order.Select(i => Slice(i, changeImage)), .. more ?? []];
        var enhanced = EnhancedObject.Of(images, s_uid, DicomUID.EnhancedCTImageStorage, stack);
        change?.Invoke(enhanced);
        folder.Write("ct.dcm", enhanced);
        var set = SyntheticCase.StructureSet("set", [SyntheticCase.Square(1, "BODY", "EXTERNAL", 24), WithImages()]);
        EnhancedObject.Name(set, images, s_uid, DicomUID.EnhancedCTImageStorage);
        folder.Write("rs.dcm", set);
        return folder;
    }

    private static DicomDataset Slice(int index, Action<int, DicomDataset>? change = null)
    {
        var image = SyntheticCase.CtImage(index, index * 2.5);
        image.AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, [.. Enumerable.Range(0, 256).Select(p => (ushort)(1000 + (100 * index) + p))]));
        change?.Invoke(index, image);
        return image;
    }

    private static SyntheticRoi WithImages() => new(2, "CTV", "CTV",
        [.. Enumerable.Range(1, 4).Select(i => SyntheticContour.Square(4, i * 2.5) with { Image = SyntheticCase.ImageUid(i) })]);

    private static CaseDataException Refused(SyntheticCase folder) =>
        FluentActions.Invoking(() => CaseReader.Read(folder.Folder)).Should().Throw<CaseDataException>().Which;

    [Fact]
    public void Frames_are_the_planes_with_their_own_position_and_rescale()
    {
        // A slope by frame: the stored values 1000 + 100 i + p become their double less 1024 on plane 2.
        using var folder = Enhanced((i, image) => image.AddOrUpdate(DicomTag.RescaleSlope, i == 2 ? "2" : "1"));

        var read = CaseReader.Read(folder.Folder);

        read.Ct.Grid.Positions.Should().Equal(0, 2.5, 5, 7.5, 10, 12.5);
        read.Ct.Slices.Select(slice => slice.Frame!.Value.Number).Should().Equal(2, 4, 6, 1, 5, 3);
        read.Ct.Slices.Should().AllSatisfy(slice => (slice.SopInstanceUid, slice.SopClassUid, slice.Frame!.Value.Count).Should().Be((s_uid, DicomUID.EnhancedCTImageStorage.UID, Planes)));
        for (var i = 0; i < Planes; i++)
            read.Ct.Slices[i].Hounsfield.ToArray().Should().Equal(Enumerable.Range(0, 256).Select(p => (short)(((1000 + (100 * i) + p) * (i == 2 ? 2 : 1)) - 1024)));
        read.Ct.Slices[3].PositionZ.Should().Be("7.5");
        read.StructureSet.Rois.Select(roi => (roi.Name, roi.Fault)).Should().Equal(("BODY", null), ("CTV", null));
        read.StructureSet.Rois.SelectMany(roi => roi.Findings).Should().BeEmpty("every contour names the frame of its own plane");
        read.Findings.Should().BeEmpty();
    }

    [Fact]
    public void Contour_that_names_the_frame_of_another_plane_is_said()
    {
        using var folder = Enhanced();
        var path = Path.Combine(folder.Folder, "rs.dcm");
        var set = DicomFile.Open(path, FileReadOption.ReadAll).Dataset;
        var contour = set.GetSequence(DicomTag.ROIContourSequence).Items[1].GetSequence(DicomTag.ContourSequence).Items[0];
        contour.GetSequence(DicomTag.ContourImageSequence).Items[0].AddOrUpdate(DicomTag.ReferencedFrameNumber, 1);
        folder.Write("rs.dcm", set);

        CaseReader.Read(folder.Folder).StructureSet.Rois[1].Findings.Should().ContainSingle().Which.Code.Should().Be("contour-image");
    }

    [Fact]
    public void Sagittal_stack_beside_the_axial_one_is_left_and_said()
    {
        using var folder = Enhanced(more: Sagittal(), stack: i => i < Planes ? "axial" : "sagittal");

        var read = CaseReader.Read(folder.Folder);

        read.Ct.Slices.Should().HaveCount(Planes);
        var left = read.NotUsed.Should().ContainSingle().Which;
        left.ReasonCode.Should().Be("other-stack");
        left.Sentence.Should().Contain("stack sagittal (8 frames) is not used").And.Contain("stack axial (6 frames) is");
    }

    [Fact]
    public void Orientations_split_also_where_the_stack_is_one()
    {
        using var folder = Enhanced(more: Sagittal());

        CaseReader.Read(folder.Folder).Ct.Slices.Should().HaveCount(Planes);
    }

    [Fact]
    public void Stack_that_was_drawn_on_is_taken_before_a_larger_one()
    {
        // Ten more axial frames 300 mm away in a stack of their own.
        using var folder = Enhanced(more: Enumerable.Range(100, 10).Select(i => Slice(i)), stack: i => i < Planes ? "2" : "1");

        var read = CaseReader.Read(folder.Folder);

        read.Ct.Grid.Positions.Should().HaveCount(Planes);
        read.NotUsed.Should().ContainSingle().Which.Sentence.Should().Contain("stack 2 (6 frames) is");
    }

    [Fact]
    public void Localizer_frames_are_no_planes()
    {
        using var folder = Enhanced(more: [Slice(50, (_, image) => image.AddOrUpdate(DicomTag.ImageType, "ORIGINAL", "PRIMARY", "LOCALIZER"))]);

        var read = CaseReader.Read(folder.Folder);

        read.Ct.Slices.Should().HaveCount(Planes);
        read.NotUsed.Should().ContainSingle().Which.Sentence.Should().Contain("1 of 7 frames");
    }

    [Fact]
    public void Frames_that_form_no_volume_are_refused_by_the_reason()
    {
        using (var twice = Enhanced(more: [Slice(9, (_, image) => image.AddOrUpdate(DicomTag.ImagePositionPatient, "-15", "-15", "5"))]))
            Refused(twice).ReasonCode.Should().Be(ReasonCodes.PlanesDuplicate);
        using (var gap = Enhanced((i, image) => image.AddOrUpdate(DicomTag.ImagePositionPatient, "-15", "-15", (i < 3 ? i * 2.5 : (i * 2.5) + 5).ToString(CultureInfo.InvariantCulture))))
            Refused(gap).ReasonCode.Should().Be(ReasonCodes.PlanesMissing);
        using (var nowhere = Enhanced(change: enhanced => enhanced.GetSequence(DicomTag.PerFrameFunctionalGroupsSequence).Items[2].Remove(DicomTag.PlanePositionSequence)))
            Refused(nowhere).Should().Match<CaseDataException>(e => e.ReasonCode == ReasonCodes.GeometryMissing && e.Message.Contains("frame 3", StringComparison.Ordinal));
        using (var counted = Enhanced(change: enhanced => enhanced.AddOrUpdate(DicomTag.NumberOfFrames, Planes + 1)))
            Refused(counted).ReasonCode.Should().Be(ReasonCodes.BadAttribute);
        using (var cut = Enhanced(change: enhanced => enhanced.AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, new ushort[256 * (Planes - 1)]))))
            Refused(cut).ReasonCode.Should().Be(ReasonCodes.PixelsUnsupported);
    }

    [Fact]
    public void Enhanced_image_without_functional_groups_is_no_planning_ct()
    {
        using var folder = Enhanced(change: enhanced => enhanced.Remove(DicomTag.PerFrameFunctionalGroupsSequence));

        Refused(folder).Should().Match<CaseDataException>(e => e.ReasonCode == ReasonCodes.NoPlanningCt && e.Message.Contains("enhanced-ct", StringComparison.Ordinal));
    }

    [Fact]
    public void Frames_each_in_a_stack_of_their_own_take_no_more_than_their_share()
    {
        // One frame a stack is no volume, whichever is taken.
        using var folder = Enhanced(stack: i => $"{i}");
        Refused(folder).ReasonCode.Should().Be(ReasonCodes.PlanesTooFew);

        // Twenty orientations in one stack: sixteen are told apart, the rest is a mixture.
        using var turned = Enhanced(more: Enumerable.Range(1, 20).Select(i => Slice(30 + i, (_, image) => image.AddOrUpdate(
            DicomTag.ImageOrientationPatient, "1", "0", "0", "0", Text(Math.Cos(i * 0.1)), Text(Math.Sin(i * 0.1))))));
        CaseReader.Read(turned.Folder).NotUsed.Where(u => u.ReasonCode == "other-stack").Should().HaveCount(15);

        static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Inventory_lists_each_stack_of_an_enhanced_mr_with_its_frames_and_spacing()
    {
        using var folder = new SyntheticCase();
        List<DicomDataset> images = [.. Enumerable.Range(0, 5).Select(i => Mr(i, i * 1.5, axial: true)), .. Enumerable.Range(0, 4).Select(i => Mr(10 + i, i * 3.25, axial: false))];
        folder.Write("mr.dcm", EnhancedObject.Of(images, s_uid, DicomUID.EnhancedMRImageStorage, i => i < 5 ? "1" : "2"));

        var inventory = FolderInventory.Read(folder.Folder);

        inventory.Series.Select(s => (s.Modality, s.Stack, s.Frames, s.Images, s.Orientation)).Should()
            .Equal(("MR", "1", 5, 5, "axial"), ("MR", "2", 4, 4, "sagittal"));
        inventory.Series[0].PlaneSpacings.Should().Equal(1.5);
        inventory.Series[1].PlaneSpacings.Should().Equal(3.25);
        inventory.Series[0].Faults.Should().BeEmpty();
    }

    private static IEnumerable<DicomDataset> Sagittal() => Enumerable.Range(0, 8).Select(i => Slice(20 + i, (_, image) => Turn(image, i * 3)));

    private static void Turn(DicomDataset image, double x) => image
        .AddOrUpdate(DicomTag.ImageOrientationPatient, "0", "1", "0", "0", "0", "-1")
        .AddOrUpdate(DicomTag.ImagePositionPatient, x.ToString(CultureInfo.InvariantCulture), "-15", "15");

    private static DicomDataset Mr(int index, double at, bool axial)
    {
        var image = SyntheticCase.Image("MR", DicomUID.MRImageStorage, SyntheticCase.Uid($"mr {index}"), SyntheticCase.Uid("mr series"), SyntheticCase.Frame, at);
        if (!axial) Turn(image, at);
        return image;
    }
}
