using System.Diagnostics;

namespace ContourFlow.Worker.Tests.Intake;

/// <summary>A small disk in memory, which only root can make; the test is skipped elsewhere.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder place = new();

    public SmallDisk(string options)
    {
        Directory.CreateDirectory(Path);
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", Path) != 0)
        {
            place.Dispose();
            Assert.Skip("a disk of its own can be mounted by root on Linux only");
        }
    }

    public string Path => place["disk"];

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path).Should().Be(0);

    public void Dispose()
    {
        Run("umount", Path).Should().Be(0);
        place.Dispose();
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
