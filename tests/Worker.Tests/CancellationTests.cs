namespace ContourFlow.Worker.Tests;

public sealed class CancellationTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("phantom", "--seed", "1", "--site", "lumbar")]
    [InlineData("phantom", "--seed", "1", "--site", "lumbar", "--json")]
    public async Task Stopped_command_ends_with_130_and_leaves_nothing(params string[] command)
    {
        CommandLineRun run = await CommandLineRun.Of(new CancellationToken(canceled: true), [.. command, "--out", place["out"]]);

        run.ExitCode.Should().Be(130);
        run.Error.Should().StartWith("cancelled: ");
        place.Contents().Should().BeEmpty();
    }
}
