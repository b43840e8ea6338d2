using System.Diagnostics;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Contouring.Tests.Cases;

namespace ContourFlow.Contouring.Tests.RtObjects;

/// <summary>Other people's readers and checkers on what we write, where they are installed.</summary>
public sealed class RefereeTests : IDisposable
{
    private readonly SyntheticCase _folder = SyntheticCase.Plain();
    private readonly string _written;

    public RefereeTests()
    {
        var read = CaseReader.Read(_folder.Folder);
        var ring = WriterInput.Stack(read.Ct.Grid, WriterInput.Circle(10, 90), WriterInput.Circle(4, 60));
        _written = Path.Combine(_folder.Folder, "written.dcm");
        RtStructWriter.Write(WriterInput.Of(read, HoleEncoding.Keyhole, WriterInput.Structure("PTV_Eval", ring, new("ENCLOSING", null, 2)))).File.Save(_written);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dciodvfy_finds_no_error()
    {
        var said = Tools.Run("dciodvfy", _written);

        said.Should().Contain("RTStructureSet").And.NotMatchRegex("(?m)^Error");
    }

    [Fact]
    public void Dcmdump_reads_it()
    {
        Tools.Run("dcmdump", "+P", "3006,0026", "+P", "3006,0002", _written).Should().Contain("PTV_Eval").And.Contain("CF SPINE");
    }

    [Fact]
    public void Pydicom_reads_names_and_points()
    {
        const string Script = """
            import sys, pydicom
            ds = pydicom.dcmread(sys.argv[1])
            print([r.ROIName for r in ds.StructureSetROISequence], len(ds.ROIContourSequence[2].ContourSequence), ds.is_implicit_VR, ds.is_little_endian)
            c = ds.ROIContourSequence[2].ContourSequence[0]
            print(len(c.ContourData) == 3 * c.NumberOfContourPoints, all(len(str(v)) <= 16 for v in c.ContourData), set(float(v) for v in c.ContourData[2::3]))
            """;

        Tools.Run("/usr/bin/python3", "-c", Script, _written).Should()
            .Contain("['BODY', 'CTV', 'PTV_Eval'] 4 True True").And.Contain("True True {2.5}");
    }
}

/// <summary>Runs a tool that may not be installed.</summary>
internal static class Tools
{
    /// <summary>What the tool says on both channels; skips the test where the tool is not installed.</summary>
    public static string Run(string tool, params string[] arguments)
    {
        var path = Path.IsPathRooted(tool)
            ? tool
            : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Select(p => Path.Combine(p, tool)).FirstOrDefault(File.Exists);
        if (path is null || !File.Exists(path)) Assert.Skip($"{tool} is not installed");
        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var said = output + error.Result;
        if (said.Contains("ModuleNotFoundError", StringComparison.Ordinal)) Assert.Skip($"a module that {tool} needs is not installed");
        return said;
    }
}
