using System.Text.Json;

namespace ContourFlow.Dicom.Tests.Serialization;

/// <summary>The JSON of every file, beside that of DCMTK and of pydicom, and back again.</summary>
public class JsonPeersTests
{
    private const string Script = """
        import sys, json, warnings, pydicom
        warnings.simplefilter('ignore')
        out = {}
        for name in sys.argv[1:]:
            try:
                out[name] = json.dumps(pydicom.dcmread(name).to_json_dict(None, None))
            except Exception as e:
                out[name] = 'no: ' + type(e).__name__ + ' ' + str(e)
        print(json.dumps(out))
        """;

    // Japanese: DCMTK's conversion library on this system does not have the sets ("Cannot open character encoding").
    private static readonly string[] s_notForDcmtk =
    [
        "chrH31.dcm", "chrH32.dcm", "chrJapMulti.dcm", "chrJapMultiExplicitIR6.dcm", "chrSQEncoding1.dcm", "J2K_pixelrep_mismatch.dcm",
        "001.dcm", "002.dcm", "003.dcm", "004.dcm",
    ];

    [Fact]
    public void Json_of_every_file_is_that_of_dcmtk()
    {
        using var folder = new TemporaryFolder();
        int compared = 0;
        foreach ((string name, string path, DicomDataset dataset) in Written(folder))
        {
            (int exit, string output) = RealFiles.Run("dcm2json", "-q", "-fc", path);
            if (exit != 0 && output.Contains("character", StringComparison.Ordinal) && s_notForDcmtk.Contains(name))
                continue;

            // Its item has a Japanese set of its own, which DCMTK leaves unconverted.
            if (name == "chrSQEncoding.dcm")
                continue;

            exit.Should().Be(0, name + " " + output[..Math.Min(300, output.Length)]);
            ShouldBeTheSame(Ours(dataset), JsonCanon.Of(output), name);
            compared++;
        }

        compared.Should().BeGreaterThan(80);
    }

    [Fact]
    public void Json_of_every_file_is_that_of_pydicom()
    {
        using var folder = new TemporaryFolder();
        (string Name, string Path, DicomDataset Dataset)[] files = [.. Written(folder)];
        var theirs = JsonSerializer.Deserialize<Dictionary<string, string>>(RealFiles.Pydicom(Script, [.. files.Select(f => f.Path)]))!;
        int compared = 0;
        foreach ((string name, string path, DicomDataset dataset) in files)
        {
            // pydicom makes an integer of every IS, or gives up.
            if (name == "badVR.dcm")
            {
                theirs[path].Should().Contain("ValueError");
                continue;
            }

            theirs[path].Should().StartWith("{", name);
            ShouldBeTheSame(Ours(dataset), JsonCanon.Of(theirs[path]), name);
            compared++;
        }

        compared.Should().BeGreaterThan(80);
    }

    [Fact]
    public void Every_file_is_the_same_after_json_and_back()
    {
        using var folder = new TemporaryFolder();
        foreach (NumberSerializationMode mode in Enum.GetValues<NumberSerializationMode>())
        {
            foreach ((string name, _, DicomDataset dataset) in Written(folder))
            {
                if (mode == NumberSerializationMode.AsNumber && !HasOnlyNumbers(dataset))
                    continue;
                DicomDataset back = DicomJson.ConvertJsonToDicom(DicomJson.ConvertDicomToJson(dataset, numberSerializationMode: mode), autoValidate: false);
                DataSets.ShouldHoldTheSame(back, dataset, name);
            }
        }
    }

    private static SortedDictionary<string, string> Ours(DicomDataset dataset) =>
        JsonCanon.Of(DicomJson.ConvertDicomToJson(dataset, numberSerializationMode: HasOnlyNumbers(dataset) ? NumberSerializationMode.AsNumber : NumberSerializationMode.PreferablyAsNumber));

    private static void ShouldBeTheSame(SortedDictionary<string, string> ours, SortedDictionary<string, string> theirs, string name)
    {
        // pydicom has a dictionary of private elements, and says what such an element of UN is.
        bool IsUnknownToUs(string path)
        {
            string[] parts = path.Split('/');
            for (int i = 1; i < parts.Length; i++)
            {
                string attribute = string.Join('/', parts[..(i + 1)]);
                if (parts[i].Length == 8 && "13579BDF".Contains(parts[i][3], StringComparison.Ordinal)
                    && ours.GetValueOrDefault(attribute) == "UN" && theirs.GetValueOrDefault(attribute) is not (null or "UN"))
                    return true;
            }

            return false;
        }

        string[] differences =
        [
            .. ours.Keys.Union(theirs.Keys, StringComparer.Ordinal).Where(k => ours.GetValueOrDefault(k) != theirs.GetValueOrDefault(k) && !IsUnknownToUs(k))
                .Select(k => $"{k}: {Short(ours.GetValueOrDefault(k))} / {Short(theirs.GetValueOrDefault(k))}").Take(12),
        ];
        differences.Should().BeEmpty(name);
    }

    private static string Short(string? text) => text is null ? "nothing" : text.Length > 60 ? text[..60] + "…" : text;

    private static bool HasOnlyNumbers(DicomDataset dataset)
    {
        try
        {
            DicomJson.ConvertDicomToJson(dataset);
            return true;
        }
        catch (DicomDataException)
        {
            return false;
        }
    }

    /// <summary>Every file of the folder of odd ones that reads, written anew in explicit VR without compressed pixels, so that all see the same.</summary>
    private static IEnumerable<(string Name, string Path, DicomDataset Dataset)> Written(TemporaryFolder folder)
    {
        int number = 0;
        foreach (string file in RealFiles.All().Where(f => f.Contains("/odd/", StringComparison.Ordinal)))
        {
            DicomDataset read;
            try
            {
                read = DicomFile.Open(file).Dataset;
            }
            catch (DicomFileException)
            {
                continue;
            }

            var dataset = new DicomDataset().NotValidated();
            dataset.Add(read.Where(item => item is not DicomFragmentSequence));
            if (!dataset.Contains(DicomTag.SOPClassUID))
                dataset.Add(DicomTag.SOPClassUID, DicomUID.CTImageStorage);
            if (!dataset.Contains(DicomTag.SOPInstanceUID))
                dataset.Add(DicomTag.SOPInstanceUID, "1.2.3");
            string path = folder[$"{number++}.dcm"];
            new DicomFile(dataset).Save(path);
            yield return (Path.GetFileName(file), path, DicomFile.Open(path).Dataset);
        }
    }
}
