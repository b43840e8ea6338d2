using ContourFlow.Contouring.Linting;
using ContourFlow.Contouring.Linting.Mending;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Contouring.Tests.Cases;

namespace ContourFlow.Contouring.Tests.Linting;

/// <summary>A structure set held against an enhanced CT, whose frames are all in one instance and in no order.</summary>
public sealed class EnhancedCtLintTests
{
    private static readonly string Whole = SyntheticCase.Uid("enhanced CT");

    [Fact]
    public void Contours_that_name_their_frames_have_nothing_wrong()
    {
        using var folder = Folder(Order);
        var made = Named(folder);

        made.RulesFound().Should().BeEmpty();
        made.Ct!.Images.Select(image => image.Frame!.Value.Number).Should().Equal(4, 2, 6, 1, 5, 3);
    }

    // A reference without a frame names all frames (PS3.3 10.3), the contour's among them.
    [Fact]
    public void Contour_that_names_the_whole_instance_is_not_on_another_plane()
    {
        using var folder = Folder(Order);
        var made = Named(folder);
        made.Ctv[2].Items(DicomTag.ContourImageSequence)[0].Remove(DicomTag.ReferencedFrameNumber);

        made.RulesFound().Should().BeEmpty();
    }

    [Theory]
    [InlineData("1", "contour-image-plane")]
    [InlineData("7", "contour-image-dangling")]
    public void Contour_that_names_another_frame_is_found(string frame, string rule)
    {
        using var folder = Folder(Order);
        var made = Named(folder);
        made.Ctv[0].Items(DicomTag.ContourImageSequence)[0].NotValidated().AddOrUpdate(DicomTag.ReferencedFrameNumber, frame);

        made.RulesFound().Should().Equal(rule);
    }

    [Fact]
    public void Mender_gives_contours_the_frame_of_their_plane_and_lists_the_instance_once()
    {
        using var folder = Folder(Order);
        var made = Named(folder);
        foreach (var contour in made.Ctv) contour.Remove(DicomTag.ContourImageSequence);
        made.ReferencedFrame.Remove(DicomTag.RTReferencedStudySequence);

        var mended = StructureSetMender.Mend(made.Input).File;

        // CTV lies on planes 1 to 4, which are frames 2, 6, 1 and 5.
        mended.Dataset.Items(DicomTag.ROIContourSequence)[1].Items(DicomTag.ContourSequence)
            .Select(contour => contour.Items(DicomTag.ContourImageSequence)[0])
            .Select(image => (image.Text(DicomTag.ReferencedSOPInstanceUID), image.WholeNumber(DicomTag.ReferencedFrameNumber)))
            .Should().Equal((Whole, 2), (Whole, 6), (Whole, 1), (Whole, 5));
        RtStructReferences.Of(mended.Dataset).Series.Should().ContainSingle().Which.Images.Should().Equal(Whole);
        StructureSetLinter.Lint(LintInput.Of(mended, made.Ct), LintProfile.Strict).Findings.Should().BeEmpty();
    }

    // The structure set that is linted need not lie in the CT's folder, and still says which stack it was drawn on.
    [Fact]
    public void Stack_that_the_contours_name_is_taken_among_several()
    {
        using var folder = Folder([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 6, 7], i => i < 6 ? "drawn" : "other");
        var made = Named(folder, [0, 1, 2, 3, 4, 5]);

        made.Ct!.Images.Select(image => image.Frame!.Value.Number).Should().Equal(1, 2, 3, 4, 5, 6);
        made.RulesFound().Should().BeEmpty();
    }

    private static int[] Order => [3, 1, 5, 0, 4, 2];

    private static SyntheticCase Folder(int[] planes, Func<int, string>? stack = null)
    {
        var folder = new SyntheticCase();
        folder.Write("ct.dcm", EnhancedObject.Of([.. planes.Select(Image)], Whole, DicomUID.EnhancedCTImageStorage, stack));
        return folder;
    }

    private static LintCase Named(SyntheticCase folder, int[]? planes = null)
    {
        var made = new LintCase();
        EnhancedObject.Name(made.Dataset, [.. (planes ?? Order).Select(Image)], Whole, DicomUID.EnhancedCTImageStorage);
        made.Ct = LintCtReader.Read(folder.Folder, made.Dataset);
        return made;
    }

    private static DicomDataset Image(int plane) => SyntheticCase.CtImage(plane, plane * LintCase.Spacing);
}
