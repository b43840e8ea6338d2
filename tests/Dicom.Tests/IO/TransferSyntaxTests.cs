using System.IO.Compression;

namespace ContourFlow.Dicom.Tests.IO;

/// <summary>Big endian, deflated, and the one manufacturer's syntax with pixels the other way round.</summary>
public class TransferSyntaxTests
{
    internal static readonly DicomTransferSyntax[] Uncompressed =
    [
        DicomTransferSyntax.ExplicitVRBigEndian, DicomTransferSyntax.ImplicitVRLittleEndian, DicomTransferSyntax.DeflatedExplicitVRLittleEndian,
        DicomTransferSyntax.GEPrivateImplicitVRBigEndian, DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.DeflatedExplicitVRLittleEndian,
        DicomTransferSyntax.ExplicitVRBigEndian, DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian,
    ];

    internal static DicomDataset Again(DicomDataset dataset, DicomTransferSyntax syntax, DicomWriteOptions? options = null) =>
        RawDicom.Open(Written(dataset, syntax, options)).Dataset;

    internal static byte[] Written(DicomDataset dataset, DicomTransferSyntax syntax, DicomWriteOptions? options = null)
    {
        var file = new DicomFile(dataset);
        file.FileMetaInfo.TransferSyntax = syntax;
        using var memory = new MemoryStream();
        file.Save(memory, options);
        return memory.ToArray();
    }

    // 64 MiB may be inflated to; room grows by doubling, so that up to four times as much is allocated on the way.
    private const long InflatedLimit = 64L << 20;

    private static DicomDataset OneOfEach() => new DicomDataset
    {
        { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
        { DicomTag.SOPInstanceUID, "2.25.1" },
        { DicomTag.PatientName, "A^B" },
        { DicomTag.BitsAllocated, (ushort)16 },
        { DicomTag.SmallestImagePixelValue, (short)-2 },
        { DicomTag.FrameIncrementPointer, DicomTag.FrameTime },
        { DicomTag.TagAngleFirstAxis, 0.1 },
        { DicomTag.RecommendedDisplayFrameRateInFloat, 0.5f },
        { DicomTag.AcquisitionMatrix, (ushort)1, (ushort)258, (ushort)3, (ushort)4 },
        { DicomTag.SimpleFrameList, 1U, 0x01020304U },
        { DicomTag.DisplayedAreaTopLeftHandCorner, -1, 2 },
        new DicomSequence(DicomTag.ReferencedImageSequence, new DicomDataset { { DicomTag.ReferencedSOPInstanceUID, "1.2" } }, []),
        new DicomOtherByte(DicomTag.EncapsulatedDocument, 1, 2, 3, 4),
        new DicomOtherFloat(DicomTag.FloatPixelData, 1.5f, -2f),
        new DicomOtherDouble(DicomTag.DoubleFloatPixelData, 1.5, -2),
        new DicomOtherWord(DicomTag.PixelData, 0x0102, 0x0304),
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_kind_of_value_survives_every_syntax(bool lengths)
    {
        var options = new DicomWriteOptions { ExplicitLengthSequences = lengths, ExplicitLengthSequenceItems = lengths };
        DicomDataset dataset = OneOfEach();

        foreach (DicomTransferSyntax syntax in Uncompressed)
            RealFileTests.Same(dataset, Again(dataset, syntax, options), syntax.ToString());
    }

    [Fact]
    public void Big_endian_bytes_are_those_of_the_standard()
    {
        byte[] bytes = Written(OneOfEach(), DicomTransferSyntax.ExplicitVRBigEndian);

        // Meta information stays little endian (PS3.10 7.1); tag, length and number of the data set do not (PS3.5 A.3).
        bytes.IndexOfAll([0x02, 0x00, 0x10, 0x00, (byte)'U', (byte)'I', 20, 0]).Should().BePositive();
        bytes.IndexOfAll([0x00, 0x28, 0x01, 0x00, (byte)'U', (byte)'S', 0, 2, 0, 16]).Should().BePositive();
        bytes.IndexOfAll([0x00, 0x28, 0x00, 0x09, (byte)'A', (byte)'T', 0, 4, 0x00, 0x18, 0x10, 0x63]).Should().BePositive();
        bytes.IndexOfAll([0x7F, 0xE0, 0x00, 0x10, (byte)'O', (byte)'W', 0, 0, 0, 0, 0, 4, 1, 2, 3, 4]).Should().BePositive();
        bytes.IndexOfAll([0x7F, 0xE0, 0x00, 0x08, (byte)'O', (byte)'F', 0, 0, 0, 0, 0, 8, 0x3F, 0xC0, 0, 0]).Should().BePositive();
    }

    [Fact]
    public void Pixels_of_32_bits_are_turned_around_as_numbers()
    {
        DicomDataset dose = OneOfEach().AddOrUpdate(DicomTag.BitsAllocated, (ushort)32);

        // 0x03040102 little endian, so the bytes of the number are 3, 4, 1, 2 big endian.
        byte[] bytes = Written(dose, DicomTransferSyntax.ExplicitVRBigEndian);

        bytes[^4..].Should().Equal(3, 4, 1, 2);
        RealFileTests.Same(dose, RawDicom.Open(bytes).Dataset, "32 bits");
    }

    [Fact]
    public void Big_endian_pixels_left_on_disk_are_turned_around_when_they_are_asked_for()
    {
        using var folder = new TemporaryFolder();
        ushort[] pixels = [.. Enumerable.Range(0, 100_000).Select(i => (ushort)(i * 7))];
        File.WriteAllBytes(folder["x.dcm"], Written(OneOfEach().AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, pixels)), DicomTransferSyntax.ExplicitVRBigEndian));
        DicomFile file = DicomFile.Open(folder["x.dcm"]);
        IByteBuffer buffer = file.Dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer;
        buffer.IsMemory.Should().BeFalse();

        byte[] odd = new byte[5];
        buffer.GetByteRange(1, 5, odd);
        odd.Should().Equal((byte)(pixels[0] >> 8), (byte)pixels[1], (byte)(pixels[1] >> 8), (byte)pixels[2], (byte)(pixels[2] >> 8));
        file.Save(folder["x.dcm"]);
        file.Dataset.GetValues<ushort>(DicomTag.PixelData).Should().Equal(pixels);
        DicomFile.Open(folder["x.dcm"]).Dataset.GetValues<ushort>(DicomTag.PixelData).Should().Equal(pixels);
    }

    [Fact]
    public void Real_big_endian_and_deflated_files_have_the_values_of_their_little_endian_twins()
    {
        // pydicom's test files come in pairs, made of each other.
        foreach ((string little, string other) in ((string, string)[])[("MR_small.dcm", "MR_small_bigendian.dcm"), ("MR_small.dcm", "MR_small_expb.dcm"), ("rtdose.dcm", "rtdose_expb.dcm"), ("rtdose_1frame.dcm", "rtdose_expb_1frame.dcm"), ("liver_1frame.dcm", "liver_expb_1frame.dcm")])
        {
            DicomDataset a = DicomFile.Open(RealFiles.At("odd", "pydicom", little)).Dataset;
            DicomDataset b = DicomFile.Open(RealFiles.At("odd", "pydicom", other)).Dataset;
            int compared = 0;
            foreach (DicomElement element in a.OfType<DicomElement>().Where(e => e.Tag.Element != 0 && !e.Tag.IsPrivate))
            {
                if (b.GetDicomItem<DicomElement>(element.Tag) is not { } twin || element.Tag == DicomTag.SOPInstanceUID || element.Tag == DicomTag.DataSetTrailingPadding)
                    continue;
                twin.Buffer.Data.Should().Equal(element.Buffer.Data, $"{other} {element.Tag}");
                compared++;
            }

            compared.Should().BeGreaterThan(20);
        }

        DicomDataset deflated = DicomFile.Open(RealFiles.At("odd", "pydicom", "image_dfl.dcm")).Dataset;
        DicomPixelData.Create(deflated).GetFrame(0).Size.Should().Be(512 * 512);
        DicomFile bare = DicomFile.Open(RealFiles.At("odd", "pydicom", "ExplVR_BigEndNoMeta.dcm"));
        bare.Format.Should().Be(DicomFileFormat.DICOM3NoFileMetaInfo);
        bare.Dataset.InternalTransferSyntax.Should().Be(DicomTransferSyntax.ExplicitVRBigEndian);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Deflated_bytes_are_read_with_and_without_the_header_of_zlib(bool zlib)
    {
        byte[] dataset = RawDicom.Empty().Explicit(0x00080060, "CS", RawDicom.Even("CT")).Explicit(0x7FE00010, "OW", new byte[100_000]).ToArray();
        using var memory = new MemoryStream();
        memory.Write(RawDicom.WithMeta("1.2.840.10008.1.2.1.99").ToArray());
        using (Stream deflater = zlib ? new ZLibStream(memory, CompressionLevel.Optimal, true) : new DeflateStream(memory, CompressionLevel.Optimal, true))
            deflater.Write(dataset);
        memory.WriteByte(0);

        DicomDataset read = RawDicom.Open(memory.ToArray()).Dataset;

        read.GetString(DicomTag.Modality).Should().Be("CT");
        read.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Length.Should().Be(100_000);
    }

    [Fact]
    public void Deflated_file_that_is_cut_off_is_refused_wherever_it_is_cut()
    {
        byte[] whole = Written(OneOfEach(), DicomTransferSyntax.DeflatedExplicitVRLittleEndian);
        int start = RawDicom.WithMeta("1.2.840.10008.1.2.1.99").ToArray().Length;
        (whole.Length & 1).Should().Be(0);
        int reach = whole.Length - (whole[^1] == 0 ? 2 : 1);

        for (int length = start + 200; length <= reach; length++)
            FluentActions.Invoking(() => RawDicom.Open(whole[..length])).Should().Throw<DicomFileException>($"cut at {length}").WithMessage("At byte*");
    }

    [Fact]
    public void Bomb_is_refused_and_memory_stays_bounded()
    {
        using var memory = new MemoryStream();
        memory.Write(RawDicom.WithMeta("1.2.840.10008.1.2.1.99").ToArray());
        using (var deflater = new DeflateStream(memory, CompressionLevel.Optimal, true))
        {
            deflater.Write(RawDicom.Empty().Explicit(0x7FE00010, "OW", [], 0x70000000).ToArray());
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++)
                deflater.Write(zeros);
        }

        byte[] bytes = memory.ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        FluentActions.Invoking(() => RawDicom.Open(bytes)).Should().Throw<DicomFileException>().WithMessage("*inflate to more than 100 times*");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(5 * InflatedLimit);
    }

    [Fact]
    public void Pixels_of_the_private_syntax_are_big_endian_and_nothing_else_is()
    {
        byte[] bytes = Written(OneOfEach(), DicomTransferSyntax.GEPrivateImplicitVRBigEndian);

        bytes.IndexOfAll([0x28, 0x00, 0x00, 0x01, 2, 0, 0, 0, 16, 0]).Should().BePositive();
        bytes[^12..].Should().Equal(0xE0, 0x7F, 0x10, 0x00, 4, 0, 0, 0, 1, 2, 3, 4);
    }

    [Fact]
    public void Dcmtk_and_pydicom_read_the_same_values_from_every_syntax()
    {
        using var folder = new TemporaryFolder();
        string[] names = ["CT_small.dcm", "MR_small.dcm", "rtplan.dcm", "rtstruct.dcm", "reportsi.dcm", "waveform_ecg.dcm", "rtdose_1frame.dcm", "test-SR.dcm"];
        foreach (string name in names)
        {
            DicomDataset dataset = DicomFile.Open(RealFiles.At("odd", "pydicom", name)).Dataset;
            string? dump = null;
            foreach (DicomTransferSyntax syntax in (DicomTransferSyntax[])[DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ExplicitVRBigEndian, DicomTransferSyntax.DeflatedExplicitVRLittleEndian])
            {
                string path = folder[$"{name}.{syntax.UID.UID}"];
                File.WriteAllBytes(path, Written(dataset, syntax));
                (int exit, string output) = RealFiles.Run("dcmdump", "-q", "+L", "+M", path);
                exit.Should().Be(0, output);

                // DCMTK turns pixels of 32 bits around as words of 16.
                string lines = string.Join('\n', output.Split('\n').Where(l => !l.StartsWith('#') && !l.StartsWith("(0002,", StringComparison.Ordinal) && !(name.StartsWith("rtdose", StringComparison.Ordinal) && l.StartsWith("(7fe0,0010)", StringComparison.Ordinal))));
                (dump ??= lines).Should().Be(lines, $"{name} in {syntax}");
                lines.Length.Should().BeGreaterThan(500);
            }

            File.WriteAllBytes(folder[$"{name}.1.2.840.10008.1.2"], Written(dataset, DicomTransferSyntax.ImplicitVRLittleEndian));
        }

        const string script = """
            import sys, warnings, pydicom
            warnings.simplefilter('ignore')
            def walk(d, path, out):
                for e in d:
                    p = path + '/%08x' % int(e.tag)
                    if e.VR == 'SQ':
                        for i, x in enumerate(e.value):
                            walk(x, p + '[%d]' % i, out)
                    elif e.VR not in ('OB', 'OW', 'UN', 'OB or OW') and not e.tag.is_private:
                        out.append((p, repr(e.value)))
            for f in sys.argv[2:]:
                ref = None
                for s in ('', '.2', '.1.99', '.1'):
                    d = pydicom.dcmread(sys.argv[1] + '/' + f + '.1.2.840.10008.1.2' + s)
                    out = []
                    walk(d, '', out)
                    if 'PixelData' in d:
                        out.append(d.pixel_array.tolist())
                    if ref is None:
                        ref = out
                    print(f, s, len(out), out == ref)
            """;
        string[] answers = RealFiles.Pydicom(script, [folder.Path, .. names]).Trim().Split('\n');
        answers.Should().HaveCount(4 * names.Length).And.OnlyContain(a => a.EndsWith("True", StringComparison.Ordinal));
    }

    [Fact]
    public void Empty_data_set_is_deflated_to_something_that_can_be_inflated()
    {
        var file = new DicomFile();
        file.FileMetaInfo.MediaStorageSOPClassUID = DicomUID.CTImageStorage;
        file.FileMetaInfo.MediaStorageSOPInstanceUID = DicomUID.Parse("1.2.3");
        file.FileMetaInfo.TransferSyntax = DicomTransferSyntax.DeflatedExplicitVRLittleEndian;
        using var memory = new MemoryStream();
        file.Save(memory);

        RawDicom.Open(memory.ToArray()).Dataset.Should().BeEmpty();
    }

    [Fact]
    public void Bare_data_set_with_a_uid_that_breaks_the_rules_is_read_all_the_same()
    {
        DicomFile file = RawDicom.Empty().Explicit(0x00080016, "UI", RawDicom.Even("1.2", '\0')).Explicit(0x00080018, "UI", RawDicom.Even("1.02", '\0')).Open();

        file.FileMetaInfo.GetString(DicomTag.MediaStorageSOPInstanceUID).Should().Be("1.02");
    }
}
