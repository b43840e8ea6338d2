using System.Diagnostics;

namespace ContourFlow.Dicom.Tests;

/// <summary>The real DICOM files that tests read when CONTOURFLOW_TEST_DATA names their folder, and the referees beside them.</summary>
internal static class RealFiles
{
    private static readonly string[] s_other = [".md", ".txt", ".nrrd", ".gz", ".csv", ".zst", ".json", ".dump", ".png", ".py", ".html", ".pdf"];

    /// <summary>The folder; skips the test when there is none.</summary>
    public static string Folder
    {
        get
        {
            string? folder = Environment.GetEnvironmentVariable("CONTOURFLOW_TEST_DATA");
            if (string.IsNullOrEmpty(folder))
                Assert.Skip("CONTOURFLOW_TEST_DATA is not set");
            return folder;
        }
    }

    /// <summary>Every file that can be DICOM, in a fixed order.</summary>
    public static IEnumerable<string> All() =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(f => !s_other.Contains(Path.GetExtension(f)) && !Path.GetFileName(f).StartsWith("LICENSE", StringComparison.Ordinal) && Path.GetFileName(f) != "ANALYTICAL")
            .Order(StringComparer.Ordinal);

    public static string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Runs a tool; skips the test when it is not installed. Gives its output and errors together.</summary>
    public static (int Exit, string Output) Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{tool} is not installed");
            throw;
        }
    }

    /// <summary>Runs a script under a Python that has pydicom; skips the test when there is none.</summary>
    public static string Pydicom(string script, params string[] arguments)
    {
        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        if (Run(python, "-c", "import pydicom").Exit != 0)
            Assert.Skip("pydicom is not installed");
        (int exit, string output) = Run(python, ["-c", script, .. arguments]);
        exit.Should().Be(0, output);
        return output;
    }
}

/// <summary>A folder of its own for a test, taken away afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("contourflow-dicom-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
