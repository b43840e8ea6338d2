using ContourFlow.Contouring.Linting;

namespace ContourFlow.Contouring.Tests.Linting;

/// <summary>docs/linting.md says what the rules say. With CONTOURFLOW_WRITE_DOCS=1 the page is written anew.</summary>
public sealed class RuleTableTests
{
    [Fact]
    public void Page_of_the_linter_has_every_rule_as_it_is()
    {
        var page = Path.Combine(Root(), "docs", "linting.md");
        var text = File.ReadAllText(page).Replace("\r\n", "\n", StringComparison.Ordinal);
        var begin = text.IndexOf(LintRuleTable.Begin, StringComparison.Ordinal);
        var end = text.IndexOf(LintRuleTable.End, StringComparison.Ordinal);
        begin.Should().BePositive();
        end.Should().BeGreaterThan(begin);
        var wanted = string.Concat(text.AsSpan(0, begin + LintRuleTable.Begin.Length), "\n\n", LintRuleTable.Markdown(), "\n" + text[end..]);
        if (Environment.GetEnvironmentVariable("CONTOURFLOW_WRITE_DOCS") == "1") File.WriteAllText(page, wanted);

        File.ReadAllText(page).Replace("\r\n", "\n", StringComparison.Ordinal).Should().Be(wanted, "CONTOURFLOW_WRITE_DOCS=1 makes the page anew");
    }

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "ContourFlow.sln"))) return folder;
        throw new InvalidOperationException("The tests run from a folder outside the repository.");
    }
}
