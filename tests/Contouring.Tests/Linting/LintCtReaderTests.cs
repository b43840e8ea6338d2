using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Linting;
using ContourFlow.Contouring.Tests.Cases;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Linting;

public sealed class LintCtReaderTests
{
    [Fact]
    public void Ct_of_a_folder_has_its_planes_in_order()
    {
        using var folder = SyntheticCase.WithCt();

        var ct = LintCtReader.Read(folder.Folder, new LintCase().Dataset);

        ct.SeriesInstanceUid.Should().Be(SyntheticCase.CtSeries);
        ct.FrameOfReferenceUid.Should().Be(SyntheticCase.Frame);
        ct.Images.Select(image => image.Position).Should().Equal(0, 2.5, 5, 7.5, 10, 12.5);
        ct.Images.Select(image => image.SopInstanceUid).Should().Equal(Enumerable.Range(0, 6).Select(SyntheticCase.ImageUid));
    }

    [Fact]
    public void Series_that_the_structure_set_names_is_taken_among_several()
    {
        using var folder = SyntheticCase.WithCt();
        WriteOther(folder, 12);

        LintCtReader.Read(folder.Folder, new LintCase().Dataset).SeriesInstanceUid.Should().Be(SyntheticCase.CtSeries);
    }

    [Fact]
    public void Several_series_of_which_none_is_named_are_refused()
    {
        using var folder = SyntheticCase.WithCt();
        WriteOther(folder, 6);
        var set = new LintCase();
        foreach (var contour in set.Ctv.Concat(LintCase.Items(set.ContourItems[0], DicomTag.ContourSequence))) contour.Remove(DicomTag.ContourImageSequence);
        SyntheticCase.SetFrameOnly(set.Dataset, "1.2.3");

        FluentActions.Invoking(() => LintCtReader.Read(folder.Folder, set.Dataset)).Should().Throw<CaseDataException>()
            .Which.ReasonCode.Should().Be(ReasonCodes.SeveralPlanningCts);
    }

    [Fact]
    public void File_that_is_cut_short_is_named()
    {
        using var folder = SyntheticCase.WithCt();
        var file = Directory.GetFiles(folder.Folder, "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..400]);

        FluentActions.Invoking(() => LintCtReader.Read(folder.Folder, new LintCase().Dataset)).Should().Throw<CaseDataException>()
            .Which.ReasonCode.Should().Be(ReasonCodes.UnreadableFile);
    }

    // Planes tilted by atan(3/4) about x: normal (0, -0.6, 0.8). A contour on the plane through the origin's neighbour at
    // 5 mm along the normal, and the same contour 1 mm beside it.
    [Fact]
    public void Contours_on_oblique_planes_are_measured_along_the_normal()
    {
        var made = new LintCase
        {
            Ct = new LintCt(SyntheticCase.Study, SyntheticCase.CtSeries, SyntheticCase.Frame, new PatientVector(0, -0.6, 0.8),
                Enumerable.Range(0, LintCase.Images).Select(i => new LintImage(SyntheticCase.ImageUid(i), DicomUID.CTImageStorage.UID, 5.0 * i))),
        };
        foreach (var item in made.ContourItems) LintCase.Items(item, DicomTag.ContourSequence).Clear();
        made.ContourItems[0].Remove(DicomTag.ContourSequence);
        made.Ctv.Add(LintCase.OfText(1, "0\\-3\\4\\10\\-3\\4\\10\\5\\10\\0\\5\\10"));
        made.RulesFound().Should().Equal("roi-empty");

        made.Ctv.Add(LintCase.OfText(1, "0\\-3.6\\4.8\\10\\-3.6\\4.8\\10\\4.4\\10.8\\0\\4.4\\10.8"));
        made.RulesFound().Should().BeEquivalentTo("roi-empty", "contour-off-plane", "contour-image-plane");
    }

    private static void WriteOther(SyntheticCase folder, int images)
    {
        for (var i = 0; i < images; i++)
        {
            folder.Write($"other/{i}.dcm", SyntheticCase.Image(
                "CT", DicomUID.CTImageStorage, SyntheticCase.Uid($"other {i}"), SyntheticCase.Uid("other series"), SyntheticCase.Uid("other frame"), i));
        }
    }
}
