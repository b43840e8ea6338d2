using ContourFlow.Contouring.Tests.Cases;

namespace ContourFlow.Contouring.Tests.Linting;

/// <summary>What is just allowed.</summary>
public sealed class LintLimitsTests
{
    [Fact]
    public void Sixteen_characters_are_not_too_many()
    {
        Nothing(c =>
        {
            c.Dataset.AddOrUpdate(DicomTag.StructureSetLabel, "sixteen letters.");
            c.Rois[1].AddOrUpdate(DicomTag.ROIName, "SpinalCord_PRV02");
            c.Ctv[0] = LintCase.OfText(1, "-4.0000000000000\\-4\\2.5\\4\\-4\\2.5\\4\\4\\2.5");
        });
    }

    [Fact]
    public void Two_thousand_points_are_not_too_many() => Nothing(c => c.Ctv[0] = BrokenCases.Circle(1, 4, 2000));

    [Fact]
    public void Keyhole_is_no_crossing_and_no_nested_hole() => Nothing(c => c.Ctv[0] = Keyhole(1));

    // The island lies in the hole: it is within no ring's area.
    [Fact]
    public void Island_in_a_keyhole_is_not_nested() => Nothing(c =>
    {
        c.Ctv[0] = Keyhole(1);
        c.Ctv.Add(LintCase.Square(1, 1));
    });

    [Fact]
    public void Two_pieces_that_touch_in_a_point_do_not_overlap() => Nothing(c => c.Ctv.Add(LintCase.Square(1, 2, 6, 6)));

    [Fact]
    public void Hundredth_of_a_millimetre_beside_the_plane_is_rounding() =>
        Nothing(c => c.Ctv[0] = LintCase.OfText(1, "-4\\-4\\2.51\\4\\-4\\2.51\\4\\4\\2.51"));

    [Fact]
    public void Point_and_open_contours_need_no_image_and_no_area() => Nothing(c =>
    {
        c.Ctv.Add(SyntheticContour.Of("POINT", 3.3, (1, 1)).Item());
        c.Ctv.Add(SyntheticContour.Of("OPEN_PLANAR", 2.5, (1, 1), (2, 2)).Item());
    });

    [Fact]
    public void Attributes_of_type_2_may_be_empty() => Nothing(c =>
    {
        c.Dataset.AddOrUpdate(DicomTag.PatientName, string.Empty);
        c.Dataset.AddOrUpdate(DicomTag.PatientID, string.Empty);
        c.Dataset.AddOrUpdate(DicomTag.StructureSetDate, string.Empty);
    });

    // Without a CT the ROI's own planes decide, or Source Pixel Planes Characteristics where it is there: an ROI drawn
    // on every second plane has even spacing, and a gap between each two planes only for who knows the planes.
    [Fact]
    public void Declared_planes_tell_a_gap_that_even_spacing_hides()
    {
        var every = new LintCase { Ct = null };
        every.Ctv.RemoveAt(3);
        every.Ctv.RemoveAt(1);
        every.RulesFound().Should().BeEmpty();

        every.ContourItems[1].Add(new DicomSequence(DicomTag.SourcePixelPlanesCharacteristicsSequence, new DicomDataset()
            .Add(DicomTag.PixelSpacing, "2", "2")
            .Add(DicomTag.SpacingBetweenSlices, "2.5")
            .Add(DicomTag.ImageOrientationPatient, "1", "0", "0", "0", "1", "0")
            .Add(DicomTag.ImagePositionPatient, "-15", "-15", "0")
            .Add(DicomTag.NumberOfFrames, "6")));

        var finding = every.Lint().Findings.Should().ContainSingle().Which;
        finding.Rule.Should().Be("plane-gap");
        finding.Sentence.Should().Contain("1 plane(s)").And.Contain("2.5").And.Contain("7.5");
    }

    [Fact]
    public void Structure_set_in_another_frame_is_not_measured_against_the_planes() =>
        Found(c =>
        {
            c.Ct = LintCase.MakeCt("1.2.3");
            c.Ctv[0] = LintCase.OfText(1, "-4\\-4\\3.3\\4\\-4\\3.3\\4\\4\\3.3");
        }).Should().Equal("frame-other-than-ct");

    // Contours on sagittal planes: coplanar in x, as the standard wants; nothing is asked of their z.
    [Fact]
    public void Sagittal_contours_are_planar()
    {
        var sagittal = new LintCase { Ct = null };
        for (var i = 0; i < 4; i++)
            sagittal.Ctv[i] = LintCase.OfText(i + 1, $"{i}\\-4\\0\\{i}\\4\\0\\{i}\\4\\8\\{i}\\-4\\8");

        sagittal.RulesFound().Should().BeEmpty();
    }

    private static void Nothing(Action<LintCase> change) => Found(change).Should().BeEmpty();

    private static string[] Found(Action<LintCase> change)
    {
        var made = new LintCase();
        change(made);
        return made.RulesFound();
    }

    private static DicomDataset Keyhole(int plane) => LintCase.Contour(
        plane, (-4, -4), (4, -4), (4, 4), (-4, 4), (-4, -4), (-2, -2), (-2, 2), (2, 2), (2, -2), (-2, -2));
}
