using System.Globalization;

namespace ContourFlow.Dicom.Tests.IO;

/// <summary>Every real file that can be read is written, read again and compared, value byte by value byte.</summary>
public class RealFileTests
{
    // Why each of these does not read. Everything else must.
    private static readonly Dictionary<string, string> s_unreadable = new(StringComparer.Ordinal)
    {
        ["MR_truncated.dcm"] = "At byte 1500:*8192 bytes, but 8130 are left*",
        ["rtplan_truncated.dcm"] = "At byte 1418:*976 bytes, but 711 are left*",

        // One stray byte before the data set.
        ["no_meta.dcm"] = "*At byte 0*not DICOM*",
    };

    // A file cannot be written without them: Media Storage SOP Class and Instance UID are of type 1 (PS3.10 7.1).
    private static readonly string[] s_withoutIdentity = ["empty_charset_LEI.dcm", "meta_missing_tsyntax.dcm", "nested_priv_SQ.dcm"];

    [Fact]
    public void Every_file_reads_or_says_why_not()
    {
        int read = 0;
        foreach (string path in RealFiles.All())
        {
            if (s_unreadable.TryGetValue(Path.GetFileName(path), out string? reason))
            {
                FluentActions.Invoking(() => DicomFile.Open(path)).Should().Throw<DicomFileException>(path).WithMessage(reason);
                continue;
            }

            FluentActions.Invoking(() => DicomFile.Open(path)).Should().NotThrow(path);
            read++;
        }

        read.Should().BeGreaterThan(200);
    }

    [Fact]
    public void Files_that_are_refused_are_refused_by_dcmtk_too()
    {
        foreach (string path in RealFiles.All().Where(p => s_unreadable.ContainsKey(Path.GetFileName(p))))
            RealFiles.Run("dcmdump", "-q", path).Exit.Should().NotBe(0, path);
    }

    [Fact]
    public void Every_file_reads_and_writes_back_without_a_byte_of_a_value_changed()
    {
        foreach (string path in RealFiles.All().Where(p => !s_unreadable.ContainsKey(Path.GetFileName(p))))
        {
            DicomFile file = DicomFile.Open(path);
            if (s_withoutIdentity.Contains(Path.GetFileName(path)))
            {
                FluentActions.Invoking(() => file.Save(new MemoryStream())).Should().Throw<DicomDataException>().WithMessage("*SOPClassUID*");
                file.Dataset.NotValidated().AddOrUpdate(DicomTag.SOPClassUID, DicomUID.CTImageStorage).AddOrUpdate(DicomTag.SOPInstanceUID, "1.2.3");
            }

            foreach (DicomWriteOptions options in (DicomWriteOptions[])[new(), new() { ExplicitLengthSequences = true, ExplicitLengthSequenceItems = true, KeepGroupLengths = true }])
            {
                using var memory = new MemoryStream();
                file.Save(memory, options);
                memory.Position = 0;
                DicomFile again = DicomFile.Open(memory);

                Same(file.Dataset, again.Dataset, path);
                again.FileMetaInfo.TransferSyntax.Should().Be(file.FileMetaInfo.TransferSyntax);
                again.FileMetaInfo.ImplementationClassUID.Should().Be(DicomFile.ImplementationClassUID);
            }
        }
    }

    [Fact]
    public void Uncompressed_files_are_written_in_every_uncompressed_syntax_without_a_byte_of_a_value_changed()
    {
        int written = 0;
        foreach (string path in RealFiles.All().Where(p => !s_unreadable.ContainsKey(Path.GetFileName(p)) && !s_withoutIdentity.Contains(Path.GetFileName(p))))
        {
            DicomDataset original = DicomFile.Open(path).Dataset;
            if (original.InternalTransferSyntax.IsEncapsulated)
                continue;

            // The meta information of some has what the data set lacks.
            if (!original.Contains(DicomTag.SOPClassUID) || !original.Contains(DicomTag.SOPInstanceUID))
                original.NotValidated().AddOrUpdate(DicomTag.SOPClassUID, DicomUID.CTImageStorage).AddOrUpdate(DicomTag.SOPInstanceUID, "1.2.3");

            // Each is made of the one before, so that every pair of neighbours is a conversion.
            DicomDataset before = original;
            foreach (DicomTransferSyntax syntax in TransferSyntaxTests.Uncompressed)
            {
                before = TransferSyntaxTests.Again(before, syntax);
                Same(original, before, $"{path} in {syntax}");
                before.InternalTransferSyntax.Should().Be(syntax);
            }

            written++;
        }

        written.Should().BeGreaterThan(150);
    }

    [Fact]
    public void Every_structure_set_keeps_each_contour_point()
    {
        int contours = 0;
        foreach (string path in RealFiles.All().Where(p => !s_unreadable.ContainsKey(Path.GetFileName(p))))
        {
            DicomFile file = DicomFile.Open(path);
            if (!file.Dataset.TryGetSequence(DicomTag.ROIContourSequence, out DicomSequence? rois))
                continue;
            using var memory = new MemoryStream();
            file.Save(memory);
            memory.Position = 0;
            DicomDataset[] before = [.. Contours(rois)];
            DicomDataset[] after = [.. Contours(DicomFile.Open(memory).Dataset.GetSequence(DicomTag.ROIContourSequence))];

            after.Should().HaveSameCount(before);
            for (int i = 0; i < before.Length; i++)
            {
                double[] points = before[i].GetValues<double>(DicomTag.ContourData);
                after[i].GetValues<double>(DicomTag.ContourData).Should().Equal(points);
                points.Should().Equal(before[i].GetString(DicomTag.ContourData).Split('\\').Select(t => double.Parse(t, CultureInfo.InvariantCulture)));
                contours++;
            }
        }

        contours.Should().BeGreaterThan(1000);
    }

    [Fact]
    public void Text_and_numbers_are_those_of_pydicom()
    {
        // Each text element of the main data set and its sequences: keyword, then the text as pydicom has it.
        const string script = """
            import sys, json, warnings, pydicom
            warnings.simplefilter('ignore')
            out = []
            def walk(d, path):
                d.decode()
                for e in d:
                    p = path + '/%08x' % int(e.tag)
                    if e.VR == 'SQ':
                        for i, x in enumerate(e.value):
                            walk(x, p + '[%d]' % i)
                    elif e.VR in ('SH', 'LO', 'PN', 'ST', 'LT', 'UT', 'CS', 'UI', 'AE', 'DA', 'TM', 'AS'):
                        v = e.value
                        if v is None or v == '':
                            v = ''
                        elif e.VM > 1:
                            v = '\\'.join(str(x) for x in v)
                        out.append([p, str(v)])
            for f in sys.argv[1:]:
                out.append(['file', f])
                try:
                    d = pydicom.dcmread(f, force=True, stop_before_pixels=True)
                    walk(d, '')
                except Exception as e:
                    out.append(['error', str(type(e))])
            sys.stdout.write(json.dumps(out))
            """;
        string[] files = [.. RealFiles.All().Where(p => !s_unreadable.ContainsKey(Path.GetFileName(p)) && new FileInfo(p).Length < 600_000)
            .Where(p => p.Contains("charset", StringComparison.Ordinal) || p.Contains("pydicom", StringComparison.Ordinal) || p.Contains("phantom", StringComparison.Ordinal) || p.Contains("vhm", StringComparison.Ordinal) || p.Contains("monaco", StringComparison.Ordinal) || p.Contains("breast", StringComparison.Ordinal))];

        using var answer = System.Text.Json.JsonDocument.Parse(RealFiles.Pydicom(script, files));

        DicomDataset dataset = [];
        string file = "";
        int compared = 0;
        var differ = new List<string>();
        foreach (System.Text.Json.JsonElement pair in answer.RootElement.EnumerateArray())
        {
            string path = pair[0].GetString()!;
            if (path == "file")
            {
                file = pair[1].GetString()!;
                dataset = DicomFile.Open(file).Dataset;
            }
            else if (path != "error")
            {
                compared++;
                if (TextAt(dataset, path) is { } text && Normal(text) != Normal(pair[1].GetString()!))
                    differ.Add($"{Path.GetFileName(file)} {path}: {Escaped(text)} / {Escaped(pair[1].GetString()!)}");
            }
        }

        compared.Should().BeGreaterThan(2000);
        differ.Should().BeEmpty();
    }

    private static IEnumerable<DicomDataset> Contours(DicomSequence rois) =>
        rois.Items.SelectMany(r => r.TryGetSequence(DicomTag.ContourSequence, out DicomSequence? contours) ? contours.Items : []);

    // pydicom drops padding, and empty groups at the end of a name.
    private static string Normal(string text) => string.Join('\\', text.Split('\\').Select(t => t.Trim(' ', '\0').TrimEnd('=')));

    private static string Escaped(string text) => string.Concat(text.Select(c => c is >= ' ' and < '\u007f' ? c.ToString() : $"\\u{(int)c:x4}"));

    private static string? TextAt(DicomDataset dataset, string path)
    {
        string[] steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < steps.Length - 1; i++)
        {
            int bracket = steps[i].IndexOf('[', StringComparison.Ordinal);
            DicomSequence? sequence = dataset.GetDicomItem<DicomSequence>(DicomTag.Parse(steps[i][..bracket]));
            if (sequence is null)
                return null;
            dataset = sequence.Items[int.Parse(steps[i].AsSpan()[(bracket + 1)..^1], CultureInfo.InvariantCulture)];
        }

        // What pydicom's private dictionary makes text of is bytes here, and not compared.
        return dataset.GetDicomItem<DicomStringElement>(DicomTag.Parse(steps[^1])) is { } element ? (element.Count == 0 ? "" : element.Get<string>()) : null;
    }

    internal static void Same(DicomDataset expected, DicomDataset actual, string where)
    {
        DicomItem[] a = [.. expected.Where(i => i.Tag.Element != 0)];
        DicomItem[] b = [.. actual.Where(i => i.Tag.Element != 0)];
        b.Select(i => (uint)i.Tag).Should().Equal(a.Select(i => (uint)i.Tag), where);
        for (int i = 0; i < a.Length; i++)
        {
            switch (a[i])
            {
                case DicomSequence sequence:
                    DicomSequence other = b[i].Should().BeOfType<DicomSequence>(where).Subject;
                    other.Items.Should().HaveSameCount(sequence.Items, where);
                    for (int k = 0; k < sequence.Items.Count; k++)
                        Same(sequence.Items[k], other.Items[k], where);
                    break;
                case DicomFragmentSequence fragments:
                    DicomFragmentSequence others = b[i].Should().BeAssignableTo<DicomFragmentSequence>(where).Subject;
                    others.OffsetTable.Should().Equal(fragments.OffsetTable);
                    others.Fragments.Should().HaveSameCount(fragments.Fragments);
                    for (int k = 0; k < fragments.Fragments.Count; k++)
                        Bytes(fragments.Fragments[k].Data, others.Fragments[k].Data, where);
                    break;
                case DicomElement element:
                    Bytes(element.Buffer.Data, b[i].Should().BeAssignableTo<DicomElement>(where).Subject.Buffer.Data, $"{where} {element.Tag}");
                    break;
            }
        }
    }

    // An odd length of the original gets its padding byte.
    private static void Bytes(byte[] expected, byte[] actual, string where)
    {
        actual.Length.Should().Be(expected.Length + (expected.Length & 1), where);
        actual.AsSpan(0, expected.Length).SequenceEqual(expected).Should().BeTrue(where);
    }
}
