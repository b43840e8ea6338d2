using System.Text.RegularExpressions;
using ContourFlow.Worker.Receiving;

namespace ContourFlow.Worker.Tests.Receiving;

/// <summary>docs/conformance.md says what the receiver does.</summary>
public sealed partial class ConformancePageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "conformance.md"));

    [Fact]
    public void Storage_classes_of_the_page_are_those_that_are_accepted() =>
        StorageRow().Matches(Page).Select(row => row.Groups["uid"].Value)
            .Should().Equal(AcceptedSyntaxes.StorageClasses.Select(uid => uid.UID));

    [Fact]
    public void Transfer_syntaxes_of_the_page_are_those_that_are_accepted_in_that_order()
    {
        string[] page = [.. SyntaxRow().Matches(Page).Select(row => row.Groups["uid"].Value)];

        // JPEG-LS and JPEG 2000 are there only with their library.
        page.Where(uid => AcceptedSyntaxes.Objects.Any(syntax => syntax.UID.UID == uid)).Should().Equal(AcceptedSyntaxes.Objects.Select(syntax => syntax.UID.UID));
        page.Except(AcceptedSyntaxes.Objects.Select(syntax => syntax.UID.UID), StringComparer.Ordinal)
            .Should().BeSubsetOf(["1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"]);
    }

    [Fact]
    public void Defaults_of_the_page_are_those_of_the_options()
    {
        var options = new ReceiverOptions { Titles = ["ANY"], Port = 0 };

        Page.Should().Contain($"| associations at a time | {options.MaximumAssociations},");
        Page.Should().Contain($"`--idle-seconds` ({options.IdleTimeout.TotalSeconds:0})");
        Page.Should().Contain("2.25.190146791043182537162995334085306055748");
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "ContourFlow.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests do not lie in the repository.");
    }

    [GeneratedRegex(@"^\| .* Storage \| (?<uid>[0-9.]+) \| SCP \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StorageRow();

    [GeneratedRegex(@"^\| .* \| (?<uid>[0-9.]+) \| (all|storage) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SyntaxRow();
}
