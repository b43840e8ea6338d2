using ContourFlow.Contouring.Reporting.Pictures;

namespace ContourFlow.Contouring.Tests.Reporting;

/// <summary>Contours lie where the CT shows what they outline.</summary>
public class ContourPlaceTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    public void Edge_of_the_vertebra_in_the_ct_lies_on_the_ctv_contour_within_a_picture_pixel(int across, int down)
    {
        foreach (var made in (SyntheticCase[])[SyntheticCase.Supine, SyntheticCase.Prone, SyntheticCase.Decubitus])
        {
            var result = made.Result();
            var picture = AxialPicture.Of(result.Case.Ct, plane: 40, new(160, 160, 0.4), new(12, 28), TargetView.Of(result)!.Structures);
            var contour = picture.Outlines.First(outline => outline.Structure.Name == made.CtvName).Lines[0];
            var centre = (Across: SyntheticCase.Vertebra.X - picture.TopLeft.X, Down: SyntheticCase.Vertebra.Y - picture.TopLeft.Y);

            var inContour = contour.Max(point => ((point.Across - centre.Across) * across) + ((point.Down - centre.Down) * down));

            // The vertebra (450 HU) ends where the grey falls below half way to the muscle (about 50 HU). The CT is a
            // made of whole pixels, so its own edge is up to half a CT pixel away from the true radius of 20 mm.
            inContour.Should().BeApproximately(20, 1e-9);
            EdgeInCt(picture, centre, across, down).Should().BeApproximately(inContour, SyntheticCase.PixelSize / 2 + picture.Field.PixelSize);
        }
    }

    [Fact]
    public void Hole_of_a_ring_stays_a_line_of_its_own_and_is_not_filled_in_the_cut()
    {
        var pictures = CasePictures.Of(SyntheticCase.Supine.Result())!;

        var axial = pictures.Axial.First(picture => picture.Outlines.Any(outline => outline.Structure.Name == "PTV_Eval"))
            .Outlines.First(outline => outline.Structure.Name == "PTV_Eval");
        axial.Closed.Should().BeTrue();
        axial.Lines.Should().HaveCount(2);

        // The sagittal cut at the vertebra's middle passes the hole: patient Y from 37 to 51 is not PTV_Eval.
        var cut = SagittalPicture.Of(SyntheticCase.Supine.Result().Case.Ct, new(160, 60, 0.4), new(10, 30, 0), pictures.View.Structures)
            .Outlines.First(outline => outline.Structure.Name == "PTV_Eval");
        const double hole = 80 + 44 - 30;
        cut.Blocks.Should().NotBeEmpty().And.OnlyContain(block => block.Across + block.Width <= hole - 6.99 || block.Across >= hole + 6.99);
        cut.Blocks.Should().Contain(block => block.Across >= hole);
    }

    [Fact]
    public void Longitudinal_cut_ends_half_a_slice_beyond_the_last_plane_in_steps()
    {
        var made = SyntheticCase.Supine.Result();
        var view = TargetView.Of(made)!;

        var picture = SagittalPicture.Of(made.Case.Ct, new(160, 60, 0.4), new(10, 30, 0), view.Structures);

        // PTV on planes 26 to 54: z −17.5 to 17.5; slabs reach 0.625 mm farther.
        var ptv = picture.Outlines.First(outline => outline.Structure.Name == "PTV");
        ptv.Blocks.Should().HaveCount(29);
        (picture.TopLeft.Z - ptv.Blocks.Min(block => block.Down)).Should().BeApproximately(18.125, 1e-9);
        (picture.TopLeft.Z - ptv.Blocks.Max(block => block.Down + block.Height)).Should().BeApproximately(-18.125, 1e-9);
        ptv.Lines.Should().HaveCount((29 * 2) + 2, "equal sections have two sides a slab and no tread between them");
    }

    [Fact]
    public void Picture_is_centred_on_the_target_and_shows_both_ends_and_what_lies_beyond()
    {
        var view = TargetView.Of(SyntheticCase.Supine.Result())!;

        view.Target.Name.Should().Be("PTV");
        view.Centroid.X.Should().BeApproximately(10, 1e-6);
        view.Centroid.Y.Should().BeApproximately(30, 1e-6);
        view.Centroid.Z.Should().BeApproximately(0, 1e-6);
        // PTV on 26–54, CTV on 30–50; quarters of 29 planes at its 7th and 21st.
        view.Planes.Select(plane => plane.Plane).Should().Equal(54, 51, 47, 40, 33, 29, 26);
    }

    private static double EdgeInCt(PatientPicture picture, (double Across, double Down) centre, int across, int down)
    {
        var half = GreyWindow.Bone.Grey((450 + 50) / 2.0);
        for (var radius = 10.0; radius < 30; radius += 0.05)
        {
            var column = (int)((centre.Across + (across * radius)) / picture.Field.PixelSize);
            var row = (int)((centre.Down + (down * radius)) / picture.Field.PixelSize);
            if (picture.Image[row, column] < half) return radius;
        }

        throw new InvalidOperationException("The vertebra has no edge.");
    }
}
