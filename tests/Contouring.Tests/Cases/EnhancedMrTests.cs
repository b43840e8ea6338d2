using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>Enhanced MR objects: one stack of their frames is the volume.</summary>
public sealed class EnhancedMrTests
{
    private static readonly string s_uid = SyntheticCase.Uid("enhanced mr");

    /// <summary>A sagittal stack of 8 and an axial one of 12 frames.</summary>
    private static List<DicomDataset> Images() => [.. SyntheticMr.Stack(8, SyntheticMr.Sagittal), .. SyntheticMr.Stack(12, SyntheticMr.Axial, 100)];

    private static SyntheticCase Case(List<DicomDataset> images, Func<int, string> stack, DicomDataset? set = null, Action<DicomDataset>? change = null)
    {
        var enhanced = EnhancedObject.Of(images, s_uid, DicomUID.EnhancedMRImageStorage, stack);
        change?.Invoke(enhanced);
        if (set is not null) EnhancedObject.Name(set, images, s_uid, DicomUID.EnhancedMRImageStorage);
        return SyntheticMr.Case(set is null ? [enhanced] : [enhanced, set]);
    }

    [Fact]
    public void Of_two_stacks_the_larger_is_taken_and_the_other_is_said()
    {
        using var folder = Case(Images(), i => i < 8 ? "1" : "2");

        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);

        var mr = read.MrSeries.Should().ContainSingle().Which;
        mr.Grid.Positions.Should().Equal(Enumerable.Range(0, 12).Select(i => i * 3.0));
        mr.Slices.Select(slice => (slice.SopInstanceUid, slice.Frame!.Value.Number)).Should().Equal(Enumerable.Range(9, 12).Select(number => (s_uid, number)));
        mr.Header.Contains(DicomTag.PerFrameFunctionalGroupsSequence).Should().BeFalse();
        var left = read.NotUsed.Should().ContainSingle().Which;
        left.ReasonCode.Should().Be("other-stack");
        left.Sentence.Should().Contain("stack 1 (8 frames) is not used").And.Contain("stack 2 (12 frames) is used");
    }

    [Fact]
    public void Stack_that_was_drawn_on_is_taken_before_a_larger_one_with_its_structures()
    {
        var images = Images();
        var cord = new SyntheticRoi(1, "SpinalCord", "ORGAN", [.. images.Skip(2).Take(3).Select(image => SyntheticMr.Square(image, SyntheticMr.Sagittal, 6))]);
        using var folder = Case(images, i => i < 8 ? "1" : "2", SyntheticMr.StructureSet("mr set", images, cord));

        var mr = CaseReader.Read(folder.Folder, SyntheticMr.Wanted).MrSeries.Should().ContainSingle().Which;

        mr.Slices.Should().HaveCount(8);
        mr.Grid.Axes.Normal.Should().Be(new PatientVector(1, 0, 0));
        var roi = mr.StructureSets.Should().ContainSingle().Which.Rois[0];
        roi.Geometry!.Regions.Should().HaveCount(3);
        roi.Findings.Should().BeEmpty("each contour names the frame of its own plane");
    }

    [Fact]
    public void Stack_with_a_fault_is_not_taken_though_it_is_larger_or_was_drawn_on()
    {
        var images = Images();
        images.RemoveAt(12);
        var cord = new SyntheticRoi(1, "SpinalCord", "ORGAN", [SyntheticMr.Square(images[9], SyntheticMr.Axial, 6)]);
        using var folder = Case(images, i => i < 8 ? "1" : "2", SyntheticMr.StructureSet("mr set", images, cord));

        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);

        read.MrSeries.Should().ContainSingle().Which.Slices.Should().HaveCount(8);
        read.NotUsed.Should().ContainSingle().Which.Should().Match<UnusedObject>(u => u.ReasonCode == "planes-missing" && u.Sentence.Contains("stack 2 (11 frames)"));
    }

    [Fact]
    public void Stack_whose_pixels_cannot_be_used_gives_way_to_the_next()
    {
        var images = Images();
        images[10].AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, new ushort[256]));
        using var folder = Case(images, i => i < 8 ? "1" : "2");

        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);

        read.MrSeries.Should().ContainSingle().Which.Slices.Should().HaveCount(8);
        read.NotUsed.Should().ContainSingle().Which.ReasonCode.Should().Be("mr-no-contrast");
    }

    [Fact]
    public void Two_echoes_in_one_stack_are_duplicates()
    {
        List<DicomDataset> images = [.. SyntheticMr.Stack(8, SyntheticMr.Axial), .. SyntheticMr.Stack(8, SyntheticMr.Axial, 100)];
        using var folder = Case(images, _ => "1");

        CaseReader.Read(folder.Folder, SyntheticMr.Wanted).NotUsed.Should().ContainSingle().Which.ReasonCode.Should().Be("planes-duplicate");
    }

    [Fact]
    public void Every_frame_has_its_own_rescale_and_the_weighting_is_the_stacks_own()
    {
        var images = Images();
        images[9].Add(DicomTag.RescaleSlope, "2").Add(DicomTag.RescaleIntercept, "1");
        using var folder = Case(images, i => i < 8 ? "1" : "2", change: enhanced =>
        {
            var frames = enhanced.GetSequence(DicomTag.PerFrameFunctionalGroupsSequence).Items;
            for (var i = 0; i < frames.Count; i++)
                frames[i].GetSequence(DicomTag.MRImageFrameTypeSequence).Items[0].Add(DicomTag.AcquisitionContrast, i < 8 ? "T1" : "T2");
        });

        var mr = CaseReader.Read(folder.Folder, SyntheticMr.Wanted).MrSeries.Should().ContainSingle().Which;

        mr.Weighting.Should().Be(MrWeighting.T2);
        mr.Slices[0].Values.Span[5].Should().Be(1029);
        mr.Slices[1].Values.Span[5].Should().Be((1029 * 2) + 1);
    }
}
