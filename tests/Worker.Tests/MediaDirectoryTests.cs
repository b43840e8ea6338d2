using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ContourFlow.Worker.Tests;

/// <summary>What `inspect` says of a DICOMDIR: made here byte by byte with its offsets, broken on purpose, and made by DCMTK.</summary>
public sealed class MediaDirectoryTests
{
    // Records in the order PATIENT, STUDY, SERIES, IMAGE, IMAGE: each leads to the next below, the images to each other.
    private static byte[] Directory()
    {
        DicomDataset Record(string type, params DicomItem[] items) => new DicomDataset
        {
            { DicomTag.OffsetOfTheNextDirectoryRecord, 0U },
            { DicomTag.RecordInUseFlag, (ushort)0xFFFF },
            { DicomTag.OffsetOfReferencedLowerLevelDirectoryEntity, 0U },
            { DicomTag.DirectoryRecordType, type },
        }.Add(items);
        var dataset = new DicomDataset
        {
            { DicomTag.SOPClassUID, DicomUID.MediaStorageDirectoryStorage },
            { DicomTag.SOPInstanceUID, "1.2.3" },
            { DicomTag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, 0U },
            new DicomSequence(
                DicomTag.DirectoryRecordSequence,
                Record("PATIENT", new DicomLongString(DicomTag.PatientID, "SECRET")),
                Record("STUDY", new DicomUniqueIdentifier(DicomTag.StudyInstanceUID, "1.2.4")),
                Record("SERIES", new DicomCodeString(DicomTag.Modality, "CT"), new DicomUniqueIdentifier(DicomTag.SeriesInstanceUID, "1.2.5")),
                Record("IMAGE", new DicomCodeString(DicomTag.ReferencedFileID, "IMAGES", "ONE")),
                Record("IMAGE", new DicomCodeString(DicomTag.ReferencedFileID, "IMAGES", "TWO"))),
        };
        using var memory = new MemoryStream();
        new DicomFile(dataset).Save(memory);
        byte[] bytes = memory.ToArray();
        uint[] items = [.. Places(bytes, [0xFE, 0xFF, 0x00, 0xE0]).Select(i => (uint)i)];
        items.Should().HaveCount(5);
        Link(bytes, 0x1200, 0, items[0]);
        for (int i = 0; i < 3; i++)
            Link(bytes, 0x1420, i, items[i + 1]);
        Link(bytes, 0x1400, 3, items[4]);
        return bytes;
    }

    private static IEnumerable<int> Places(byte[] bytes, byte[] pattern) =>
        Enumerable.Range(0, bytes.Length - pattern.Length).Where(i => bytes.AsSpan(i, pattern.Length).SequenceEqual(pattern));

    private static void Link(byte[] bytes, ushort element, int record, uint target) =>
        BitConverter.GetBytes(target).CopyTo(bytes, Places(bytes, [0x04, 0x00, (byte)element, (byte)(element >> 8), (byte)'U', (byte)'L']).ElementAt(record) + 8);

    private static void WriteImage(string path)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        new DicomFile(new DicomDataset
        {
            { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
            { DicomTag.SOPInstanceUID, "1.2.6" },
            { DicomTag.Modality, "CT" },
            { DicomTag.PatientID, "SECRET" },
        }).Save(path);
    }

    private static async Task<JsonObject> Inspected(string path)
    {
        CommandLineRun run = await CommandLineRun.Of("inspect", path, "--json");
        run.ExitCode.Should().Be(0, run.Error);
        run.Out.Should().NotContain("SECRET");
        return run.Json["directories"]!.AsArray().Should().ContainSingle().Subject!.AsObject();
    }

    private static string[] Texts(JsonNode? array) => [.. array!.AsArray().Select(n => n!.GetValue<string>())];

    [Theory]
    [InlineData("")]
    [InlineData("DICOMDIR")]
    public async Task Directory_and_what_is_there_are_held_against_each_other(string argument)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "DICOMDIR"), Directory());
        WriteImage(Path.Combine(folder.Path, "images", "one"));
        WriteImage(Path.Combine(folder.Path, "more", "three"));

        JsonObject directory = await Inspected(Path.Combine(folder.Path, argument));

        directory["patients"]!.GetValue<int>().Should().Be(1);
        JsonNode series = directory["series"]!.AsArray().Should().ContainSingle().Subject!;
        series["seriesInstanceUid"]!.GetValue<string>().Should().Be("1.2.5");
        series["studyInstanceUid"]!.GetValue<string>().Should().Be("1.2.4");
        series["objects"]!.GetValue<int>().Should().Be(2);
        Texts(directory["missing"]).Should().Equal("IMAGES/TWO");
        Texts(directory["unlisted"]).Should().Equal("more/three");
        Texts(directory["faults"]).Should().BeEmpty();
        (await CommandLineRun.Of("inspect", folder.Path)).Out.Should().Contain("1 there and not listed").And.Contain("IMAGES/TWO");
    }

    [Fact]
    public async Task Ring_of_records_ends_and_is_said()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = Directory();
        uint first = (uint)Places(bytes, [0xFE, 0xFF, 0x00, 0xE0]).First();
        Link(bytes, 0x1400, 4, first);
        Link(bytes, 0x1420, 4, first);
        File.WriteAllBytes(Path.Combine(folder.Path, "DICOMDIR"), bytes);

        JsonObject directory = await Inspected(folder.Path);

        Texts(directory["faults"]).Should().ContainSingle().Which.Should().Contain("leads to a place");
        Texts(directory["missing"]).Should().Equal("IMAGES/ONE", "IMAGES/TWO");
    }

    [Fact]
    public async Task Offset_into_nowhere_loses_no_file()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = Directory();
        Link(bytes, 0x1200, 0, 7);
        File.WriteAllBytes(Path.Combine(folder.Path, "DICOMDIR"), bytes);

        JsonObject directory = await Inspected(folder.Path);

        Texts(directory["faults"]).Should().HaveCount(2);
        Texts(directory["missing"]).Should().Equal("IMAGES/ONE", "IMAGES/TWO");
    }

    [Fact]
    public async Task Broken_directory_is_listed_with_its_reason_and_the_rest_is_inspected()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "DICOMDIR"), Directory()[..^40]);
        WriteImage(Path.Combine(folder.Path, "one"));

        CommandLineRun run = await CommandLineRun.Of("inspect", folder.Path, "--json");

        run.ExitCode.Should().Be(0);
        Texts(run.Json["directories"]![0]!["faults"]).Should().ContainSingle().Which.Should().Contain("cannot be read: At byte");
        run.Json["patients"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task File_outside_the_folder_is_not_looked_for()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = Directory();
        "..\\..\\../X"u8[..10].CopyTo(bytes.AsSpan(Places(bytes, "IMAGES\\ONE"u8.ToArray()).Single()));
        File.WriteAllBytes(Path.Combine(folder.Path, "DICOMDIR"), bytes);

        JsonObject directory = await Inspected(folder.Path);

        Texts(directory["faults"]).Should().ContainSingle().Which.Should().Contain("outside its folder");
        Texts(directory["missing"]).Should().Equal("IMAGES/TWO");
    }

    [Fact]
    public async Task Directory_that_dcmtk_made_lists_every_file()
    {
        string data = Environment.GetEnvironmentVariable("CONTOURFLOW_TEST_DATA") ?? "";
        Assert.SkipWhen(data.Length == 0, "CONTOURFLOW_TEST_DATA is not set");
        using var folder = new TemporaryFolder();
        foreach ((string source, string name) in ((string, string)[])[("CT_small.dcm", "CT1"), ("MR_small.dcm", "MR1")])
            File.Copy(Path.Combine(data, "odd", "pydicom", source), Path.Combine(folder.Path, name));
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("dcmmkdir", ["-q", "+I", "-W", "CT1", "MR1"]) { WorkingDirectory = folder.Path })!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.Should().Be(0);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("dcmmkdir is not installed");
        }

        JsonObject directory = await Inspected(folder.Path);

        directory["patients"]!.GetValue<int>().Should().Be(2);
        directory["series"]!.AsArray().Select(s => s!["modality"]!.GetValue<string>()).Should().Equal("CT", "MR");
        Texts(directory["missing"]).Should().BeEmpty();
        Texts(directory["unlisted"]).Should().BeEmpty();
        Texts(directory["faults"]).Should().BeEmpty();
    }
}
