namespace ContourFlow.EndToEnd.Tests;

/// <summary>Disks that refuse: full and read-only, as the system really answers.</summary>
public sealed class OutputFaultTests(PhantomCases cases) : IDisposable
{
    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("process")]
    [InlineData("phantom")]
    public void Full_disk_ends_with_6_and_leaves_the_folder_as_it_was(string command)
    {
        using SmallDisk disk = SmallDisk.Make(place["disk"], "size=100k");
        File.WriteAllText(Path.Combine(disk.Path, "notes.txt"), "mine");

        ProgramRun run = ProgramRun.ContourFlow(Arguments(command, Path.Combine(disk.Path, "out")));

        run.ExitCode.Should().Be(6, run.Out + run.Error);
        run.ErrorCode.Should().Be("output-not-writable");
        run.Json["error"]!["sentence"]!.GetValue<string>().Should().Contain("no room left");
        Directory.GetFileSystemEntries(disk.Path).Should().Equal(Path.Combine(disk.Path, "notes.txt"));
    }

    [Theory]
    [InlineData("process")]
    [InlineData("phantom")]
    public void Read_only_disk_ends_with_6(string command)
    {
        using SmallDisk disk = SmallDisk.Make(place["disk"], "size=100k,ro");

        ProgramRun run = ProgramRun.ContourFlow(Arguments(command, Path.Combine(disk.Path, "out")));

        run.ExitCode.Should().Be(6, run.Out + run.Error);
        run.ErrorCode.Should().Be("output-not-writable");
        run.Json["error"]!["sentence"]!.GetValue<string>().Should().Contain("read-only");
        Directory.GetFileSystemEntries(disk.Path).Should().BeEmpty();
    }

    [Fact]
    public void Folder_without_permission_ends_with_6()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("root may write everywhere");
            return;
        }

        Directory.CreateDirectory(place["locked"]);
        File.SetUnixFileMode(place["locked"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        ProgramRun run = ProgramRun.ContourFlow(Arguments("process", place["locked/out"]));

        run.ExitCode.Should().Be(6, run.Out + run.Error);
        run.Json["error"]!["sentence"]!.GetValue<string>().Should().Contain("no permission");
        Directory.GetFileSystemEntries(place["locked"]).Should().BeEmpty();
    }

    private string[] Arguments(string command, string output) => command == "phantom"
        ? ["phantom", "--out", output, "--seed", "1", "--site", "thoracic", "--json"]
        : ["process", cases.Phantom("thoracic"), "--out", output, "--json"];
}
