namespace ContourFlow.Worker.Tests;

/// <summary>Numbers that no wait, deadline, size or port can be: told with the option's name before anything is begun. No archive listens at the address.</summary>
public sealed class NumberOptionTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("send", "--retry-seconds", "-1")]
    [InlineData("send", "--retry-seconds", "1e300")]
    [InlineData("send", "--report-seconds", "NaN")]
    [InlineData("send", "--response-seconds", "0")]
    [InlineData("send", "--response-seconds", "-5")]
    [InlineData("send", "--response-seconds", "3000000")]
    [InlineData("send", "--response-seconds", "soon")]
    [InlineData("send", "--listen", "0")]
    [InlineData("send", "--listen", "65536")]
    [InlineData("receive", "--idle-seconds", "NaN")]
    [InlineData("receive", "--idle-seconds", "1e300")]
    [InlineData("receive", "--idle-seconds", "3000000")]
    [InlineData("receive", "--max-associations", "0")]
    [InlineData("receive", "--max-object-mib", "0")]
    [InlineData("receive", "--max-object-mib", "9223372036854775807")]
    [InlineData("receive", "--keep-free-mib", "-1")]
    [InlineData("receive", "--keep-free-mib", "9223372036854775807")]
    [InlineData("receive", "--web-port", "-1")]
    [InlineData("retrieve", "--retry-seconds", "Infinity")]
    [InlineData("retrieve", "--keep-free-mib", "-1")]
    [InlineData("retrieve", "--response-seconds", "1e300")]
    [InlineData("retrieve", "--listen", "-1")]
    [InlineData("find", "--response-seconds", "NaN")]
    public async Task Number_that_cannot_be_is_refused_with_its_option(string command, string option, string value)
    {
        string[] rest = command switch
        {
            "send" => [place.Path, "--to", "PACS@127.0.0.1:1"],
            "receive" => [place["in"], "--port", "0"],
            "retrieve" => [place["in"], "--from", "PACS@127.0.0.1:1", "--study", "1.2"],
            _ => ["--from", "PACS@127.0.0.1:1"],
        };

        CommandLineRun run = await CommandLineRun.Of(Cancel, [command, .. rest, option, value]);

        run.ExitCode.Should().Be(2, run.Error);
        run.Error.Should().Contain(option);
        place.Contents().Should().BeEmpty();
    }
}
