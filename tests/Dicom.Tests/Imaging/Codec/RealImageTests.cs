using System.Runtime.InteropServices;

namespace ContourFlow.Dicom.Tests.Imaging.Codec;

/// <summary>
/// Real compressed images against the uncompressed ones that they were made of, or where there are none against what
/// other decoders make of them (DCMTK, and pydicom for RLE).
/// </summary>
public class RealImageTests
{
    private static readonly string[] s_wg04 = ["CT1", "CT2", "MR1", "MR2", "MR3", "MR4"];

    public static TheoryData<string, string> Lossless
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string kind in (string[])["JPLL", "JLSL", "J2KR", "RLE"])
            {
                foreach (string image in s_wg04)
                    data.Add(kind, image);
            }

            return data;
        }
    }

    // WG-04 names every compressed image after its reference; the set says that these four kinds are lossless.
    [Theory]
    [MemberData(nameof(Lossless))]
    public void Lossless_image_equals_its_reference_byte_for_byte(string kind, string image)
    {
        CodecLibrary.NeededFor(kind);
        DicomDataset reference = Open("wg04", "REF", $"{image}_UNC").Dataset;
        DicomDataset decoded = Open("wg04", kind, $"{image}_{kind}").Dataset.Clone(DicomTransferSyntax.ExplicitVRLittleEndian);

        byte[] expected = PixelsOf(reference);
        PixelsOf(decoded).AsSpan().SequenceEqual(expected).Should().BeTrue();
        foreach (DicomTag tag in (DicomTag[])[DicomTag.Rows, DicomTag.Columns, DicomTag.BitsAllocated, DicomTag.BitsStored, DicomTag.HighBit, DicomTag.PixelRepresentation, DicomTag.PhotometricInterpretation])
            decoded.GetString(tag).Should().Be(reference.GetString(tag), tag.ToString());
        decoded.Contains(DicomTag.NumberOfFrames).Should().Be(reference.Contains(DicomTag.NumberOfFrames));
        decoded.GetSingleValueOrDefault(DicomTag.LossyImageCompression, "00").Should().Be("00");
    }

    [Theory]
    [InlineData("CT1")]
    [InlineData("CT2")]
    [InlineData("MR1")]
    [InlineData("MR2")]
    [InlineData("MR3")]
    [InlineData("MR4")]
    public void Near_lossless_image_stays_within_the_bound_that_its_stream_states(string image)
    {
        CodecLibrary.NeededFor("JLSN");
        DicomDataset compressed = Open("wg04", "JLSN", $"{image}_JLSN").Dataset;
        int near = NearOf(DicomPixelData.Create(compressed).GetFrame(0).Data);
        int[] expected = Stored(Open("wg04", "REF", $"{image}_UNC").Dataset);
        DicomDataset decoded = compressed.Clone(DicomTransferSyntax.ExplicitVRLittleEndian);
        int[] found = Stored(decoded);

        near.Should().BePositive();
        found.Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().Be(near, "a whole image makes use of the bound");
        decoded.GetString(DicomTag.LossyImageCompression).Should().Be("01");
        decoded.GetString(DicomTag.LossyImageCompressionRatio).Should().Be(compressed.GetString(DicomTag.LossyImageCompressionRatio));
    }

    // ISO 10918-1 leaves the inverse transform 1 unit of play; DCMTK's decoder is IJG's.
    [Theory]
    [InlineData("wg04", "JPLY", "MR1_JPLY")]
    [InlineData("wg04", "JPLY", "MR2_JPLY")]
    [InlineData("wg04", "JPLY", "MR3_JPLY")]
    [InlineData("wg04", "JPLY", "MR4_JPLY")]
    public void Twelve_bit_image_equals_what_dcmtk_decodes_within_one(params string[] path)
    {
        using var folder = new TemporaryFolder();
        DicomDataset compressed = Open(path).Dataset;
        int[] expected = Stored(ByTool("dcmdjpeg", folder, RealFiles.At(["odd", .. path])));
        DicomDataset decoded = compressed.Clone(DicomTransferSyntax.ImplicitVRLittleEndian);

        Stored(decoded).Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThanOrEqualTo(1);
        decoded.GetString(DicomTag.LossyImageCompression).Should().Be("01");
        decoded.InternalTransferSyntax.Should().Be(DicomTransferSyntax.ImplicitVRLittleEndian);
    }

    [Theory]
    [InlineData("wg04", "J2KI", "CT1_J2KI")]
    [InlineData("wg04", "J2KI", "MR4_J2KI")]
    [InlineData("pydicom", "JPEG2000.dcm")]
    [InlineData("pydicom", "693_J2KI.dcm")]
    [InlineData("pydicom", "MR_small_jp2klossless.dcm")]
    [InlineData("pydicom", "GDCMJ2K_TextGBR.dcm")]
    public void Jpeg_2000_image_equals_what_gdcm_decodes_within_one(params string[] path)
    {
        CodecLibrary.NeededFor("J2K");
        using var folder = new TemporaryFolder();
        DicomDataset expected = ByTool("gdcmconv", folder, "--raw", "--planar-configuration", "0", RealFiles.At(["odd", .. path]));
        DicomDataset decoded = Open(path).Dataset.Clone(DicomTransferSyntax.ExplicitVRLittleEndian);

        decoded.GetString(DicomTag.PhotometricInterpretation).Should().Be(expected.GetString(DicomTag.PhotometricInterpretation));
        Words(decoded).Zip(Words(expected), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThanOrEqualTo(1);
    }

    [Theory]
    [InlineData("JPEGLSNearLossless_08.dcm")]
    [InlineData("JPEGLSNearLossless_16.dcm")]
    [InlineData("MR_small_jpeg_ls_lossless.dcm")]
    public void Jpeg_ls_image_equals_what_dcmtk_decodes(string file)
    {
        CodecLibrary.NeededFor("JLS");
        using var folder = new TemporaryFolder();
        DicomDataset expected = ByTool("dcmdjpls", folder, RealFiles.At("odd", "pydicom", file));

        PixelsOf(Open("pydicom", file).Dataset.Clone(DicomTransferSyntax.ExplicitVRLittleEndian)).Should().Equal(PixelsOf(expected));
    }

    [Theory]
    [InlineData("MR_small_RLE.dcm", "MR_small.dcm")]
    [InlineData("rtdose_rle.dcm", "rtdose.dcm")]
    [InlineData("rtdose_rle_1frame.dcm", "rtdose_1frame.dcm")]
    [InlineData("MR_small_jpeg_ls_lossless.dcm", "MR_small.dcm")]
    [InlineData("MR_small_jp2klossless.dcm", "MR_small.dcm")]
    public void Image_of_pydicom_equals_its_uncompressed_twin(string file, string twin)
    {
        CodecLibrary.NeededFor(file);
        DicomDataset decoded = Open("pydicom", file).Dataset.Clone(DicomTransferSyntax.ExplicitVRLittleEndian);

        PixelsOf(decoded).Should().Equal(PixelsOf(Open("pydicom", twin).Dataset));
    }

    // The stream says 13 bits without a sign, the attributes 13 bits with one: the pattern is what was stored. GDCM goes
    // by the attributes as well; pydicom made this file to test the same.
    [Fact]
    public void Sign_that_the_stream_does_not_know_of_is_the_attributes()
    {
        CodecLibrary.NeededFor("J2K");
        int[] values = Stored(Open("pydicom", "J2K_pixelrep_mismatch.dcm").Dataset);

        // Outside the scanner's circle, as pydicom's own test states: the first pixel is -2000.
        values[0].Should().Be(-2000);
        values.Should().OnlyContain(v => v >= -4096 && v <= 4095);
    }

    [Theory]
    [InlineData("compressed")]
    [InlineData("compressed_jpeg")]
    [InlineData("compressed_jpegls")]
    [InlineData("compressed_rle")]
    public void Series_of_dicom2nifti_equals_its_ground_truth(string series)
    {
        CodecLibrary.NeededFor(series);
        string[] files = [.. Directory.GetFiles(RealFiles.At("odd", "dicom2nifti", "generic", series, "001"), "*.dcm").Order(StringComparer.Ordinal)];
        string truth = RealFiles.At("odd", "dicom2nifti", "generic", "compressed", "001_ground_truth.nii.gz");
        (int[] size, short[] expected) = Nifti(truth);

        // The truth is the same volume in NIfTI's axes: the values of each slice are the same ones, in another order.
        int slices = 0;
        int depth = size.Min();
        depth.Should().Be(files.Length);
        var sets = new List<int[]>();
        foreach (string file in files)
            sets.Add([.. Stored(DicomFile.Open(file).Dataset).Order()]);
        for (int k = 0; k < depth; k++)
        {
            int[] slice = [.. Slice(expected, size, k).Order()];
            slices += sets.Count(s => s.AsSpan().SequenceEqual(slice));
        }

        slices.Should().Be(files.Length);
    }

    private static IEnumerable<int> Slice(short[] volume, int[] size, int k)
    {
        int axis = Array.IndexOf(size, size.Min());
        for (int i = 0; i < volume.Length; i++)
        {
            int[] index = [i % size[0], i / size[0] % size[1], i / (size[0] * size[1])];
            if (index[axis] == k)
                yield return volume[i];
        }
    }

    // NIfTI-1: dim[1..3] at byte 42 as 16-bit integers, datatype at 70, the values from vox_offset (float at 108).
    private static (int[] Size, short[] Values) Nifti(string path)
    {
        using var zipped = new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress);
        using var memory = new MemoryStream();
        zipped.CopyTo(memory);
        byte[] bytes = memory.ToArray();
        int[] size = [BitConverter.ToInt16(bytes, 42), BitConverter.ToInt16(bytes, 44), BitConverter.ToInt16(bytes, 46)];
        BitConverter.ToInt16(bytes, 70).Should().BeOneOf((short)4, (short)512);
        int start = (int)BitConverter.ToSingle(bytes, 108);
        return (size, MemoryMarshal.Cast<byte, short>(bytes.AsSpan(start, size[0] * size[1] * size[2] * 2)).ToArray());
    }

    private static DicomFile Open(params string[] path) => DicomFile.Open(RealFiles.At(["odd", .. path]));

    private static byte[] PixelsOf(DicomDataset dataset) => dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.Data;

    private static int[] Stored(DicomDataset dataset) => PixelValues.Of(dataset).Stored.ToArray();

    private static int[] Words(DicomDataset dataset) =>
        dataset.GetSingleValue<int>(DicomTag.BitsAllocated) == 8 ? [.. PixelsOf(dataset).Select(b => (int)b)] : Stored(dataset);

    private static DicomDataset ByTool(string tool, TemporaryFolder folder, params string[] arguments)
    {
        (int exit, string output) = RealFiles.Run(tool, [.. arguments, folder["out.dcm"]]);
        exit.Should().Be(0, output);
        return DicomFile.Open(folder["out.dcm"], FileReadOption.ReadAll).Dataset;
    }

    // ISO 14495-1 C.2.3: NEAR is the byte behind the components of the scan header.
    private static int NearOf(byte[] stream)
    {
        int scan = stream.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]);
        return stream[scan + 5 + (2 * stream[scan + 4])];
    }
}

/// <summary>The native codec library, which a machine may be without.</summary>
internal static class CodecLibrary
{
    /// <summary>Skips the test when the kind needs the library and it is not there.</summary>
    public static void NeededFor(string kind)
    {
        bool native = kind.StartsWith("JLS", StringComparison.Ordinal) || kind.StartsWith("J2K", StringComparison.Ordinal)
            || kind.Contains("jpeg_ls", StringComparison.Ordinal) || kind.Contains("jp2k", StringComparison.Ordinal) || kind is "compressed" or "compressed_jpegls";
        if (native && !new DefaultTranscoderManager().HasCodec(DicomTransferSyntax.JPEGLSLossless))
            Assert.Skip("the native codec library was not built (cmake, libcharls-dev or libopenjp2-7-dev is not installed)");
    }
}
