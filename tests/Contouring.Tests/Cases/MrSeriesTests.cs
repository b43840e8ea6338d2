using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>MR series as volumes: expected planes and values are those that the images were made of.</summary>
public sealed class MrSeriesTests
{
    [Fact]
    public void Axial_series_has_the_patients_axes_and_its_values_in_the_order_of_the_planes()
    {
        // Written from Superior to Inferior; the values are 1024 + i, and 2000 more on the plane at 6 mm.
        var images = SyntheticMr.Stack(6, SyntheticMr.Axial);
        images[2].AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, [.. Enumerable.Range(0, 256).Select(i => (ushort)(3024 + i))]));
        images.Reverse();
        using var folder = SyntheticMr.Case(images);

        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);

        var mr = read.MrSeries.Should().ContainSingle().Which;
        mr.Grid.Axes.Should().Be(PlaneAxes.Axial);
        mr.Grid.Positions.Should().Equal(0, 3, 6, 9, 12, 15);
        mr.Grid.FrameOfReference.Value.Should().Be(SyntheticMr.Frame);
        (mr.SeriesInstanceUid, mr.StudyInstanceUid, mr.AcquisitionDate).Should().Be((SyntheticMr.Series, SyntheticCase.Study, new DateOnly(2025, 1, 3)));
        mr.Slices.Select(slice => slice.SopInstanceUid).Should().Equal(Enumerable.Range(0, 6).Select(SyntheticMr.Uid));
        mr.Slices[1].Values.ToArray().Should().Equal(Enumerable.Range(0, 256).Select(i => 1024f + i));
        mr.Slices[2].Values.ToArray().Should().Equal(Enumerable.Range(0, 256).Select(i => 3024f + i));
        mr.Header.Contains(DicomTag.PixelData).Should().BeFalse();
        read.NotUsed.Should().BeEmpty();
        read.Findings.Should().BeEmpty();
    }

    public static TheoryData<string> Directions => ["axial", "sagittal", "coronal", "oblique", "feet first"];

    internal static (PatientVector Row, PatientVector Column) Direction(string name) => name switch
    {
        "axial" => SyntheticMr.Axial,
        "sagittal" => SyntheticMr.Sagittal,
        "coronal" => SyntheticMr.Coronal,

        // Rows to Right and columns to Posterior: the normal is to Inferior.
        "feet first" => (new(-1, 0, 0), new(0, 1, 0)),

        // Axial planes tilted 30 degrees about the left-right axis and turned 20 in themselves.
        _ => Turned(),
    };

    [Theory]
    [MemberData(nameof(Directions))]
    public void Series_in_any_direction_is_a_volume_on_which_its_pixels_lie(string name)
    {
        using var folder = SyntheticMr.Case(SyntheticMr.Stack(6, Direction(name)));

        var mr = CaseReader.Read(folder.Folder, SyntheticMr.Wanted).MrSeries.Should().ContainSingle().Which;

        var axes = mr.Grid.Axes;
        axes.X.Dot(axes.Y).Should().BeApproximately(0, 1e-12);
        (axes.X.Cross(axes.Y) + (axes.Normal * -1)).Length.Should().BeLessThan(1e-12);
        axes.Origin.Should().Be(default(PatientPoint));
        mr.Grid.Positions.Zip(mr.Grid.Positions.Skip(1), (a, b) => b - a).Should().AllSatisfy(gap => gap.Should().BeApproximately(3, 2e-5));
        for (var i = 0; i < mr.Slices.Length; i++)
        {
            // Positions and directions are written with six decimals; the far corner is 42 mm from the first pixel.
            var plane = mr.Slices[i].Plane;
            foreach (var corner in new[] { plane.PixelCentre(0, 0), plane.PixelCentre(15, 0), plane.PixelCentre(15, 15) })
                axes.FromPatient(corner).Z.Should().BeApproximately(mr.Grid.Positions[i], 1e-4);
        }
    }

    [Fact]
    public void Rescale_that_is_stated_is_applied_and_inverted_grey_is_read_as_it_is()
    {
        using var folder = SyntheticMr.Case(SyntheticMr.Stack(5, SyntheticMr.Axial).Select((image, i) => image
            .Add(DicomTag.RescaleSlope, i == 1 ? "0.5" : "2")
            .Add(DicomTag.RescaleIntercept, "-1024")
            .AddOrUpdate(DicomTag.PhotometricInterpretation, "MONOCHROME1")));

        var mr = CaseReader.Read(folder.Folder, SyntheticMr.Wanted).MrSeries[0];

        mr.Slices[0].Values.ToArray().Should().Equal(Enumerable.Range(0, 256).Select(i => ((1024f + i) * 2) - 1024));
        mr.Slices[1].Values.ToArray().Should().Equal(Enumerable.Range(0, 256).Select(i => ((1024f + i) / 2) - 1024));
    }

    [Fact]
    public void Signed_values_of_twelve_bits_keep_their_sign()
    {
        // 0x0800 is -2048 in twelve bits; what lies in the four bits above says nothing.
        using var folder = SyntheticMr.Case(SyntheticMr.Stack(5, SyntheticMr.Axial).Select(image => image
            .AddOrUpdate(DicomTag.BitsStored, (ushort)12).AddOrUpdate(DicomTag.HighBit, (ushort)11).AddOrUpdate(DicomTag.PixelRepresentation, (ushort)1)
            .AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, [.. Enumerable.Range(0, 256).Select(i => (ushort)(i == 0 ? 0xF800 : i))]))));

        CaseReader.Read(folder.Folder, SyntheticMr.Wanted).MrSeries[0].Slices[0].Values.ToArray().Should().Equal(Enumerable.Range(0, 256).Select(i => i == 0 ? -2048f : i));
    }

    [Fact]
    public void Rle_compressed_series_gives_the_values_of_the_uncompressed_one()
    {
        using var plain = SyntheticMr.Case(SyntheticMr.Stack(5, SyntheticMr.Sagittal));
        using var packed = SyntheticMr.Case(SyntheticMr.Stack(5, SyntheticMr.Sagittal));
        foreach (var file in Directory.GetFiles(Path.Combine(packed.Folder, "mr")))
            DicomFile.Open(file, FileReadOption.ReadAll).Clone(DicomTransferSyntax.RLELossless).Save(file);

        Values(packed, 2).Should().Equal(Values(plain, 1));
    }

    [Fact]
    public void Number_of_threads_changes_nothing()
    {
        using var folder = SyntheticMr.Case(SyntheticMr.Stack(9, Direction("oblique")));

        Values(folder, 1).Should().Equal(Values(folder, 7));
    }

    [Fact]
    public void Cancelled_reading_stops()
    {
        using var folder = SyntheticMr.Case(SyntheticMr.Stack(9, SyntheticMr.Axial));
        using var source = new CancellationTokenSource();
        var progress = new Stopping(source);

        var act = () => CaseReader.Read(folder.Folder, SyntheticMr.Wanted with { Progress = progress, MaximumDegreeOfParallelism = 1 }, source.Token);

        act.Should().Throw<OperationCanceledException>();
        progress.Seen.Should().Be(1);
    }

    [Fact]
    public void Series_are_all_read_in_the_order_of_their_uids()
    {
        string[] uids = [SyntheticCase.Uid("b"), SyntheticCase.Uid("a"), SyntheticCase.Uid("c")];
        using var folder = SyntheticMr.Case(uids.SelectMany((uid, i) => SyntheticMr.Stack(5, SyntheticMr.Axial, 10 * i, uid)));

        CaseReader.Read(folder.Folder, SyntheticMr.Wanted).MrSeries.Select(mr => mr.SeriesInstanceUid).Should().Equal(uids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sagittal_head_of_a_siemens_scanner_lies_where_its_headers_say()
    {
        // By dcmdump: Image Orientation 0\1\0\0\0\-1, so that the normal is (-1, 0, 0) and turned to Left; 35 positions from
        // -81.599998474121 to +81.599998474121 in steps of 4.8; Pixel Spacing 1.015625; T1 by its name, a spoiled gradient echo of TE 2.46.
        using var folder = SyntheticCase.Plain();
        var day = string.Empty;
        foreach (var file in Directory.GetFiles(RealData.Path("mr-head/HFS")))
        {
            var image = DicomFile.Open(file, FileReadOption.ReadAll).Dataset.NotValidated();
            day = image.GetString(DicomTag.AcquisitionDate);
            image.AddOrUpdate(DicomTag.PatientID, SyntheticCase.PatientId);
            folder.Write("mr/" + Path.GetFileName(file), image);
        }

        var read = CaseReader.Read(folder.Folder, new() { Mr = new(MaximumPlaneSpacing: 5, MaximumAgeDays: 2000) });

        var mr = read.MrSeries.Should().ContainSingle().Which;
        day.Should().Be("20220407");
        mr.AcquisitionDate.Should().Be(new DateOnly(2022, 4, 7));
        mr.Weighting.Should().Be(MrWeighting.T1);
        mr.Grid.Axes.Should().Be(new PlaneAxes(default, new(0, 1, 0), new(0, 0, 1), new(1, 0, 0)));
        mr.Grid.FrameOfReference.Value.Should().Be("1.3.12.2.1107.5.2.43.67060.2.20220407150138168.0.0.0");
        mr.Grid.Positions.Should().HaveCount(35);
        mr.Grid.Positions[0].Should().Be(-81.599998474121);
        for (var i = 0; i < 35; i++) mr.Grid.Positions[i].Should().BeApproximately(-81.6 + (4.8 * i), 1e-4);
        mr.Slices.Should().AllSatisfy(slice => slice.Values.Length.Should().Be(slice.Plane.Rows * slice.Plane.Columns));
        read.NotUsed.Should().BeEmpty();
    }

    private static (PatientVector Row, PatientVector Column) Turned()
    {
        var (tilt, turn) = (Math.PI / 6, Math.PI / 9);
        PatientVector x = new(1, 0, 0), y = new(0, Math.Cos(tilt), Math.Sin(tilt));
        return ((x * Math.Cos(turn)) + (y * Math.Sin(turn)), (y * Math.Cos(turn)) + (x * -Math.Sin(turn)));
    }

    private static float[] Values(SyntheticCase folder, int threads) =>
        [.. CaseReader.Read(folder.Folder, SyntheticMr.Wanted with { MaximumDegreeOfParallelism = threads }).MrSeries[0].Slices.SelectMany(slice => slice.Values.ToArray())];

    private sealed class Stopping(CancellationTokenSource source) : IProgress<CaseReadProgress>
    {
        public int Seen { get; private set; }

        public void Report(CaseReadProgress value)
        {
            if (value.Step != "Reading an MR") return;
            Seen++;
            source.Cancel();
        }
    }
}
