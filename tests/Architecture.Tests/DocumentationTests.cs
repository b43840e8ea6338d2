using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Architecture.Tests;

/// <summary>The pages under docs say what the code says.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Every_reason_code_is_explained_and_no_other()
    {
        var codes = typeof(ReasonCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        var explained = CodeRow().Matches(Page("reason-codes.md")).Select(match => match.Groups["code"].Value);
        explained.Should().BeEquivalentTo(codes).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Every_reason_code_says_what_it_means_and_what_to_do()
    {
        foreach (Match row in CodeRow().Matches(Page("reason-codes.md")))
        {
            var cells = row.Value.Split('|', StringSplitOptions.TrimEntries);
            cells.Should().HaveCount(5, row.Value);
            cells[2].Should().NotBeEmpty(row.Value);
            cells[3].Should().NotBeEmpty(row.Value);
        }
    }

    [Fact]
    public void Every_limit_is_in_the_table_with_its_default_and_unit()
    {
        var rows = LimitRow().Matches(Page("protocols.md"))
            .Select(match => (match.Groups["name"].Value, double.Parse(match.Groups["default"].Value, CultureInfo.InvariantCulture), match.Groups["unit"].Value));
        rows.Should().Equal(CheckLimitNames.All.Select(limit => (limit.Name, limit.Default, limit.Unit)));
    }

    [Fact]
    public void The_example_of_the_protocol_page_is_a_protocol_without_a_fault()
    {
        var example = Example().Match(Page("protocols.md"));
        example.Success.Should().BeTrue();
        ProtocolLoader.Check(example.Groups["yaml"].Value).Faults.Should().BeEmpty();
    }

    [Fact]
    public void Links_between_pages_lead_somewhere()
    {
        var pages = new[] { "docs", "deploy" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"));
        var dead = pages.SelectMany(page => Link().Matches(File.ReadAllText(page))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0])))
            .Select(target => $"{Repository.Relative(page)}: {target}"));
        dead.Should().BeEmpty();
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", name)).Replace("\r\n", "\n", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| `(?<code>[a-z0-9-]+)` \|.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeRow();

    [GeneratedRegex(@"^\| `(?<name>[a-z0-9-]+)` \| (?<default>[0-9.]+) \| (?<unit>\S+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LimitRow();

    [GeneratedRegex(@"^```yaml\n(?<yaml>name: .*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
