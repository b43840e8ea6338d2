using ContourFlow.Contouring.Tests.Cases;
using ContourFlow.Contouring.Viewing;
using ContourFlow.Geometry.Patient;
using FsCheck.Xunit;

namespace ContourFlow.Contouring.Tests.Viewing;

// The value of every pixel is a linear function of where it lies in the patient, so that the expected value of a voxel is that function of the
// voxel's own place: no table of orientations, on either side.
public sealed class CtVolumeTests
{
    private static readonly PatientVector Left = new(1, 0, 0), Right = new(-1, 0, 0), Posterior = new(0, 1, 0), Anterior = new(0, -1, 0);

    /// <summary>All ways in which rows and columns may run along the patient's axes in an axial image: HFS, HFP, FFS, FFP and the four on the side.</summary>
    public static TheoryData<string> Directions => ["LP", "LA", "RP", "RA", "PL", "PR", "AL", "AR"];

    [Theory]
    [MemberData(nameof(Directions))]
    public void Whichever_way_rows_and_columns_run_a_voxel_has_the_value_of_its_place_in_the_patient(string directions)
    {
        var (row, column) = (Of(directions[0]), Of(directions[1]));
        using var folder = new ViewedFolder(row, column, [-4, -1.5, 1, 3.5, 6]);
        var view = folder.Open();

        var rowsRunAcross = directions[0] is 'L' or 'R';
        view.Grid.CountX.Should().Be(rowsRunAcross ? ViewedFolder.Columns : ViewedFolder.Rows);
        view.Grid.CountY.Should().Be(rowsRunAcross ? ViewedFolder.Rows : ViewedFolder.Columns);
        (view.Grid.SpacingX, view.Grid.SpacingY).Should().Be(rowsRunAcross ? (2.0, 3.0) : (3.0, 2.0));
        view.Grid.Planes.Should().Equal(-4, -1.5, 1, 3.5, 6);
        foreach (var (at, value) in ViewedFolder.Voxels(view.Grid, ViewedFolder.Ct(view)))
            ((double)value).Should().Be(ViewedFolder.Linear(at.X, at.Y, at.Z), $"of the voxel at {at}");
    }

    [Fact]
    public void Rows_that_are_turned_within_the_plane_are_sampled_between_their_pixels_and_nothing_is_made_up_outside()
    {
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(20));
        using var folder = new ViewedFolder(new(cosine, sine, 0), new(-sine, cosine, 0), [0, 2, 4, 6]);
        var view = folder.Open();
        var inside = 0;
        var outside = 0;
        foreach (var (at, value) in ViewedFolder.Voxels(view.Grid, ViewedFolder.Ct(view)))
        {
            // Columns and rows of the image along its own directions.
            double x = at.X + 7, y = at.Y - 11;
            var (c, r) = (((x * cosine) + (y * sine)) / 2, ((y * cosine) - (x * sine)) / 3);
            if (c is > 0 and < ViewedFolder.Columns - 1 && r is > 0 and < ViewedFolder.Rows - 1)
            {
                // Bilinear is exact for a linear function; pixels and voxels are rounded to whole numbers, half a unit each.
                ((double)value).Should().BeApproximately(ViewedFolder.Linear(at.X, at.Y, at.Z), 1.01);
                inside++;
            }
            else if (c is < -0.51 or > ViewedFolder.Columns - 0.49 || r is < -0.51 or > ViewedFolder.Rows - 0.49)
            {
                value.Should().Be(ViewGrid.Nothing);
                outside++;
            }
        }

        inside.Should().BeGreaterThan(200);
        outside.Should().BeGreaterThan(50);
    }

    [Fact]
    public void Uneven_planes_keep_their_own_positions()
    {
        using var folder = new ViewedFolder(Left, Posterior, [0, 2, 4, 7.25, 9.25]);
        var view = folder.Open();
        view.Grid.Planes.Should().Equal(0, 2, 4, 7.25, 9.25);
        foreach (var (at, value) in ViewedFolder.Voxels(view.Grid, ViewedFolder.Ct(view)))
            ((double)value).Should().BeApproximately(ViewedFolder.Linear(at.X, at.Y, at.Z), 0.51);
    }

    [Fact]
    public void What_is_shown_is_what_is_drawn_and_60_mm_around_it()
    {
        // Pixels of 20 and 30 mm: a field of 220 by 240 mm from (-110, -120).
        using var folder = new WideFolder();
        var view = folder.Open([new SyntheticRoi(1, "CTV", "CTV", [SyntheticContour.Square(10, 2)])]);
        // Drawn to 10 mm, shown to 70 mm and to the next pixel there: from -70 to 70 in steps of 20, and of 30 the first beyond.
        (view.Grid.OriginX, view.Grid.CountX).Should().Be((-70.0, 8));
        (view.Grid.OriginY, view.Grid.CountY).Should().Be((-90.0, 7));
        foreach (var (at, value) in ViewedFolder.Voxels(view.Grid, ViewedFolder.Ct(view)))
            ((double)value).Should().Be(at.X + at.Y + at.Z);
    }

    [Fact]
    public void Where_nothing_is_drawn_the_whole_image_is_shown()
    {
        using var folder = new WideFolder();
        var view = folder.Open([]);
        (view.Grid.OriginX, view.Grid.CountX, view.Grid.OriginY, view.Grid.CountY).Should().Be((-110.0, 12, -120.0, 9));
    }

    [Property(MaxTest = 24)]
    public void Wherever_the_image_lies_a_voxel_has_the_value_of_its_place(byte direction, short x, short y)
    {
        var directions = Directions.Skip(direction % 8).First().Data;
        using var folder = new ViewedFolder(Of(directions[0]), Of(directions[1]), [0, 3, 6], (px, py, pz) => (px + py + pz) % 1000, new(x % 400, y % 400, 0));
        var view = folder.Open();
        ViewedFolder.Voxels(view.Grid, ViewedFolder.Ct(view)).Should().OnlyContain(voxel => voxel.Value == (voxel.At.X + voxel.At.Y + voxel.At.Z) % 1000);
    }

    private static PatientVector Of(char letter) => letter switch { 'L' => Left, 'R' => Right, 'P' => Posterior, _ => Anterior };

    /// <summary>The same CT with wide pixels.</summary>
    private sealed class WideFolder : IDisposable
    {
        private readonly SyntheticCase folder = SyntheticCase.WithCt(0);

        public WideFolder()
        {
            for (var k = 0; k < 4; k++)
            {
                var z = k * 2;
                var pixels = Enumerable.Range(0, 108).Select(n => (ushort)(1024 + (-110 + (n % 12 * 20)) + (-120 + (n / 12 * 30)) + z));
                folder.Write($"ct/{k}.dcm", SyntheticCase.CtImage(k, z)
                    .AddOrUpdate(DicomTag.Rows, (ushort)9)
                    .AddOrUpdate(DicomTag.Columns, (ushort)12)
                    .AddOrUpdate(DicomTag.PixelSpacing, "30", "20")
                    .AddOrUpdate(DicomTag.ImagePositionPatient, "-110", "-120", z.ToString(System.Globalization.CultureInfo.InvariantCulture))
                    .AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, [.. pixels])));
            }
        }

        public ViewCase Open(SyntheticRoi[] rois)
        {
            using var bytes = new MemoryStream();
            new DicomFile(SyntheticCase.StructureSet("set", rois)).Save(bytes);
            return ViewCase.Open(folder.Folder, bytes.ToArray(), SyntheticCase.CtSeries, new(), TestContext.Current.CancellationToken);
        }

        public void Dispose() => folder.Dispose();
    }
}
