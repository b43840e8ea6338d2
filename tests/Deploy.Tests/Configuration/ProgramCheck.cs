using ContourFlow.Deploy.Tests.Rendering;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Tests;

namespace ContourFlow.Deploy.Tests.Configuration;

/// <summary>What the program itself says of the command line, the file and the variables that a container starts it with.</summary>
internal static class ProgramCheck
{
    /// <summary>Empty where it would start.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(RenderedOverlay overlay, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (Workload workload in overlay.OurWorkloads)
        {
            using var files = new MountedFiles(overlay, workload);
            string[] arguments = [.. workload.Containers.Single().Arguments.Select(files.Here)];
            string[] sets = [.. Sets(overlay, workload, files)];
            if (arguments[0] == "migrate")
            {
                faults.AddRange(Stores(arguments, sets).Select(fault => $"{workload}: {fault}"));
                continue;
            }

            CommandLineRun run = await CommandLineRun.Of(cancellationToken, [.. arguments, "--check", .. sets.SelectMany(set => new[] { "--set", set })]);
            if (run.ExitCode != 0)
                faults.Add($"{workload}: exit code {run.ExitCode}: {run.Error.Trim()}");
        }

        return faults;
    }

    // The command has no --check, and would wait for a database.
    private static IReadOnlyList<string> Stores(string[] arguments, string[] sets)
    {
        if (arguments is not ["migrate"])
            return [$"'{string.Join(' ', arguments)}' is not what the migration is started by."];
        try
        {
            ServiceOptionsCheck.CheckStores(ServiceOptionsLoading.Load(null, sets, "NOTHING_BEGINS_WITH_THIS__"));
            return [];
        }
        catch (ConfigurationException fault)
        {
            return [fault.Message];
        }
    }

    private static IEnumerable<string> Sets(RenderedOverlay overlay, Workload workload, MountedFiles files)
    {
        foreach ((string name, string? value) in ProgramConfiguration.Variables(overlay, workload))
            yield return $"{name}={value}";
        if (ProgramConfiguration.IsFileRead(workload) && System.Text.Json.Nodes.JsonNode.Parse(overlay.Configuration)?["Processing"]?["Protocols"] is { } protocols)
            yield return $"Processing:Protocols={files.Here((string)protocols!)}";
    }
}
