using System.Text.Json;

namespace ContourFlow.Dicom.Tests.Text;

/// <summary>Text of real files in ten languages, as pydicom reads it.</summary>
public class CharacterSetFilesTests
{
    // Private elements of implicit VR are left out: pydicom has a dictionary of them.
    private const string Script = """
        import sys, json, pydicom
        def walk(dataset, path, out):
            for element in dataset:
                if element.tag.is_private: continue
                here = path + '/%04X%04X' % (element.tag.group, element.tag.elem)
                if element.VR == 'SQ':
                    for i, item in enumerate(element.value): walk(item, here + '/%d' % i, out)
                elif element.VR in ('PN', 'LO', 'SH', 'LT', 'ST', 'UT', 'UC'):
                    value = element.value
                    values = [] if value is None else [str(v) for v in value] if element.VM > 1 else [str(value)]
                    out[here] = [v.rstrip(' ') for v in values]
        files = {}
        for name in sys.argv[1:]:
            out = {}
            walk(pydicom.dcmread(name, stop_before_pixels=True), '', out)
            files[name] = out
        print(json.dumps(files))
        """;

    [Fact]
    public void Every_text_of_every_file_reads_as_pydicom_reads_it()
    {
        string[] files = [.. Directory.EnumerateFiles(RealFiles.At("odd", "charset"), "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        files.Should().HaveCount(17);
        var expected = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string[]>>>(RealFiles.Pydicom(Script, files))!;

        int texts = 0;
        foreach (string file in files)
        {
            var ours = new Dictionary<string, string[]>(StringComparer.Ordinal);
            Collect(DicomFile.Open(file).Dataset, "", ours);
            ours.Keys.Should().BeEquivalentTo(expected[file].Keys, file);
            foreach ((string path, string[] values) in ours)
            {
                // pydicom gives an empty text for an element without a value, the data set none.
                string[] theirs = expected[file][path] is [""] ? [] : expected[file][path];
                values.Should().Equal(theirs, $"{path} of {Path.GetFileName(file)}");
                texts += values.Any(v => v.Any(c => c > 127)) ? 1 : 0;
            }
        }

        // Each of the files has at least one text outside ASCII.
        texts.Should().BeGreaterThanOrEqualTo(files.Length);
    }

    [Fact]
    public void Every_text_of_every_file_is_encoded_to_bytes_that_pydicom_reads_the_same()
    {
        using var folder = new TemporaryFolder();
        string[] files = [.. Directory.EnumerateFiles(RealFiles.At("odd", "charset"), "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var written = new List<string>();
        foreach (string file in files)
        {
            DicomDataset dataset = DicomFile.Open(file).Dataset.NotValidated();
            MakeTextAnew(dataset);
            dataset.AddOrUpdate(DicomTag.SOPClassUID, DicomUID.SecondaryCaptureImageStorage).AddOrUpdate(DicomTag.SOPInstanceUID, "1.2.3");
            written.Add(folder[Path.GetFileName(file)]);
            new DicomFile(dataset).Save(written[^1]);
        }

        var theirs = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string[]>>>(RealFiles.Pydicom(Script, [.. files, .. written]))!;
        for (int i = 0; i < files.Length; i++)
            theirs[written[i]].Should().BeEquivalentTo(theirs[files[i]], Path.GetFileName(files[i]));
    }

    private static void Collect(DicomDataset dataset, string path, Dictionary<string, string[]> into)
    {
        foreach (DicomItem item in dataset)
        {
            if (item.Tag.IsPrivate)
                continue;
            string here = $"{path}/{item.Tag.Group:X4}{item.Tag.Element:X4}";
            if (item is DicomSequence sequence)
            {
                for (int i = 0; i < sequence.Items.Count; i++)
                    Collect(sequence.Items[i], $"{here}/{i}", into);
            }
            else if (item.ValueRepresentation.Code is "PN" or "LO" or "SH" or "LT" or "ST" or "UT" or "UC")
            {
                // pydicom says a person's name without the empty groups at its end.
                string end = item.ValueRepresentation == DicomVR.PN ? "= " : " ";
                into[here] = [.. dataset.GetValues<string>(item.Tag).Select(v => v.TrimEnd([.. end]))];
            }
        }
    }

    // Elements of text in the place of elements of bytes, so that writing encodes them.
    private static void MakeTextAnew(DicomDataset dataset)
    {
        foreach (DicomItem item in dataset.ToArray())
        {
            if (item is DicomSequence sequence)
            {
                foreach (DicomDataset inner in sequence.Items)
                    MakeTextAnew(inner.NotValidated());
            }
            else if (item.ValueRepresentation.Code is "PN" or "LO" or "SH" or "LT" or "ST" or "UT")
            {
                dataset.AddOrUpdate(item.ValueRepresentation, item.Tag, dataset.GetValues<string>(item.Tag));
            }
        }
    }
}
