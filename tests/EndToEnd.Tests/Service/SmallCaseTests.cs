namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>The measure that the service's tests use: processed by the command, the small case gives what its closed form says.</summary>
public sealed class SmallCaseTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Small_case_processed_by_the_command_is_as_its_closed_form_says()
    {
        SmallCase small = SmallCase.In(place["case"], 3);

        ProgramRun run = ProgramRun.ContourFlow("process", place["case"], "--out", place["out"], "--protocol", SmallCase.Protocol);

        run.ExitCode.Should().Be(0, run.Out + run.Error);
        SmallCaseTruth.Check(Directory.GetFiles(place["out"], "RS.*.dcm").Should().ContainSingle().Which, small);
    }
}
