namespace ContourFlow.Review.Tests.Client;

/// <summary>The client's own tests and types, and that the built page that is committed is what its sources give.</summary>
public sealed class ClientSourceTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_clients_tests_pass()
    {
        NodeProject.Needed();
        (int exitCode, string output) = await NodeProject.RunAsync(Cancelled, "test.mjs");
        exitCode.Should().Be(0, output);
        // The runner ends with 0 where it finds no test, too.
        output.Should().MatchRegex(@"(?m)^# pass [1-9]\d+$");
    }

    [Fact]
    public async Task The_clients_types_and_style_have_no_fault()
    {
        NodeProject.Needed();
        (int types, string said) = await NodeProject.RunAsync(Cancelled, "node_modules/typescript/bin/tsc", "--noEmit");
        types.Should().Be(0, said);
        (int style, string found) = await NodeProject.RunAsync(Cancelled, "node_modules/@biomejs/biome/bin/biome", "lint", "--error-on-warnings", "src", "test");
        style.Should().Be(0, found);
    }

    [Fact]
    public async Task The_committed_page_is_what_the_sources_give()
    {
        NodeProject.Needed();
        string built = Directory.CreateTempSubdirectory("contourflow-page-").FullName;
        try
        {
            (int exitCode, string output) = await NodeProject.RunAsync(Cancelled, "build.mjs", built);
            exitCode.Should().Be(0, output);
            Dictionary<string, string> shipped = Content(NodeProject.Shipped), made = Content(built);
            shipped.Keys.Should().BeEquivalentTo(made.Keys);
            foreach ((string name, string content) in made)
                (shipped[name] == content).Should().BeTrue($"{name} in src/Review/wwwroot is of other sources: run tools/build-review.sh and commit it");
        }
        finally
        {
            Directory.Delete(built, recursive: true);
        }
    }

    private static Dictionary<string, string> Content(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
}
