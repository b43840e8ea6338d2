using System.Text.RegularExpressions;

namespace ContourFlow.Review.Tests.Client;

/// <summary>What the committed page must not hold, read from its files: what its Content Security Policy would stop, and ways out of the host.</summary>
public sealed class ShippedPageTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(NodeProject.Shipped, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(NodeProject.Shipped, file))];

    [Fact]
    public void The_page_has_its_files()
    {
        string[] names = [.. Files.Select(row => row.Data)];
        names.Should().Contain(["index.html", "signin.html", "review.js", "signin.js", "review.css"]);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_file_names_another_host(string name)
    {
        // A namespace of XML is a name and no address.
        string text = Text(name).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
        text.Should().NotMatchRegex("https?://", "no request leaves the host").And.NotMatchRegex(@"[""'(]//[a-z]", "no request leaves the host");
    }

    [Theory]
    [InlineData("index.html")]
    [InlineData("signin.html")]
    public void Pages_have_no_script_or_style_of_their_own(string name)
    {
        string text = Text(name);
        text.Should().NotMatchRegex(@"\son[a-z]+=").And.NotContain("<style").And.NotContain("style=");
        foreach (Match script in Regex.Matches(text, "<script[^>]*>(?<code>.*?)</script>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)))
            script.Groups["code"].Value.Should().BeEmpty();
    }

    [Theory]
    [InlineData("review.js")]
    [InlineData("signin.js")]
    public void Scripts_make_no_markup_and_no_code_of_text(string name)
    {
        // Names of patients and structures are text, wherever they are shown.
        string text = Text(name);
        foreach (string way in new[] { "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "createContextualFragment" })
            text.Should().NotContain(way);
    }

    [Fact]
    public void Only_preferences_are_kept_in_the_browser()
    {
        string text = Text("review.js");
        Regex.Count(text, @"localStorage\.setItem").Should().Be(1, "the preferences are kept in one place");
        text.Should().NotContain("sessionStorage").And.NotContain("indexedDB").And.NotContain("document.cookie");
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(NodeProject.Shipped, name));
}
