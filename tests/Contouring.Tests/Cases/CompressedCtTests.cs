using System.Diagnostics;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>A planning CT whose images are compressed: read as if they were not, or refused with the reason.</summary>
public sealed class CompressedCtTests
{
    private static readonly CaseReadOptions Lenient = new() { PlanningCt = new(3, 0.1, AllowUnevenSpacing: true, AllowLossyCompression: true) };

    [Fact]
    public void Rle_compressed_ct_gives_the_values_of_the_uncompressed_one()
    {
        using var plain = SyntheticCase.Plain();
        using var folder = SyntheticCase.Plain();
        foreach (var file in Images(folder))
        {
            // Read whole: the file is replaced by what is made of it.
            DicomFile.Open(file, FileReadOption.ReadAll).Clone(DicomTransferSyntax.RLELossless).Save(file);
            DicomFile.Open(file).FileMetaInfo.TransferSyntax.Should().Be(DicomTransferSyntax.RLELossless);
        }

        Values(folder).Should().Equal(Values(plain));
    }

    // DCMTK's encoders, by the names of their programs; each writes its default syntax for lossless compression.
    [Theory]
    [InlineData("dcmcjpeg", "+e1")]
    [InlineData("dcmcjpls", "+el")]
    public void Ct_that_dcmtk_compressed_without_loss_gives_the_values_of_the_uncompressed_one(string tool, string option)
    {
        if (tool == "dcmcjpls" && !new DefaultTranscoderManager().HasCodec(DicomTransferSyntax.JPEGLSLossless))
            Assert.Skip("the native codec library was not built");
        using var plain = SyntheticCase.Plain();
        using var folder = SyntheticCase.Plain();
        foreach (var file in Images(folder)) Run(tool, option, file, file);

        Values(folder).Should().Equal(Values(plain));
    }

    [Fact]
    public void Ct_in_a_lossy_transfer_syntax_is_refused_unless_the_protocol_allows_it()
    {
        if (!new DefaultTranscoderManager().HasCodec(DicomTransferSyntax.JPEGLSNearLossless))
            Assert.Skip("the native codec library was not built");
        using var plain = SyntheticCase.Plain();
        using var folder = SyntheticCase.Plain();
        foreach (var file in Images(folder)) Run("dcmcjpls", "+en", "+md", "3", "+un", file, file); // the same instance: the structure set names it

        Refusal(folder).ReasonCode.Should().Be(ReasonCodes.PixelsLossy);

        var read = CaseReader.Read(folder.Folder, Lenient);
        read.Findings.Should().ContainSingle().Which.Code.Should().Be(ReasonCodes.PixelsLossy);

        // +md 3: no sample is off by more than 3.
        read.Ct.Slices[0].Hounsfield.ToArray().Zip(Values(plain), (a, b) => Math.Abs(a - b)).Max().Should().BeInRange(1, 3);
    }

    [Fact]
    public void Uncompressed_ct_that_was_lossy_before_is_refused_unless_the_protocol_allows_it()
    {
        using var folder = SyntheticCase.WithCt(6, 2.5, (_, image) => image.AddOrUpdate(DicomTag.LossyImageCompression, "01"));
        folder.Write("rs.dcm", SyntheticCase.StructureSet("set", [SyntheticCase.Square(2, "CTV", "CTV", 8)]));

        var fault = Refusal(folder);
        fault.ReasonCode.Should().Be(ReasonCodes.PixelsLossy);
        fault.Message.Should().Contain("lossy compression").And.NotContain(SyntheticCase.PatientId);
        CaseReader.Read(folder.Folder, Lenient).Findings.Should().ContainSingle().Which.Sentence.Should().StartWith("6 CT image(s)");
    }

    [Fact]
    public void Damaged_compressed_image_is_named_as_a_file_that_cannot_be_read()
    {
        using var folder = SyntheticCase.Plain();
        var file = Images(folder)[2];
        var compressed = DicomFile.Open(file, FileReadOption.ReadAll).Clone(DicomTransferSyntax.RLELossless);
        var fragments = compressed.Dataset.GetDicomItem<DicomFragmentSequence>(DicomTag.PixelData);
        fragments!.Fragments[0] = new MemoryByteBuffer(fragments.Fragments[0].Data[..100]);
        compressed.Save(file);

        var fault = Refusal(folder);
        fault.ReasonCode.Should().Be(ReasonCodes.UnreadableFile);
        fault.Message.Should().Contain(compressed.Dataset.GetString(DicomTag.SOPInstanceUID)).And.Contain("frame 0");
    }

    [Fact]
    public void Image_in_a_compression_without_a_decoder_is_refused_with_the_syntax_named()
    {
        using var folder = SyntheticCase.Plain();
        var file = Images(folder)[0];
        var made = DicomFile.Open(file, FileReadOption.ReadAll).Clone(DicomTransferSyntax.RLELossless);
        made.FileMetaInfo.TransferSyntax = DicomTransferSyntax.HTJ2KLossless;
        made.Save(file);

        var fault = Refusal(folder);
        fault.ReasonCode.Should().Be(ReasonCodes.PixelsUnsupported);
        fault.Message.Should().Contain("1.2.840.10008.1.2.4.201");
    }

    private static string[] Images(SyntheticCase folder) =>
        [.. Directory.GetFiles(Path.Combine(folder.Folder, "ct")).Order(StringComparer.Ordinal)];

    private static short[] Values(SyntheticCase folder) =>
        [.. CaseReader.Read(folder.Folder).Ct.Slices.SelectMany(slice => slice.Hounsfield.ToArray())];

    private static CaseDataException Refusal(SyntheticCase folder) =>
        FluentActions.Invoking(() => CaseReader.Read(folder.Folder)).Should().Throw<CaseDataException>().Which;

    private static void Run(string tool, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tool, arguments) { UseShellExecute = false })!;
            process.WaitForExit();
            process.ExitCode.Should().Be(0);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{tool} is not installed");
        }
    }
}
