namespace ContourFlow.Dicom.Tests.Imaging;

public class PixelDataTests
{
    private static DicomDataset Image(int allocated, int stored, int representation, byte[] pixels, double slope = 1, double intercept = 0, int rows = 2, int columns = 2) => new()
    {
        { DicomTag.SamplesPerPixel, (ushort)1 },
        { DicomTag.PhotometricInterpretation, "MONOCHROME2" },
        { DicomTag.Rows, (ushort)rows },
        { DicomTag.Columns, (ushort)columns },
        { DicomTag.BitsAllocated, (ushort)allocated },
        { DicomTag.BitsStored, (ushort)stored },
        { DicomTag.HighBit, (ushort)(stored - 1) },
        { DicomTag.PixelRepresentation, (ushort)representation },
        { DicomTag.RescaleIntercept, intercept },
        { DicomTag.RescaleSlope, slope },
        new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(pixels)),
    };

    // Each by hand: two's complement over the bits stored; bits above them hold something else.
    [Theory]
    [InlineData(16, 16, 1, new byte[] { 0x00, 0x80, 0xFF, 0xFF, 0x00, 0x00, 0xFF, 0x7F }, new[] { -32768, -1, 0, 32767 })]
    [InlineData(16, 16, 0, new byte[] { 0x00, 0x80, 0xFF, 0xFF, 0x00, 0x00, 0xFF, 0x7F }, new[] { 32768, 65535, 0, 32767 })]
    [InlineData(16, 12, 0, new byte[] { 0xFF, 0xFF, 0x00, 0xF0, 0x01, 0x10, 0xFF, 0x0F }, new[] { 4095, 0, 1, 4095 })]
    [InlineData(16, 12, 1, new byte[] { 0xFF, 0xFF, 0x00, 0x08, 0xFF, 0x07, 0x01, 0xA0 }, new[] { -1, -2048, 2047, 1 })]
    [InlineData(8, 8, 0, new byte[] { 0, 127, 128, 255 }, new[] { 0, 127, 128, 255 })]
    [InlineData(8, 8, 1, new byte[] { 0, 127, 128, 255 }, new[] { 0, 127, -128, -1 })]
    public void Stored_values_are_cut_out_and_their_sign_extended(int allocated, int stored, int representation, byte[] pixels, int[] expected) =>
        PixelValues.Of(Image(allocated, stored, representation, pixels)).Stored.ToArray().Should().Equal(expected);

    [Fact]
    public void Rescale_gives_hounsfield_units()
    {
        var values = PixelValues.Of(Image(16, 16, 0, [0, 0, 0xE8, 0x03, 0x00, 0x04, 0xFF, 0xFF], slope: 1, intercept: -1024));

        values.ToShorts().Should().Equal(-1024, -24, 0, 32767);
        values.ToDoubles().Should().Equal(-1024, -24, 0, 64511);
    }

    [Fact]
    public void Small_slope_is_applied_as_double() =>
        PixelValues.Of(Image(16, 16, 1, [1, 0, 0xFF, 0xFF, 0x10, 0x27, 0, 0], slope: 0.001, intercept: 0.5)).ToDoubles()
            .Should().Equal((1 * 0.001) + 0.5, (-1 * 0.001) + 0.5, (10000 * 0.001) + 0.5, 0.5);

    [Theory]
    [InlineData(7)]
    [InlineData(6)]
    [InlineData(10)]
    public void Pixel_data_of_another_length_are_refused(int length) =>
        FluentActions.Invoking(() => DicomPixelData.Create(Image(16, 16, 0, [.. Enumerable.Repeat((byte)1, length)])))
            .Should().Throw<DicomDataException>().WithMessage($"*{length} bytes*2 rows*take 8*");

    [Fact]
    public void Zeros_behind_the_pixels_are_padding_and_left_out() =>
        DicomPixelData.Create(Image(16, 16, 0, [1, 0, 2, 0, 3, 0, 4, 0, 0, 0, 0, 0])).GetFrame(0).Data.Should().Equal(1, 0, 2, 0, 3, 0, 4, 0);

    [Fact]
    public void Zeros_as_long_as_another_frame_are_refused_as_one_that_is_not_counted() =>
        FluentActions.Invoking(() => DicomPixelData.Create(Image(16, 16, 0, [1, 0, 2, 0, 3, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0])))
            .Should().Throw<DicomDataException>().WithMessage("*16 bytes*take 8*");

    [Fact]
    public void Padding_byte_behind_an_odd_length_is_allowed_and_left_out()
    {
        DicomDataset image = Image(8, 8, 0, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0], rows: 3, columns: 3);

        DicomPixelData.Create(image).GetFrame(0).Data.Should().Equal(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    [Theory]
    [InlineData(16, 17)]
    [InlineData(12, 12)]
    public void Bits_that_contradict_each_other_are_refused(int allocated, int stored) =>
        FluentActions.Invoking(() => DicomPixelData.Create(Image(allocated, stored, 0, new byte[8]))).Should().Throw<DicomDataException>();

    [Fact]
    public void Hostile_sizes_are_refused_before_anything_is_allocated()
    {
        DicomDataset image = Image(16, 16, 0, new byte[8], rows: 65535, columns: 65535);
        image.Add(DicomTag.NumberOfFrames, int.MaxValue);

        FluentActions.Invoking(() => DicomPixelData.Create(image)).Should().Throw<DicomDataException>();
    }

    [Fact]
    public void Missing_pixel_data_or_rows_are_named()
    {
        FluentActions.Invoking(() => DicomPixelData.Create([])).Should().Throw<DicomDataException>().WithMessage("*PixelData*");
        FluentActions.Invoking(() => DicomPixelData.Create(Image(16, 16, 0, new byte[8]).Remove(DicomTag.Rows))).Should().Throw<DicomDataException>().WithMessage("*Rows*");
    }

    [Fact]
    public void Frames_are_added_and_read_back()
    {
        DicomDataset image = Image(16, 16, 0, new byte[8]).Remove(DicomTag.PixelData);
        var pixels = DicomPixelData.Create(image, newPixelData: true);
        pixels.AddFrame(new MemoryByteBuffer([1, 0, 2, 0, 3, 0, 4, 0]));
        pixels.AddFrame(new MemoryByteBuffer([5, 0, 6, 0, 7, 0, 8, 0]));

        var read = DicomPixelData.Create(image);

        read.NumberOfFrames.Should().Be(2);
        PixelValues.Of(read, 1).Stored.ToArray().Should().Equal(5, 6, 7, 8);
        FluentActions.Invoking(() => read.GetFrame(2)).Should().Throw<DicomDataException>();
        FluentActions.Invoking(() => pixels.AddFrame(new MemoryByteBuffer(new byte[6]))).Should().Throw<DicomDataException>();
    }

    [Fact]
    public void Compressed_pixels_of_a_syntax_without_codec_are_refused_with_the_syntax_named()
    {
        DicomDataset image = Image(16, 16, 0, new byte[8]).Remove(DicomTag.PixelData);
        var mpeg = new DicomDataset(DicomTransferSyntax.MPEG2);
        image.CopyTo(mpeg);
        mpeg.Add(new DicomOtherByteFragment(DicomTag.PixelData) { Fragments = { new MemoryByteBuffer([1, 2]) } });

        FluentActions.Invoking(() => PixelValues.Of(mpeg)).Should().Throw<DicomDataException>().WithMessage("*MPEG2*1.2.840.10008.1.2.4.100*not decoded*");
        DicomPixelData.Create(mpeg).GetFrame(0).Data.Should().Equal(1, 2);
    }

    [Fact]
    public void Real_images_give_pydicoms_rescaled_values()
    {
        string[] files = [RealFiles.At("odd", "pydicom", "CT_small.dcm"), RealFiles.At("odd", "pydicom", "MR_small.dcm"), .. Directory.GetFiles(RealFiles.At("vhm-eclipse-4slice", "CT")).Order(StringComparer.Ordinal).Take(1), .. Directory.GetFiles(RealFiles.At("mim-phantom-5slice", "CT")).Order(StringComparer.Ordinal).Take(1), .. Directory.GetFiles(RealFiles.At("mim-phantom-5slice", "oblique-ct-3slice")).Order(StringComparer.Ordinal).Take(1)];
        const string script = """
            import sys, pydicom, numpy
            for f in sys.argv[1:]:
                d = pydicom.dcmread(f)
                p = d.pixel_array.astype('float64') * float(d.get('RescaleSlope', 1)) + float(d.get('RescaleIntercept', 0))
                print(repr(float(p.min())), repr(float(p.max())), repr(float(numpy.dot(p.ravel(), numpy.arange(p.size) % 97))))
            """;

        string[] expected = RealFiles.Pydicom(script, files).Trim().Split('\n');

        for (int i = 0; i < files.Length; i++)
        {
            double[] values = PixelValues.Of(DicomFile.Open(files[i]).Dataset).ToDoubles();
            double[] figures = [.. expected[i].Split(' ').Select(t => double.Parse(t, System.Globalization.CultureInfo.InvariantCulture))];
            values.Min().Should().Be(figures[0]);
            values.Max().Should().Be(figures[1]);
            values.Select((v, k) => v * (k % 97)).Sum().Should().BeApproximately(figures[2], Math.Abs(figures[2]) * 1e-9, Path.GetFileName(files[i]));
        }
    }
}
