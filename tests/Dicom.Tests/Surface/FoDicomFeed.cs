using System.Diagnostics;
using System.Reflection;
using System.Xml.Linq;

namespace ContourFlow.Dicom.Tests.Surface;

/// <summary>
/// A folder outside the repository with the stub as a package named fo-dicom, and builds of this repository against it.
/// Nothing of theirs is written anywhere else: neither beside the sources nor among the packages of the user.
/// </summary>
internal sealed class FoDicomFeed : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contourflow-fo-dicom-").FullName;

    /// <summary>The root of the repository that the tests were built from.</summary>
    public static string Repository { get; } = FindRepository();

    // Where this build got its packages: another build finds them there and needs no network.
    private static string Packages { get; } = typeof(FoDicomFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "NuGetPackageRoot").Value!;

    /// <summary>Makes the package.</summary>
    public async Task<Built> PackAsync(CancellationToken cancellationToken)
    {
        var project = Directory.CreateDirectory(Path.Combine(_folder, "stub")).FullName;
        await File.WriteAllTextAsync(Path.Combine(project, "Stub.cs"), FoDicomStub.Source(), cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(project, "fo-dicom.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <AssemblyName>fo-dicom.core</AssemblyName>
                <PackageId>fo-dicom</PackageId>
                <Version>{FoDicomListing.Version}</Version>
                <Description>What fo-dicom declares, for compiling only.</Description>
                <RunAnalyzers>false</RunAnalyzers>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.Extensions.Logging.Abstractions" Version="{Pinned("Microsoft.Extensions.Logging.Abstractions")}" />
              </ItemGroup>
            </Project>
            """,
            cancellationToken);
        return await DotnetAsync(cancellationToken, "pack", project, "--output", Feed, "-p:RestoreSources=" + Feed, "-p:RestoreFallbackFolders=" + Packages, "-p:NuGetAudit=false");
    }

    /// <summary>Builds a project of the repository with the package in the place of src/Dicom.</summary>
    public Task<Built> BuildAsync(string project, CancellationToken cancellationToken) => DotnetAsync(
        cancellationToken,
        "build",
        Path.Combine(Repository, project),
        "-p:DicomToolkit=fo-dicom",
        "-p:RestoreSources=" + Feed,
        "-p:RestoreFallbackFolders=" + Packages,
        "-p:NuGetAudit=false",
        "-p:RunAnalyzers=false",
        "-p:Analyze=false",
        "-p:GenerateDocumentationFile=false",
        "-p:BuildNativeLibraries=false",
        "--artifacts-path",
        Path.Combine(_folder, "artifacts"));

    /// <summary>The files that the builds made of a project.</summary>
    public IEnumerable<string> Files(string project) =>
        Directory.EnumerateFiles(Path.Combine(_folder, "artifacts", "bin", project), "*.dll", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The version of a package that this repository pins.</summary>
    public static string Pinned(string package) => XDocument.Load(Path.Combine(Repository, "Directory.Packages.props")).Descendants("PackageVersion")
        .Single(version => version.Attribute("Include")!.Value == package).Attribute("Version")!.Value;

    private string Feed => Directory.CreateDirectory(Path.Combine(_folder, "feed")).FullName;

    private async Task<Built> DotnetAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        // One process, so that none stays behind and none is met that this build did not start.
        var start = new ProcessStartInfo("dotnet", [.. arguments, "--nologo", "--verbosity", "quiet", "--disable-build-servers", "-nodeReuse:false", "-maxCpuCount:1", "--configuration", "Release"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder, "packages");
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string FindRepository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "ContourFlow.sln"))) return folder;
        throw new InvalidOperationException("The tests run from a folder outside the repository.");
    }
}

/// <summary>What a build came to.</summary>
internal sealed record Built(int ExitCode, string Output);
