using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Sending;

namespace ContourFlow.Worker.Tests.Sending;

/// <summary>What is sent of files and folders, and what is said of the rest.</summary>
public sealed class OutgoingFilesTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    public OutgoingFilesTests()
    {
        Directory.CreateDirectory(place["out"]);
        new DicomFile(new DicomDataset
        {
            { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
            { DicomTag.SOPInstanceUID, "2.25.1" },
            { DicomTag.StudyInstanceUID, "2.25.2" },
            { DicomTag.SeriesInstanceUID, "2.25.3" },
        }).Save(place["out/slice.dcm"]);
    }

    public void Dispose() => place.Dispose();

    [Fact]
    public void Text_in_a_folder_was_not_meant_and_one_that_is_named_was()
    {
        File.WriteAllText(place["out/notes.txt"], "mine");

        OutgoingFiles inFolder = In(place["out"]);
        OutgoingFiles named = In(place["out"], place["out/notes.txt"]);

        inFolder.LeftOut.Should().ContainSingle().Which.Should().Match<FileLeftOut>(file => file.Name == "notes.txt" && !file.WasMeant);
        named.LeftOut.Should().ContainSingle().Which.Should().Match<FileLeftOut>(file => file.Name == "notes.txt" && file.WasMeant);
    }

    [Fact]
    public void File_that_says_it_is_dicom_and_cannot_be_read_was_meant()
    {
        // Preamble and prefix (PS3.10 section 7.1), and nothing behind them.
        File.WriteAllBytes(place["out/cut.dcm"], [.. new byte[128], .. "DICM"u8]);
        var dataset = new DicomDataset { { DicomTag.SOPClassUID, DicomUID.CTImageStorage }, { DicomTag.SOPInstanceUID, "2.25.9" } };
        new DicomFile(dataset).Save(place["out/without-study.dcm"]);

        In(place["out"]).LeftOut.Should().HaveCount(2).And.OnlyContain(file => file.WasMeant);
    }

    [Fact]
    public void Directory_of_a_medium_is_no_object_of_an_archive()
    {
        var directory = new DicomDataset { { DicomTag.FileSetID, "DISC" } };
        var file = new DicomFile(directory);
        file.FileMetaInfo.AddOrUpdate(DicomTag.MediaStorageSOPClassUID, DicomUID.MediaStorageDirectoryStorage);
        file.FileMetaInfo.AddOrUpdate(DicomTag.MediaStorageSOPInstanceUID, "2.25.8");
        file.Save(place["out/DICOMDIR"]);

        In(place["out"]).LeftOut.Should().ContainSingle().Which.WasMeant.Should().BeFalse();
    }

    [Fact]
    public void Link_to_nothing_is_named_and_stops_nothing()
    {
        File.CreateSymbolicLink(place["out/gone.dcm"], place["nowhere"]);

        OutgoingFiles files = In(place["out"]);

        files.Objects.Should().ContainSingle();
        files.LeftOut.Should().ContainSingle().Which.Should().Match<FileLeftOut>(file => file.Name == "gone.dcm" && file.WasMeant);
    }

    [Fact]
    public void Folder_and_file_without_permission_are_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Permissions do not hold this user back");
        Directory.CreateDirectory(place["out/closed"]);
        File.Copy(place["out/slice.dcm"], place["out/closed/other.dcm"]);
        File.Copy(place["out/slice.dcm"], place["out/locked.dcm"]);
        Permit(place["out/closed"], UnixFileMode.None);
        Permit(place["out/locked.dcm"], UnixFileMode.None);
        try
        {
            OutgoingFiles files = In(place["out"]);

            files.Objects.Should().ContainSingle();
            files.LeftOut.Select(file => file.Name).Should().BeEquivalentTo("closed", "locked.dcm");
            files.LeftOut.Should().OnlyContain(file => file.WasMeant && file.Reason.Contains("permission"));
        }
        finally
        {
            Permit(place["out/closed"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Where_there_is_no_object_at_all_it_is_said_what_cannot_be_read()
    {
        File.WriteAllText(place["notes.txt"], "mine");

        Action act = () => In(place["notes.txt"]);

        act.Should().Throw<PeerOptionsException>().WithMessage("*no DICOM object*notes.txt*");
    }

    private static void Permit(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    private static OutgoingFiles In(params string[] paths) => OutgoingFiles.In(paths, TestContext.Current.CancellationToken);
}
