using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ContourFlow.Architecture.Tests;

/// <summary>
/// The image's Dockerfile and the rest of the repository say the same. That the image runs is proven by deploy/container/prove.sh, which takes minutes
/// and root; this is what it can be wrong about on the day after.
/// </summary>
public sealed partial class ContainerTests
{
    // What an installation needs that builds nothing: authorities for the registry of packages, and .NET's TLS.
    private static readonly string[] OfNoLibrary = ["ca-certificates", "libssl3"];

    private static readonly string Dockerfile = Read("deploy/container/Dockerfile");

    [Fact]
    public void Dotnet_of_the_image_is_the_one_that_the_sources_are_built_with()
    {
        string framework = Property("Directory.Build.props", "TargetFramework");
        using JsonDocument global = JsonDocument.Parse(Read("global.json"));
        string sdk = global.RootElement.GetProperty("sdk").GetProperty("version").GetString()!;

        string tag = Argument("SDK_IMAGE").Split(':')[^1];

        $"net{tag}".Should().Be(framework);
        sdk.Should().StartWith($"{tag}.", "the tag is the newest of its version, and global.json takes any later feature band of it");
        Argument("ASPNET_IMAGE").Split(':')[^1].Should().Be(tag);
    }

    [Fact]
    public void Version_on_the_image_is_the_programs() => Argument("VERSION").Should().Be(Property("Directory.Build.props", "Version"));

    [Fact]
    public void Image_is_built_with_what_the_native_libraries_ask_for_and_the_tests_are_built_with()
    {
        string[] native = [.. Repository.Source.Select(project => project.Xml.Descendants("NativePackages").SingleOrDefault()?.Value).OfType<string>().SelectMany(packages => packages.Split(' '))];
        string[] tested = [.. Missing().Matches(Read("test.sh")).Select(match => match.Groups["package"].Value)];

        string[] built = [.. Packages("build").Except(OfNoLibrary, StringComparer.Ordinal)];

        // CMake's package only recommends what it builds by, and recommendations are not installed.
        built.Should().BeEquivalentTo(native.Append("make").Distinct(StringComparer.Ordinal));
        tested.Should().Contain(built);
    }

    [Fact]
    public void Each_library_that_it_is_built_with_is_in_the_image()
    {
        string[] libraries = [.. Packages("build").Where(package => package.EndsWith("-dev", StringComparison.Ordinal)).Select(package => package[..^"-dev".Length])];
        string[] there = [.. Packages("runtime")];

        libraries.Should().HaveCountGreaterThan(2);
        foreach (string library in libraries)
            there.Should().ContainSingle(package => package.StartsWith(library, StringComparison.Ordinal), $"{library} is linked with");
        there.Should().Contain("libgssapi-krb5-2", "Npgsql looks for it with each connection");
        Match itk = Itk().Match(Read("src/Itk/native/CMakeLists.txt"));
        there.Should().Contain($"libinsighttoolkit{itk.Groups["version"].Value}", "the results' bits are those of this ITK");
    }

    [Fact]
    public void What_is_copied_into_the_build_is_there_and_reaches_it()
    {
        string[] let = [.. Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..])];
        string[] copied = [.. Copy().Matches(Dockerfile).SelectMany(match => match.Groups["from"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

        copied.Should().Contain(["src", "protocols", "build", ".config"]);
        copied.Where(path => !Path.Exists(Path.Combine(Repository.Root, path))).Should().BeEmpty();
        copied.Except(let, StringComparer.Ordinal).Should().BeEmpty("Docker would not find them");
        let.Except(copied, StringComparer.Ordinal).Should().BeEmpty("what the image does not need stays out of it");
    }

    [Fact]
    public async Task What_the_image_looks_for_is_published()
    {
        using Process publish = Process.Start(new ProcessStartInfo("dotnet",
        [
            // The list that publishing copies by, of what was built already.
            "msbuild", Path.Combine(Repository.Root, "src/Worker/Worker.csproj"), "-nologo", "-nodeReuse:false", $"-p:Configuration={Configuration}",
            "-p:BuildProjectReferences=false", "-t:ResolveProjectReferences;ComputeResolvedFilesToPublishList", "-getItem:ResolvedFileToPublish",
        ])
        { RedirectStandardOutput = true })!;
        string said = await publish.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken);
        publish.ExitCode.Should().Be(0, said);
        using JsonDocument list = JsonDocument.Parse(said);
        string[] published =
        [
            .. list.RootElement.GetProperty("Items").GetProperty("ResolvedFileToPublish").EnumerateArray()
                .Select(file => file.GetProperty("RelativePath").GetString()!.Replace('\\', '/').Replace("runtimes/linux-x64/native/", "", StringComparison.Ordinal)),
        ];

        string[] wanted = [.. Wanted().Match(Dockerfile).Groups["files"].Value.Split([' ', '\\', '\n'], StringSplitOptions.RemoveEmptyEntries)];

        wanted.Should().Contain(["contourflow", "libcontourflow_itk.so", "libcontourflow_dicom_codecs.so"]);
        // Without CMake or the libraries they are not built, and the build goes on.
        wanted.Where(file => !file.StartsWith("libcontourflow_", StringComparison.Ordinal) || File.Exists(Path.Combine(AppContext.BaseDirectory, file)))
            .Should().BeSubsetOf(published);
        Folder("protocols", "protocols").Should().BeSubsetOf(published);
        Folder("src/Review/wwwroot", "review").Should().BeSubsetOf(published);
    }

    [Fact]
    public async Task Image_runs_the_program_as_nobody_and_asks_it_for_its_health()
    {
        Dockerfile.Should().Contain("\nUSER 1654:1654\n").And.Contain("\nENTRYPOINT [\"/app/contourflow\"]\n");
        string usual = Usual().Match(Dockerfile).Groups["command"].Value;
        string health = Health().Match(Dockerfile).Groups["command"].Value;

        usual.Should().Be("serve");
        foreach (string command in new[] { usual, health })
            (await HelpAsync(command)).Should().Contain($" {command} [options]");
    }

    private static async Task<string> HelpAsync(string command)
    {
        using var output = new StringWriter();
        await Worker.CommandLine.RunAsync([command, "--help"], new Worker.Terminal(output, output, ErrorIsTerminal: false, Width: 160), TestContext.Current.CancellationToken);
        return output.ToString();
    }

    private static string Configuration => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Debug" : "Release";

    private static IEnumerable<string> Folder(string folder, string name) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
            .Select(file => $"{name}/{Path.GetRelativePath(Path.Combine(Repository.Root, folder), file).Replace('\\', '/')}");

    // A stage's first installation; comments may stand between its lines.
    private static IEnumerable<string> Packages(string stage)
    {
        string[] lines = [.. Dockerfile[Dockerfile.IndexOf($" AS {stage}\n", StringComparison.Ordinal)..].Split('\n').SkipWhile(line => !line.Contains("apt-get install", StringComparison.Ordinal)).Skip(1)];
        return lines.Select(line => line.Trim(' ', '\\')).TakeWhile(line => Package().IsMatch(line));
    }

    private static string Argument(string name) => Regex.Match(Dockerfile, $"^ARG {name}=(?<value>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value;

    private static string Property(string file, string name) => XDocument.Load(Path.Combine(Repository.Root, file)).Descendants(name).Single().Value;

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file)).Replace("\r\n", "\n", StringComparison.Ordinal);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9+.-]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Package();

    [GeneratedRegex(@"missing\+=\((?<package>[^)]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Missing();

    [GeneratedRegex(@"^COPY (?!--from)(?<from>.*) \S+$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Copy();

    [GeneratedRegex(@"for file in (?<files>[^;]*);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Wanted();

    [GeneratedRegex(@"^CMD \[""(?<command>[a-z]+)""\]$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Usual();

    [GeneratedRegex(@"^HEALTHCHECK [^\n]*\n\s+CMD .*contourflow (?<command>[a-z]+) --config", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Health();

    [GeneratedRegex(@"find_package\(ITK (?<version>[0-9.]+) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Itk();
}
