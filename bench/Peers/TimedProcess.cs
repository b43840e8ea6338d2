using System.Diagnostics;
using System.Globalization;

namespace ContourFlow.Bench.Peers;

/// <summary>A program run to its end, its wall and processor time taken (by the shell, which sees its children's).</summary>
internal static class TimedProcess
{
    /// <summary>Milliseconds of wall and processor time.</summary>
    /// <exception cref="InvalidOperationException">The program ended with another code than 0.</exception>
    public static (double Wall, double Processor) Run(string program, params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(
            "bash", ["-c", "TIMEFORMAT='%U %S'; time \"$@\"", "bash", program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var wall = watch.Elapsed.TotalMilliseconds;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error.Result}");
        var times = error.Result.TrimEnd().Split('\n')[^1].Split(' ');
        return (wall, 1000 * times.Sum(t => double.Parse(t, CultureInfo.InvariantCulture)));
    }

    /// <summary>Whether a program can be found.</summary>
    public static bool IsInstalled(string program) => Path.IsPathRooted(program)
        ? File.Exists(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(path => File.Exists(Path.Combine(path, program)));

    /// <summary>What a program writes to its standard output.</summary>
    /// <exception cref="InvalidOperationException">The program ended with another code than 0.</exception>
    public static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error.Result}");
    }
}
