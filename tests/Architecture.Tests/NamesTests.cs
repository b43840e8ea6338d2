using System.Text.RegularExpressions;

namespace ContourFlow.Architecture.Tests;

/// <summary>Names of types, namespaces and folders.</summary>
public sealed partial class NamesTests
{
    // The toolkit's public names are fo-dicom's.
    private static readonly string[] FoDicomsNames = ["ITranscoderManager", "DefaultTranscoderManager"];

    private static readonly string[] EmptyWords = ["Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Common", "Manager", "Misc"];

    public static TheoryData<string> Rooms => ReferencesTests.Rooms;

    [Theory]
    [MemberData(nameof(Rooms))]
    public void No_type_has_a_name_that_says_nothing(string room)
    {
        var types = Repository.Assembly(Repository.Source.Single(project => project.Name == room)).GetTypes()
            .Where(type => !type.Name.Contains('<', StringComparison.Ordinal)); // what the compiler and its generators make
        types.Where(type => EmptyWords.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal)) && !FoDicomsNames.Contains(type.Name, StringComparer.Ordinal))
            .Should().BeEmpty();
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        var wrong = new List<string>();
        foreach (var project in Repository.Projects)
        {
            var folder = Path.GetDirectoryName(project.File)!;
            foreach (var file in Repository.Code.Where(file => file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            {
                var inside = Path.GetRelativePath(folder, Path.GetDirectoryName(file)!);
                var expected = inside == "." ? project.RootNamespace : $"{project.RootNamespace}.{inside.Replace(Path.DirectorySeparatorChar, '.')}";

                // A program's top-level statements have no namespace.
                foreach (Match match in Namespace().Matches(File.ReadAllText(file)))
                    if (match.Groups["name"].Value != expected) wrong.Add($"{Repository.Relative(file)}: {match.Groups["name"].Value}, not {expected}");
            }
        }

        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Every_namespace_is_file_scoped() =>
        Repository.Code.Where(file => BlockNamespace().IsMatch(File.ReadAllText(file))).Select(Repository.Relative).Should().BeEmpty();

    [Fact]
    public void The_toolkit_is_named_in_one_place()
    {
        // So that another toolkit with the same names can be put in its place (build/DicomToolkit.props).
        var users = Repository.Code.Where(file => !Relative(file).StartsWith("src/Dicom/", StringComparison.Ordinal)
            && !Relative(file).StartsWith("tests/Dicom.Tests/", StringComparison.Ordinal));
        users.Where(file => ToolkitUsing().IsMatch(File.ReadAllText(file))).Select(Repository.Relative).Should().BeEmpty();
        Repository.Projects.Where(project => ToolkitReference().IsMatch(project.Xml.ToString())).Should().BeEmpty();
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "ContourFlow.sln")).Replace('\\', '/');
        Repository.Projects.Select(project => project.Path).Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Every_room_has_its_tests() =>
        Repository.Source.Select(project => $"tests/{project.Name}.Tests/{project.Name}.Tests.csproj")
            .Should().BeSubsetOf(Repository.Projects.Select(project => project.Path));

    private static string Relative(string file) => Repository.Relative(file);

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^namespace [\w.]+\s*\r?\n?\{", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlockNamespace();

    [GeneratedRegex(@"^\s*(global )?using (static )?(\w+ = )?(ContourFlow\.Dicom|FellowOakDicom)\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ToolkitUsing();

    [GeneratedRegex(@"Include=""([^""]*/Dicom\.csproj|fo-dicom[^""]*|(ContourFlow\.Dicom|FellowOakDicom)(?!\.Tests)[^""]*)"" */>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ToolkitReference();
}
