namespace ContourFlow.EndToEnd.Tests;

/// <summary>Programs of others; a test that needs one that is not installed is skipped and says which.</summary>
internal static class Tool
{
    /// <summary>The system's Python: the one that Debian's python3-pydicom belongs to.</summary>
    public const string Python = "/usr/bin/python3";

    // Daemons lie outside an ordinary user's path.
    private static readonly string[] MoreFolders = ["/usr/sbin", "/usr/local/sbin"];

    /// <summary>Its path; skips the test when it is not installed.</summary>
    public static string Find(string name, string package)
    {
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(MoreFolders);
        string? path = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (path is null)
            Assert.Skip($"{name} is not installed (package {package})");
        return path!;
    }

    /// <summary>Runs a Python program with pydicom; skips the test when there is none.</summary>
    public static ProgramRun Pydicom(string program, params string[] args)
    {
        if (!File.Exists(Python) || ProgramRun.Of(Python, "-c", "import pydicom").ExitCode != 0)
            Assert.Skip("pydicom is not installed (package python3-pydicom)");
        return ProgramRun.Of(Python, ["-c", program, .. args]);
    }
}
