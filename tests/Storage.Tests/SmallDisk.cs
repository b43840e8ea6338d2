using System.Diagnostics;

namespace ContourFlow.Storage.Tests;

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
        if (Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path) != 0)
            Assert.Skip("no disk can be mounted here");
        return new SmallDisk(path);
    }

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path).Should().Be(0);

    public void Dispose() => Run("umount", Path).Should().Be(0);

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
