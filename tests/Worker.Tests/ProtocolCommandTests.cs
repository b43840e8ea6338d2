namespace ContourFlow.Worker.Tests;

public sealed class ProtocolCommandTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task Protocols_of_the_program_are_listed()
    {
        CommandLineRun text = await CommandLineRun.Of("protocol", "list");
        CommandLineRun json = await CommandLineRun.Of("protocol", "list", "--json");

        text.ExitCode.Should().Be(0, text.Error);
        text.Out.Should().Contain("spine-sbrt-sib").And.Contain("spine-cord-prv");
        json.Json["protocols"]!.AsArray().Select(one => one!["name"]!.GetValue<string>()).Should().Contain("spine-sbrt-sib");
    }

    [Fact]
    public async Task Every_fault_of_a_file_is_told_with_its_place_and_none_on_standard_output()
    {
        File.WriteAllText(place["mine.yaml"], "nmae: x\nversoin: 1\n");

        CommandLineRun run = await CommandLineRun.Of("protocol", "check", place["mine.yaml"]);
        CommandLineRun json = await CommandLineRun.Of("protocol", "check", place["mine.yaml"], "--json");

        run.ExitCode.Should().Be(5);
        run.Out.Should().BeEmpty();
        run.Error.Should().Contain("mine.yaml:1:1: ").And.Contain("nmae").And.Contain("mine.yaml:2:1: ").And.Contain("versoin");
        json.ExitCode.Should().Be(5);
        json.Json["faults"]!.AsArray().Should().Contain(fault => fault!["line"]!.GetValue<int>() == 2);
    }

    [Fact]
    public async Task File_that_is_not_there_is_said_so()
    {
        CommandLineRun run = await CommandLineRun.Of("protocol", "check", place["none.yaml"]);

        run.ExitCode.Should().Be(5);
        run.Error.Should().Contain("no such file");
    }
}
