using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>What all processes of a run showed at a moment, as Prometheus would have stored it. <see cref="RecordingRun"/> made them.</summary>
internal static class Recording
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "Deploy.Tests", "Monitoring", "Recordings");

    /// <summary>Names of all recordings.</summary>
    public static IReadOnlyList<string> Names => [.. Directory.EnumerateFiles(Folder, "*.prom").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!];

    public static IReadOnlyList<Sample> Load(string name) => Sample.Read(File.ReadAllText(Path.Combine(Folder, $"{name}.prom")));

    public static void Save(string name, IEnumerable<Sample> samples) =>
        File.WriteAllLines(Path.Combine(Folder, $"{name}.prom"), samples.Select(sample => sample.ToString()).Order(StringComparer.Ordinal));
}
