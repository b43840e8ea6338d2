using System.Collections.Concurrent;

[assembly: AssemblyFixture(typeof(ContourFlow.EndToEnd.Tests.PhantomCases))]

namespace ContourFlow.EndToEnd.Tests;

/// <summary>Phantoms of all sites and their results, each made once by the program and shared by all tests.</summary>
public sealed class PhantomCases : IDisposable
{
    private const string Seed = "11";

    private readonly TemporaryFolder place = new();
    private readonly ConcurrentDictionary<string, Lazy<string>> phantoms = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<ProcessedCase>> results = new(StringComparer.Ordinal);

    /// <summary>The sites that there are.</summary>
    public static TheoryData<string> Sites => new("thoracic", "lumbar", "sacral");

    /// <summary>The folder of a phantom; not to be changed.</summary>
    public string Phantom(string site) => phantoms.GetOrAdd(site, _ => new Lazy<string>(() =>
    {
        string folder = place[$"phantom-{site}"];
        ProgramRun run = ProgramRun.ContourFlow("phantom", "--out", folder, "--seed", Seed, "--site", site);
        run.ExitCode.Should().Be(0, run.Error);
        return folder;
    })).Value;

    /// <summary>What `process` makes of it; not to be changed.</summary>
    internal ProcessedCase Result(string site) => results.GetOrAdd(site, _ => new Lazy<ProcessedCase>(() =>
    {
        string folder = place[$"result-{site}"];
        ProgramRun run = ProgramRun.ContourFlow("process", Phantom(site), "--out", folder);
        run.ExitCode.Should().Be(0, run.Out + run.Error);
        return new ProcessedCase(folder, run);
    })).Value;

    public void Dispose() => place.Dispose();
}

/// <summary>A processed case.</summary>
internal sealed record ProcessedCase(string Folder, ProgramRun Run)
{
    /// <summary>The structure set that was written.</summary>
    public string StructureSet => Directory.GetFiles(Folder, "RS.*.dcm").Should().ContainSingle().Which;
}
