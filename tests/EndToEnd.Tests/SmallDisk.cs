namespace ContourFlow.EndToEnd.Tests;

/// <summary>A small disk in memory, which only root can make.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static SmallDisk Make(string path, string options)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            Assert.Skip("a disk of its own can be mounted by root on Linux only");
        Directory.CreateDirectory(path);
        ProgramRun run = ProgramRun.Of("mount", "-t", "tmpfs", "-o", options, "tmpfs", path);
        if (run.ExitCode != 0)
            Assert.Skip($"no disk can be mounted here: {run.Error}");
        return new SmallDisk(path);
    }

    public void Dispose() => ProgramRun.Of("umount", Path).ExitCode.Should().Be(0);
}
