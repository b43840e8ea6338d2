namespace ContourFlow.Worker.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData]
    [InlineData("bogus")]
    [InlineData("version", "--bogus")]
    public async Task Command_line_that_is_not_understood_ends_with_2_and_says_where_help_is(params string[] args)
    {
        CommandLineRun run = await CommandLineRun.Of(args);

        run.ExitCode.Should().Be(2);
        run.Out.Should().BeEmpty();
        run.Error.Should().StartWith("usage: ").And.Contain("--help");
    }

    [Fact]
    public async Task Command_line_that_is_not_understood_answers_with_json_when_asked()
    {
        CommandLineRun run = await CommandLineRun.Of("version", "--bogus", "--json");

        run.ExitCode.Should().Be(2);
        run.Json["exitCode"]!.GetValue<int>().Should().Be(2);
        run.Json["error"]!["code"]!.GetValue<string>().Should().Be("usage");
    }

    [Fact]
    public async Task Version_is_told_as_text_and_as_json()
    {
        CommandLineRun text = await CommandLineRun.Of("version");
        CommandLineRun json = await CommandLineRun.Of("version", "--json");

        text.ExitCode.Should().Be(0);
        text.Error.Should().BeEmpty();
        text.Out.Should().MatchRegex(@"^contourflow \d+\.\d+\.\d+ on \.NET ");
        json.Json["version"]!.GetValue<string>().Should().Be(text.Out.Split(' ')[1]);
    }
}
