using System.Diagnostics;

namespace ContourFlow.Phantom.Tests.Patients;

/// <summary>Referees from other hands; the test is skipped where one is not installed.</summary>
internal static class Tool
{
    public static string Run(string program, params string[] arguments)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':')
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        if (found is null) Assert.Skip($"{program} is not installed");
        using var process = Process.Start(new ProcessStartInfo(found!, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.Result;
    }
}
