using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ContourFlow.Deploy.Tests.Rendering;

/// <summary>The files of the manifests as an editor leaves them.</summary>
public sealed partial class FilesTests
{
    private static readonly string[] Yaml = [.. Directory.EnumerateFiles(Repository.Manifests, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => [.. Yaml.Select(file => Path.GetRelativePath(Repository.Manifests, file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_clean_YAML(string file) => Lint(File.ReadAllText(Path.Combine(Repository.Manifests, file))).Should().BeEmpty();

    [Theory]
    [InlineData("a: 1\na: 2\n", "Duplicate key")]
    [InlineData("a:\n\tb: 1\n", "tab")]
    [InlineData("a: 1 \n", "blank at the end")]
    [InlineData("a: 1", "no end of line")]
    [InlineData("a: 1\n\n", "empty line at the end")]
    [InlineData("a: yes\n", "yes")]
    public void What_is_not_clean_is_told(string text, string expected) =>
        Lint(text).Should().Contain(fault => fault.Contains(expected, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Every_file_is_named_by_a_kustomization()
    {
        // Protocols are data, and named by their generator; what the folder "monitoring" tests with lies beside what it renders.
        IEnumerable<string> forgotten = Yaml.Where(file => Path.GetFileName(file) != "kustomization.yaml").Where(file => !IsNamed(file));
        forgotten.Select(file => Path.GetRelativePath(Repository.Manifests, file)).Should().BeEmpty();
    }

    [Fact]
    public void The_protocols_of_the_sites_are_the_programs_own_under_names_of_their_own()
    {
        string original = File.ReadAllText(Path.Combine(Repository.Root, "protocols", "spine-sbrt-sib.yaml")).Replace("# yaml-language-server: $schema=protocol.schema.json\n#\n", "", StringComparison.Ordinal);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Manifests, "overlays", "multi-site", "protocols"), "spine-*.yaml"))
            File.ReadAllText(file).Should().Be(original.Replace("name: spine-sbrt-sib\n", $"name: {Path.GetFileNameWithoutExtension(file)}\n", StringComparison.Ordinal), "copies do not drift apart");
    }

    private static bool IsNamed(string file)
    {
        string folder = Path.GetDirectoryName(file)!, name = Path.GetFileName(file);
        string kustomization = Path.Combine(folder, "kustomization.yaml");
        return File.Exists(kustomization) && Regex.IsMatch(File.ReadAllText(kustomization), $@"(^|[\s/:]){Regex.Escape(name)}\s*$", RegexOptions.Multiline, TimeSpan.FromSeconds(1));
    }

    private static List<string> Lint(string text)
    {
        var faults = new List<string>();
        try
        {
            var stream = new YamlStream();
            using var reader = new StringReader(text);
            stream.Load(reader);
        }
        catch (YamlException fault)
        {
            faults.Add($"{fault.Message} {fault.InnerException?.Message}");
        }

        if (text.Contains('\t', StringComparison.Ordinal))
            faults.Add("a tab");
        if (text.Split('\n').Any(line => line.EndsWith(' ') || line.EndsWith('\r')))
            faults.Add("a blank at the end of a line");
        if (!text.EndsWith('\n'))
            faults.Add("no end of line at the end");
        if (text.EndsWith("\n\n", StringComparison.Ordinal))
            faults.Add("an empty line at the end");
        // YAML 1.1, which kubectl reads, takes these for true and false.
        faults.AddRange(Truth().Matches(text).Select(match => $"{match.Value.Trim()} is a truth value to some readers"));
        return faults;
    }

    [GeneratedRegex(@":\s+(yes|no|on|off|y|n)\s*$", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Truth();
}
