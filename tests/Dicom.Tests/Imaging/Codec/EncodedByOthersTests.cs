namespace ContourFlow.Dicom.Tests.Imaging.Codec;

/// <summary>
/// Images of known pixels, compressed by other people's encoders (DCMTK's dcmcjpeg, dcmcjpls and dcmcrle, GDCM's
/// gdcmconv): several frames, colours, odd sizes, one frame in several fragments, with an offset table and without.
/// </summary>
public class EncodedByOthersTests
{
    public static TheoryData<string, string> LosslessEncoders => new()
    {
        { "dcmcjpeg", "+e1" },
        { "dcmcjpeg", "+el +sv 1" },
        { "dcmcjpeg", "+el +sv 2" },
        { "dcmcjpeg", "+el +sv 3" },
        { "dcmcjpeg", "+el +sv 4" },
        { "dcmcjpeg", "+el +sv 5" },
        { "dcmcjpeg", "+el +sv 6" },
        { "dcmcjpeg", "+el +sv 7" },
        { "dcmcjpls", "+el" },
        { "dcmcjpls", "+el +il" },
        { "dcmcjpls", "+el +is" },
        { "dcmcjpls", "+el +in" },
        { "dcmcrle", "" },
        { "gdcmconv", "--j2k" },
        { "gdcmconv", "--j2k --tile 16,16" },
        { "gdcmconv", "--jpeg" },
        { "gdcmconv", "--jpegls" },
        { "gdcmconv", "--rle" },
    };

    [Theory]
    [MemberData(nameof(LosslessEncoders))]
    public void Grey_frames_come_back_as_they_were(string tool, string options)
    {
        // Values up to 65535: prediction must not take them for signed ones.
        (DicomDataset made, byte[] pixels) = Made.Image(rows: 37, columns: 29, frames: 3, samples: 1, bits: 16, seed: 11);

        ByTool(made, tool, options, pixels);
    }

    [Theory]
    [MemberData(nameof(LosslessEncoders))]
    public void Signed_frame_comes_back_as_it_was(string tool, string options)
    {
        (DicomDataset made, byte[] pixels) = Made.Image(rows: 24, columns: 40, frames: 1, samples: 1, bits: 16, seed: 12, signed: true);

        ByTool(made, tool, options, pixels);
    }

    [Theory]
    [MemberData(nameof(LosslessEncoders))]
    public void Colour_frames_come_back_as_they_were(string tool, string options)
    {
        (DicomDataset made, byte[] pixels) = Made.Image(rows: 21, columns: 33, frames: 2, samples: 3, bits: 8, seed: 13);

        ByTool(made, tool, options, pixels);
    }

    // 12 bits, where the extended process has 12 of its own; DCMTK's decoder is the judge, within 1.
    [Theory]
    [InlineData("+eb", 8, 1)]
    [InlineData("+ee", 8, 1)]
    [InlineData("+ee", 12, 1)]
    [InlineData("+eb", 8, 3)]
    public void Lossy_frames_equal_what_dcmtk_decodes(string option, int bits, int samples)
    {
        using var folder = new TemporaryFolder();
        (DicomDataset made, _) = Made.Image(rows: 40, columns: 64, frames: 2, samples, bits, seed: 14);
        new DicomFile(made).Save(folder["in.dcm"]);
        Run("dcmcjpeg", option, samples == 3 ? "+s4" : "+un", folder["in.dcm"], folder["packed.dcm"]);
        Run("dcmdjpeg", "+cn", folder["packed.dcm"], folder["out.dcm"]);
        DicomDataset expected = DicomFile.Open(folder["out.dcm"]).Dataset;

        DicomDataset decoded = DicomFile.Open(folder["packed.dcm"]).Dataset.Clone(DicomTransferSyntax.ExplicitVRLittleEndian);

        decoded.GetString(DicomTag.LossyImageCompression).Should().Be("01");
        decoded.GetString(DicomTag.LossyImageCompressionMethod).Should().Be("ISO_10918_1");
        if (samples == 3)
            decoded.GetString(DicomTag.PhotometricInterpretation).Should().Be("YBR_FULL");
        int[] ours = Values(decoded, bits);
        int[] theirs = Values(expected, bits);
        ours.Should().HaveSameCount(theirs);
        ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThanOrEqualTo(1);
    }

    // Chroma of half the width: every chroma sample stands for two pixels. The mean of many is what both agree on.
    [Fact]
    public void Chroma_of_half_the_width_is_spread_over_the_pixels()
    {
        using var folder = new TemporaryFolder();
        (DicomDataset made, _) = Made.Image(rows: 40, columns: 64, frames: 1, samples: 3, bits: 8, seed: 15);
        new DicomFile(made).Save(folder["in.dcm"]);
        Run("dcmcjpeg", "+eb", "+s2", folder["in.dcm"], folder["packed.dcm"]);
        DicomDataset packed = DicomFile.Open(folder["packed.dcm"]).Dataset;
        packed.GetString(DicomTag.PhotometricInterpretation).Should().Be("YBR_FULL_422");

        DicomDataset decoded = packed.Clone(DicomTransferSyntax.ExplicitVRLittleEndian);

        decoded.GetString(DicomTag.PhotometricInterpretation).Should().Be("YBR_FULL");
        byte[] pixels = Made.PixelsOf(decoded);
        for (int i = 0; i < pixels.Length; i += 6)
            (pixels[i + 1], pixels[i + 2]).Should().Be((pixels[i + 4], pixels[i + 5]));
        Run("dcmdjpeg", "+cn", folder["packed.dcm"], folder["out.dcm"]);
        byte[] theirs = Made.PixelsOf(DicomFile.Open(folder["out.dcm"]).Dataset);
        Enumerable.Range(0, pixels.Length / 3).Max(i => Math.Abs(pixels[i * 3] - theirs[i * 3])).Should().BeLessThanOrEqualTo(1, "luma has its full width");
        for (int component = 1; component < 3; component++)
            pixels.Where((_, i) => i % 3 == component).Average(p => p).Should().BeApproximately(theirs.Where((_, i) => i % 3 == component).Average(p => p), 1);
    }

    // +fs: no fragment of more than 1 kB, so that each frame has several.
    [Theory]
    [InlineData("dcmcjpeg", "+e1 +fs 1 +ot")]
    [InlineData("dcmcjpeg", "+e1 +fs 1 -ot")]
    [InlineData("dcmcjpls", "+el +fs 1 +ot")]
    [InlineData("dcmcjpls", "+el +fs 1 -ot")]
    [InlineData("dcmcrle", "+ot")]
    [InlineData("dcmcrle", "-ot")]
    public void Frames_in_several_fragments_are_put_together(string tool, string options)
    {
        (DicomDataset made, byte[] pixels) = Made.Image(rows: 40, columns: 40, frames: 4, samples: 1, bits: 16, seed: 16);

        DicomFragmentSequence fragments = ByTool(made, tool, options, pixels);

        fragments.Fragments.Count.Should().BeGreaterThan(options.Contains("+fs", StringComparison.Ordinal) ? 8 : 3);
        fragments.OffsetTable.Should().HaveCount(options.Contains("+ot", StringComparison.Ordinal) ? 4 : 0);
    }

    [Fact]
    public void What_we_pack_by_runs_is_unpacked_by_dcmtk_and_gdcm()
    {
        using var folder = new TemporaryFolder();
        foreach ((int samples, int bits) in ((int, int)[])[(1, 16), (1, 8), (3, 8)])
        {
            (DicomDataset made, byte[] pixels) = Made.Image(rows: 33, columns: 301, frames: 3, samples, bits, seed: 17, runs: true);
            new DicomFile(made.Clone(DicomTransferSyntax.RLELossless)).Save(folder["packed.dcm"]);

            Run("dcmdrle", folder["packed.dcm"], folder["out.dcm"]);
            Made.PixelsOf(DicomFile.Open(folder["out.dcm"], FileReadOption.ReadAll).Dataset).AsSpan(0, pixels.Length).SequenceEqual(pixels).Should().BeTrue();
            Run("gdcmconv", "--raw", folder["packed.dcm"], folder["gdcm.dcm"]);
            Made.PixelsOf(DicomFile.Open(folder["gdcm.dcm"], FileReadOption.ReadAll).Dataset).AsSpan(0, pixels.Length).SequenceEqual(pixels).Should().BeTrue();
        }
    }

    // Encodes with the tool, decodes with ours.
    private static DicomFragmentSequence ByTool(DicomDataset made, string tool, string options, byte[] pixels)
    {
        if (tool == "dcmcjpls" || options.Contains("j2k", StringComparison.Ordinal) || options.Contains("jpegls", StringComparison.Ordinal))
            CodecLibrary.NeededFor("JLS");
        using var folder = new TemporaryFolder();
        new DicomFile(made).Save(folder["in.dcm"]);
        Run(tool, [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), folder["in.dcm"], folder["packed.dcm"]]);
        DicomFile packed = DicomFile.Open(folder["packed.dcm"], FileReadOption.ReadAll);
        packed.FileMetaInfo.TransferSyntax.IsEncapsulated.Should().BeTrue();
        DicomDataset decoded = packed.Dataset.Clone(DicomTransferSyntax.ExplicitVRLittleEndian);

        // RLE keeps the colours apart; GDCM says so in the attribute, and that is how they come out.
        int planar = packed.Dataset.GetSingleValueOrDefault(DicomTag.PlanarConfiguration, 0);
        byte[] expected = planar == 1 ? Made.InPlanes(pixels, made) : pixels;
        Made.PixelsOf(decoded).AsSpan(0, pixels.Length).SequenceEqual(expected).Should().BeTrue("nothing was lost");
        decoded.GetString(DicomTag.PhotometricInterpretation).Should().Be(made.GetString(DicomTag.PhotometricInterpretation));
        decoded.GetSingleValueOrDefault(DicomTag.PlanarConfiguration, 0).Should().Be(tool == "gdcmconv" && options == "--rle" ? planar : 0);
        decoded.GetSingleValueOrDefault(DicomTag.NumberOfFrames, 1).Should().Be(made.GetSingleValueOrDefault(DicomTag.NumberOfFrames, 1));
        decoded.GetSingleValueOrDefault(DicomTag.LossyImageCompression, "00").Should().Be("00");
        return packed.Dataset.GetDicomItem<DicomFragmentSequence>(DicomTag.PixelData)!;
    }

    private static int[] Values(DicomDataset dataset, int bits)
    {
        byte[] pixels = Made.PixelsOf(dataset);
        return bits == 8 ? [.. pixels.Select(p => (int)p)] : [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(pixels).ToArray().Select(p => (int)p)];
    }

    private static void Run(string tool, params string[] arguments)
    {
        (int exit, string output) = RealFiles.Run(tool, arguments);
        exit.Should().Be(0, output);
    }
}
