using System.Diagnostics;
using System.Globalization;

namespace ContourFlow.EndToEnd.Tests;

/// <summary>Ctrl-C and SIGTERM in the middle of the work.</summary>
public sealed class InterruptionTests(PhantomCases cases) : IDisposable
{
    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Process_that_is_stopped_leaves_nothing(string signal)
    {
        string[] args = ["process", cases.Phantom("thoracic"), "--out", place["a/out"], "--json"];

        ProgramRun run = await StopInTheMiddleAsync(args, signal);

        run.ExitCode.Should().Be(130, run.Out + run.Error);
        run.ErrorCode.Should().Be("cancelled");
        place.Names().Should().BeEmpty();
    }

    [Fact]
    public async Task Process_that_is_stopped_leaves_the_earlier_results_as_they_were()
    {
        Directory.CreateDirectory(place["out"]);
        foreach (string file in Directory.GetFiles(cases.Result("thoracic").Folder))
            File.Copy(file, Path.Combine(place["out"], Path.GetFileName(file)));
        IReadOnlyList<string> before = place.Names();

        ProgramRun run = await StopInTheMiddleAsync(["process", cases.Phantom("thoracic"), "--out", place["out"]], "INT");

        run.ExitCode.Should().Be(130, run.Out + run.Error);
        place.Names().Should().Equal(before);
    }

    [Fact]
    public async Task Phantom_that_is_stopped_leaves_nothing()
    {
        ProgramRun run = await StopInTheMiddleAsync(["phantom", "--out", place["out"], "--seed", "3", "--site", "lumbar"], "INT");

        run.ExitCode.Should().Be(130, run.Out + run.Error);
        place.Names().Should().BeEmpty();
    }

    // The staging folder is the sign that the work has begun and is not yet over.
    private async Task<ProgramRun> StopInTheMiddleAsync(string[] args, string signal)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        // A shell that starts the tests in the background has its children ignore SIGINT; the program must not inherit that.
        using Process process = ProgramRun.Start("env", ["--default-signal=INT", "dotnet", ProgramRun.Assembly, .. args]);
        while (!process.HasExited && !IsStaging())
            await Task.Delay(5, cancel);
        ProgramRun.Of("kill", $"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)).ExitCode.Should().Be(0);
        return ProgramRun.Finish(process);
    }

    private bool IsStaging() => Directory.EnumerateDirectories(place.Path, "*.part", SearchOption.AllDirectories).Any();
}
