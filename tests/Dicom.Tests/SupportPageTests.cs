using System.Text;

namespace ContourFlow.Dicom.Tests;

/// <summary>
/// docs/dicom-support.md says what reads and what is refused, as it is found on the real files. With
/// CONTOURFLOW_WRITE_DOCS=1 the page is written anew.
/// </summary>
public sealed class SupportPageTests
{
    private const string Begin = "<!-- made by SupportPageTests: begin -->";
    private const string End = "<!-- made by SupportPageTests: end -->";

    [Fact]
    public void Page_of_what_reads_says_what_was_found_on_the_real_files()
    {
        string[] files = [.. RealFiles.All()];
        if (!new DefaultTranscoderManager().HasCodec(DicomTransferSyntax.JPEGLSLossless))
            Assert.Skip("the native library for JPEG-LS and JPEG 2000 is not built here");
        string page = Path.Combine(Root(), "docs", "dicom-support.md");
        string text = File.ReadAllText(page);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        end.Should().BeGreaterThan(begin);
        string wanted = string.Concat(text.AsSpan(0, begin), $"\n\n{Syntaxes()}\n{Files(files)}\n", text.AsSpan(end));
        if (Environment.GetEnvironmentVariable("CONTOURFLOW_WRITE_DOCS") == "1")
            File.WriteAllText(page, wanted);

        File.ReadAllText(page).Should().Be(wanted, "CONTOURFLOW_WRITE_DOCS=1 makes the page anew");
    }

    private static string Syntaxes()
    {
        var table = new StringBuilder("## Transfer syntaxes\n\n| transfer syntax | UID | data set | pixel values |\n|---|---|---|---|\n");
        foreach (DicomTransferSyntax syntax in DicomTransferSyntax.KnownEntries)
            table.Append($"| {syntax.UID.Name} | {syntax.UID.UID} | {DataSet(syntax)} | {PixelValues(syntax)} |\n");
        return table.ToString();
    }

    // Found by doing it: a data set is written in the syntax and read again.
    private static string DataSet(DicomTransferSyntax syntax)
    {
        var dataset = new DicomDataset(syntax)
        {
            { DicomTag.SOPClassUID, DicomUID.RTStructureSetStorage },
            { DicomTag.SOPInstanceUID, "1.2.3" },
            { DicomTag.Rows, (ushort)258 },
        };
        using var stream = new MemoryStream();
        try
        {
            new DicomFile(dataset).Save(stream);
            stream.Position = 0;
            DicomFile.Open(stream).Dataset.GetSingleValue<ushort>(DicomTag.Rows).Should().Be(258);
            return "read and written";
        }
        catch (DicomDataException fault)
        {
            return $"refused: {Sentence(fault)}";
        }
    }

    private static string PixelValues(DicomTransferSyntax syntax)
    {
        if (!syntax.IsEncapsulated)
            return "native";
        try
        {
            return $"decoded{(syntax.IsLossy ? ", lossy" : "")} ({new DefaultTranscoderManager().GetCodec(syntax).Name})";
        }
        catch (DicomDataException fault)
        {
            return $"refused: {Sentence(fault)}";
        }
    }

    private static string Files(string[] files)
    {
        var table = new StringBuilder("## Files of real systems\n\n| files | kind | transfer syntax | outcome |\n|---|---|---|---|\n");
        foreach (var rows in files.Select(Row).GroupBy(row => (row.Folder, row.Kind, row.Syntax, row.Outcome)))
        {
            string name = rows.Count() == 1 ? $"{rows.Key.Folder}/{rows.First().Name}" : $"{rows.Key.Folder} ({rows.Count()} files)";
            table.Append($"| {name} | {rows.Key.Kind} | {rows.Key.Syntax} | {rows.Key.Outcome} |\n");
        }

        return table.ToString();
    }

    private static (string Folder, string Name, string Kind, string Syntax, string Outcome) Row(string path)
    {
        string folder = Path.GetRelativePath(RealFiles.Folder, Path.GetDirectoryName(path)!).Replace('\\', '/');
        try
        {
            DicomFile file = DicomFile.Open(path, FileReadOption.ReadAll);
            string kind = file.Dataset.TryGetSingleValue(DicomTag.SOPClassUID, out DicomUID? uid) && uid is not null ? uid.Name : "no SOP class";
            return (folder, Path.GetFileName(path), kind, file.Dataset.InternalTransferSyntax.UID.Name, Pixels(file.Dataset));
        }
        catch (DicomFileException fault)
        {
            return (folder, Path.GetFileName(path), "", "", $"refused: {Sentence(fault)}");
        }
    }

    private static string Pixels(DicomDataset dataset)
    {
        if (!dataset.Contains(DicomTag.PixelData))
            return "reads";
        try
        {
            DicomDataset native = dataset.InternalTransferSyntax.IsEncapsulated ? dataset.Clone(DicomTransferSyntax.ExplicitVRLittleEndian) : dataset;
            DicomPixelData pixels = DicomPixelData.Create(native);
            for (int frame = 0; frame < pixels.NumberOfFrames; frame++)
                pixels.GetFrame(frame).Size.Should().Be(pixels.UncompressedFrameSize);
            return "reads, with pixel values";
        }
        catch (DicomDataException fault)
        {
            return $"reads; pixel values refused: {Sentence(fault)}";
        }
    }

    private static string Sentence(Exception fault) => fault.Message.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static string Root()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "ContourFlow.sln")))
                return folder;
        }

        throw new InvalidOperationException("The tests run from a folder outside the repository.");
    }
}
