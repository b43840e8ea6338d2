namespace ContourFlow.Worker.Tests.Query;

/// <summary>What `contourflow find` and `retrieve` do not take, before anybody is asked. No archive listens at the address.</summary>
public sealed class FindCommandTests
{
    private const string Nobody = "PACS@127.0.0.1:1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--from or by --web", "find")]
    [InlineData("--from or by --web", "find", "--from", Nobody, "--web", "http://127.0.0.1/")]
    [InlineData("TITLE@host:port", "find", "--from", "127.0.0.1:104")]
    [InlineData("http://", "find", "--web", "ftp://127.0.0.1/")]
    [InlineData("no AE title", "find", "--from", Nobody, "--aet", "A TITLE THAT IS TOO LONG")]
    [InlineData("study, series, instance", "find", "--help")]
    [InlineData("--study is no UID", "find", "--from", Nobody, "--study", "1.2.x")]
    [InlineData("--series needs --level", "find", "--from", Nobody, "--study", "1.2", "--series", "1.3")]
    [InlineData("--instance needs --level instance", "find", "--from", Nobody, "--level", "series", "--study", "1.2", "--instance", "1.3")]
    [InlineData("study by study", "find", "--from", Nobody, "--level", "series", "--modality", "MR")]
    [InlineData("--modality chooses", "find", "--from", Nobody, "--level", "instance", "--study", "1.2", "--series", "1.3", "--modality", "MR")]
    [InlineData("--date is no date", "find", "--from", Nobody, "--date", "31.12.2025")]
    [InlineData("--date is one day", "find", "--from", Nobody, "--date", "2025-12-31", "--since", "2025-12-01")]
    [InlineData("PatientID is asked for twice", "find", "--from", Nobody, "--patient-id", "1", "--key", "PatientID=2")]
    [InlineData("--limit is at least 1", "find", "--from", Nobody, "--limit", "0")]
    [InlineData("--response-seconds", "find", "--from", Nobody, "--response-seconds", "0")]
    [InlineData("--token-file", "find", "--web", "http://127.0.0.1/", "--token-file", "/no/such/file")]
    [InlineData("--study", "retrieve", "in", "--from", Nobody)]
    [InlineData("--instance needs --series", "retrieve", "in", "--from", Nobody, "--study", "1.2", "--instance", "1.3")]
    [InlineData("Name the folder", "retrieve", "--from", Nobody, "--study", "1.2")]
    [InlineData("--by move needs", "retrieve", "in", "--from", Nobody, "--study", "1.2", "--by", "move")]
    [InlineData("--by web needs", "retrieve", "in", "--from", Nobody, "--study", "1.2", "--by", "web")]
    [InlineData("need --from", "retrieve", "in", "--web", "http://127.0.0.1/", "--study", "1.2", "--by", "get")]
    [InlineData("needs --by move", "retrieve", "in", "--from", Nobody, "--study", "1.2", "--move-to", "OTHER")]
    [InlineData("no port", "retrieve", "in", "--from", Nobody, "--study", "1.2", "--listen", "70000")]
    public async Task What_cannot_be_asked_is_said_with_its_option(string said, params string[] args)
    {
        CommandLineRun run = await CommandLineRun.Of(Cancel, args);

        run.ExitCode.Should().Be(args.Contains("--help") ? 0 : 2, run.Error);
        (run.Out + run.Error).Should().Contain(said);
    }

    [Theory]
    [InlineData("ZEBEDEE^JOHN")]
    [InlineData("=ZEBEDEE")]
    [InlineData("ZEBEDEE=1")]
    [InlineData("PixelData=ZEBEDEE")]
    [InlineData("Rows=ZEBEDEE")]
    [InlineData("StudyInstanceUID=ZEBEDEE")]
    public async Task Key_that_is_none_is_refused_without_its_text_which_may_be_a_patients(string key)
    {
        CommandLineRun run = await CommandLineRun.Of(Cancel, "find", "--json", "--from", Nobody, "--key", key);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("Keyword=value");
        (run.Out + run.Error).Should().NotContain("ZEBEDEE");
    }

    [Fact]
    public async Task Keys_are_in_no_message_of_an_archive_that_is_not_there()
    {
        CommandLineRun run = await CommandLineRun.Of(
            Cancel, "find", "--json", "--verbose", "--from", Nobody, "--patient-id", "ZEBEDEE", "--key", "PatientName=ZEBEDEE^*");

        run.ExitCode.Should().Be(9);
        (run.Out + run.Error).Should().NotContain("ZEBEDEE");
    }
}
