namespace ContourFlow.Dicom.Tests.IO;

public class WritingTests
{
    private static DicomDataset StructureSet() => new()
    {
        { DicomTag.SOPClassUID, DicomUID.RTStructureSetStorage },
        { DicomTag.SOPInstanceUID, "2.25.1" },
        { DicomTag.Modality, "RTSTRUCT" },
        { DicomTag.PatientID, "ODD" },
        { DicomTag.StructureSetLabel, "Label" },
    };

    private static byte[] Written(DicomDataset dataset, DicomWriteOptions? options = null, DicomTransferSyntax? syntax = null)
    {
        var file = new DicomFile(dataset);
        if (syntax is not null)
            file.FileMetaInfo.TransferSyntax = syntax;
        using var memory = new MemoryStream();
        file.Save(memory, options);
        return memory.ToArray();
    }

    [Fact]
    public void Long_contour_is_written_as_unknown_with_a_long_length_and_read_back_as_decimals()
    {
        double[] points = [.. Enumerable.Range(0, 30_000).Select(i => i / 8.0)];
        DicomDataset dataset = StructureSet().Add(DicomDecimalString.FromDoubles(DicomTag.ContourData, points, 3));

        byte[] bytes = Written(dataset);

        // (3006,0050) in little endian, UN, reserved (CP-1066).
        bytes.IndexOfAll([0x06, 0x30, 0x50, 0x00, (byte)'U', (byte)'N', 0, 0]).Should().BePositive();
        DicomDataset back = RawDicom.Open(bytes).Dataset;
        back.GetDicomItem<DicomItem>(DicomTag.ContourData)!.ValueRepresentation.Should().Be(DicomVR.DS);
        back.GetValues<double>(DicomTag.ContourData).Should().Equal(points);
    }

    [Theory]
    [InlineData(65534)]
    [InlineData(65536)]
    public void Length_field_of_sixteen_bits_is_used_up_to_its_end(int length)
    {
        DicomDataset dataset = StructureSet().NotValidated().Add(new DicomDecimalString(DicomTag.ContourData, new MemoryByteBuffer([.. Enumerable.Repeat((byte)'1', length)])));

        byte[] bytes = Written(dataset);

        byte[] vr = length <= 65534 ? "DS"u8.ToArray() : "UN"u8.ToArray();
        bytes.IndexOfAll([0x06, 0x30, 0x50, 0x00, .. vr]).Should().BePositive();
        RawDicom.Open(bytes).Dataset.GetDicomItem<DicomElement>(DicomTag.ContourData)!.Length.Should().Be((uint)length);
    }

    [Fact]
    public void Odd_values_are_padded_as_their_representation_asks()
    {
        DicomDataset dataset = StructureSet().AddOrUpdate(DicomTag.SOPInstanceUID, "2.25.1").Add(DicomTag.EncapsulatedDocument, new byte[] { 1, 2, 3 });

        byte[] bytes = Written(dataset);

        bytes.AsSpan().IndexOf("ODD "u8).Should().BePositive();
        bytes.AsSpan().IndexOf("2.25.1"u8).Should().BePositive();
        DicomDataset back = RawDicom.Open(bytes).Dataset;
        back.GetDicomItem<DicomElement>(DicomTag.EncapsulatedDocument)!.Buffer.Data.Should().Equal(1, 2, 3, 0);
        back.GetDicomItem<DicomElement>(DicomTag.SOPClassUID)!.Buffer.Data[^1].Should().Be(0);
        back.GetString(DicomTag.PatientID).Should().Be("ODD");
    }

    [Fact]
    public void Same_data_set_gives_the_same_bytes()
    {
        DicomDataset one = StructureSet().Add(new DicomSequence(DicomTag.ROIContourSequence, new DicomDataset { { DicomTag.ReferencedROINumber, 1 } }));

        Written(one).Should().Equal(Written(one.Clone()));
        byte[] shuffled = Written(new DicomDataset(one.Reverse()));
        shuffled.Should().Equal(Written(one));
    }

    [Fact]
    public void Defined_lengths_are_the_ones_that_result()
    {
        DicomDataset dataset = StructureSet();
        dataset.Add(DicomVR.UL, new DicomTag(0x3006, 0x0000), 0U);
        dataset.Add(new DicomSequence(DicomTag.ROIContourSequence, new DicomDataset
        {
            { DicomTag.ReferencedROINumber, 1 },
            new DicomSequence(DicomTag.ContourSequence, new DicomDataset { { DicomTag.ContourData, 1.0, 2.0, 3.0 } }, []),
        }));

        byte[] bytes = Written(dataset, new DicomWriteOptions { ExplicitLengthSequences = true, ExplicitLengthSequenceItems = true, KeepGroupLengths = true });

        bytes.IndexOfAll([0xFE, 0xFF, 0x0D, 0xE0]).Should().Be(-1);
        bytes.IndexOfAll([0xFE, 0xFF, 0xDD, 0xE0]).Should().Be(-1);
        DicomDataset back = RawDicom.Open(bytes).Dataset;
        int group = bytes.IndexOfAll([0x06, 0x30, 0x00, 0x00, (byte)'U', (byte)'L']);
        back.GetSingleValue<uint>(new DicomTag(0x3006, 0x0000)).Should().Be((uint)(bytes.Length - group - 12));
        back.GetSequence(DicomTag.ROIContourSequence).Items[0].GetSequence(DicomTag.ContourSequence).Items.Should().HaveCount(2);
    }

    [Fact]
    public void File_without_identity_is_refused_and_nothing_is_left()
    {
        using var folder = new TemporaryFolder();

        FluentActions.Invoking(() => new DicomFile(new DicomDataset { { DicomTag.PatientID, "X" } }).Save(folder["x.dcm"]))
            .Should().Throw<DicomDataException>().WithMessage("*SOPClassUID*");

        Directory.EnumerateFileSystemEntries(folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void Failure_in_the_middle_leaves_the_old_file_and_no_other()
    {
        using var folder = new TemporaryFolder();
        new DicomFile(StructureSet()).Save(folder["x.dcm"]);
        byte[] old = File.ReadAllBytes(folder["x.dcm"]);
        DicomDataset bad = StructureSet().Add(DicomTag.PatientComments, "läuft nicht");

        FluentActions.Invoking(() => new DicomFile(bad).Save(folder["x.dcm"])).Should().Throw<DicomDataException>();

        File.ReadAllBytes(folder["x.dcm"]).Should().Equal(old);
        Directory.EnumerateFileSystemEntries(folder.Path).Should().ContainSingle();
    }

    [Fact]
    public void Folder_that_is_not_there_is_a_file_exception() =>
        FluentActions.Invoking(() => new DicomFile(StructureSet()).Save(Path.Combine(Path.GetTempPath(), "no-such-folder-of-contourflow", "x.dcm")))
            .Should().Throw<DicomFileException>();

    [Fact]
    public void File_is_written_over_itself_with_its_pixels_left_on_disk()
    {
        using var folder = new TemporaryFolder();
        byte[] pixels = [.. Enumerable.Range(0, 256 * 256 * 2).Select(i => (byte)(i * 7))];
        DicomDataset image = StructureSet().Add(new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(pixels)));
        new DicomFile(image).Save(folder["x.dcm"]);
        DicomFile file = DicomFile.Open(folder["x.dcm"]);
        file.Dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.IsMemory.Should().BeFalse();

        file.Dataset.AddOrUpdate(DicomTag.PatientID, "A longer one, which moves everything");
        file.Save(folder["x.dcm"]);

        file.Dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.Data.Should().Equal(pixels);
        DicomFile.Open(folder["x.dcm"]).Dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.Data.Should().Equal(pixels);
    }

    [Fact]
    public void Value_left_on_disk_is_not_read_from_a_file_that_has_changed()
    {
        using var folder = new TemporaryFolder();
        new DicomFile(StructureSet().Add(new DicomOtherWord(DicomTag.PixelData, new ushort[100_000]))).Save(folder["x.dcm"]);
        DicomFile file = DicomFile.Open(folder["x.dcm"]);
        using (FileStream stream = File.OpenWrite(folder["x.dcm"]))
            stream.SetLength(stream.Length - 2);

        FluentActions.Invoking(() => file.Dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.Data)
            .Should().Throw<DicomFileException>().WithMessage("*changed*");
    }

    [Fact]
    public void Large_values_are_skipped_or_read_as_asked()
    {
        using var folder = new TemporaryFolder();
        new DicomFile(StructureSet().Add(new DicomOtherWord(DicomTag.PixelData, new ushort[100_000]))).Save(folder["x.dcm"]);

        DicomFile.Open(folder["x.dcm"], FileReadOption.SkipLargeTags).Dataset.Contains(DicomTag.PixelData).Should().BeFalse();
        DicomFile.Open(folder["x.dcm"], FileReadOption.ReadAll).Dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.IsMemory.Should().BeTrue();
        DicomFile stopped = DicomFile.Open(folder["x.dcm"], DicomEncoding.Default, s => s.Tag.CompareTo(DicomTag.PatientID) >= 0);
        stopped.IsPartial.Should().BeTrue();
        stopped.Dataset.Select(i => i.Tag).Should().Equal(DicomTag.SOPClassUID, DicomTag.SOPInstanceUID, DicomTag.Modality);
    }

    [Fact]
    public void Encapsulated_pixels_do_not_go_into_a_native_file()
    {
        DicomDataset dataset = StructureSet();
        dataset.Add(new DicomOtherByteFragment(DicomTag.PixelData));

        FluentActions.Invoking(() => Written(dataset)).Should().Throw<DicomDataException>();
        FluentActions.Invoking(() => Written(dataset, null, DicomTransferSyntax.ImplicitVRLittleEndian)).Should().Throw<DicomDataException>();
        Written(dataset, null, DicomTransferSyntax.RLELossless).Should().NotBeEmpty();
    }

    [Fact]
    public void Bytes_under_the_tag_of_a_sequence_are_not_written_where_they_would_be_read_as_one()
    {
        DicomDataset dataset = StructureSet().Add(new DicomUnknown(DicomTag.ReferencedImageSequence, 1, 2, 3, 4));

        FluentActions.Invoking(() => Written(dataset, null, DicomTransferSyntax.ImplicitVRLittleEndian)).Should().Throw<DicomDataException>().WithMessage("*(0008,1140)*no sequence*");
        RawDicom.Open(Written(dataset)).Dataset.GetDicomItem<DicomElement>(DicomTag.ReferencedImageSequence)!.Buffer.Data.Should().Equal(1, 2, 3, 4);
    }

    [Fact]
    public void What_is_written_is_read_by_dcmtk_and_pydicom()
    {
        using var folder = new TemporaryFolder();
        DicomDataset dataset = StructureSet()
            .Add(DicomTag.SpecificCharacterSet, "ISO 2022 IR 6", "ISO 2022 IR 87")
            .Add(DicomTag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう")
            .Add(DicomVR.LO, new DicomTag(0x3007, 0x1001, "CONTOURFLOW"), "private")
            .Add(new DicomSequence(DicomTag.ROIContourSequence, new DicomDataset
            {
                new DicomSequence(DicomTag.ContourSequence, new DicomDataset { DicomDecimalString.FromDoubles(DicomTag.ContourData, [.. Enumerable.Range(0, 30_000).Select(i => i / 4.0)], 2) }),
            }));
        var paths = new List<string>();
        foreach (DicomTransferSyntax syntax in (DicomTransferSyntax[])[DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian])
        {
            foreach (bool lengths in (bool[])[false, true])
            {
                string path = folder[$"{syntax.IsExplicitVR}{lengths}.dcm"];
                File.WriteAllBytes(path, Written(dataset, new DicomWriteOptions { ExplicitLengthSequences = lengths, ExplicitLengthSequenceItems = lengths }, syntax));
                paths.Add(path);
            }
        }

        foreach (string path in paths)
        {
            (int exit, string output) = RealFiles.Run("dcmdump", "-q", "+L", path);
            exit.Should().Be(0, output);
            output.Should().NotContain("E:").And.NotContain("W:").And.Contain("CONTOURFLOW").And.Contain("ContourData");
        }

        const string script = """
            import sys, pydicom
            for f in sys.argv[1:]:
                d = pydicom.dcmread(f)
                d.decode()
                c = d.ROIContourSequence[0].ContourSequence[0].ContourData
                if isinstance(c, bytes): # a long value in UN, which pydicom leaves to the caller
                    c = c.decode().strip().split('\\')
                print(d.PatientName.encode('unicode_escape').decode() if isinstance(d.PatientName, str) else str(d.PatientName).encode('unicode_escape').decode(), len(c), float(c[-1]), d.file_meta.ImplementationVersionName)
            """;
        string[] lines = RealFiles.Pydicom(script, [.. paths]).Trim().Split('\n');
        lines.Should().HaveCount(4).And.OnlyContain(l => l == @"Yamada^Tarou=\u5c71\u7530^\u592a\u90ce=\u3084\u307e\u3060^\u305f\u308d\u3046 30000 7499.75 " + DicomFile.ImplementationVersion);
    }
}
