using System.Reflection;
using System.Xml.Linq;

namespace ContourFlow.Architecture.Tests;

/// <summary>The repository as it lies on disk, and what was built of it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The projects under src, tests, bench and tools.</summary>
    public static IReadOnlyList<ProjectFile> Projects { get; } =
        [.. Files("*.csproj").Select(file => new ProjectFile(file, XDocument.Load(file))).OrderBy(project => project.Path, StringComparer.Ordinal)];

    public static IEnumerable<ProjectFile> Source => Projects.Where(project => project.Path.StartsWith("src/", StringComparison.Ordinal));

    /// <summary>C# files, without what the build makes.</summary>
    public static IReadOnlyList<string> Code { get; } = [.. Files("*.cs").Order(StringComparer.Ordinal)];

    /// <summary>The built assembly of a project under src.</summary>
    public static Assembly Assembly(ProjectFile project) =>
        System.Reflection.Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, project.AssemblyName + ".dll"));

    /// <summary>With slashes and from the root.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> Files(string pattern) =>
        new[] { "src", "tests", "bench", "tools" }
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Where(file => !Relative(file).Split('/').Any(part => part is "bin" or "obj"));

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "ContourFlow.sln"))) return folder;
        throw new InvalidOperationException("The tests run from a folder outside the repository.");
    }
}

/// <summary>A project file.</summary>
internal sealed record ProjectFile(string File, XDocument Xml)
{
    public string Path => Repository.Relative(File);

    public string Name => System.IO.Path.GetFileNameWithoutExtension(File);

    public string AssemblyName => Property("AssemblyName") ?? Name;

    public string RootNamespace => Property("RootNamespace") ?? AssemblyName;

    /// <summary>Names of the projects that it references, the toolkit's by way of build/DicomToolkit.props among them.</summary>
    public IEnumerable<string> References =>
        Included("ProjectReference").Select(System.IO.Path.GetFileNameWithoutExtension)
            .Concat(Imports.Any(import => import.EndsWith("DicomToolkit.props", StringComparison.Ordinal)) ? ["Dicom"] : [])
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);

    public IEnumerable<string> Packages => Included("PackageReference");

    private IEnumerable<string> Imports => Xml.Descendants("Import").Select(element => element.Attribute("Project")?.Value ?? "");

    public override string ToString() => Path;

    private IEnumerable<string> Included(string item) =>
        Xml.Descendants(item).Select(element => element.Attribute("Include")?.Value.Replace('\\', '/')).OfType<string>();

    private string? Property(string name) => Xml.Descendants(name).FirstOrDefault()?.Value;
}
