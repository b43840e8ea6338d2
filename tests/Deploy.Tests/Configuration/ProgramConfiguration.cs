using System.Text;
using ContourFlow.Deploy.Tests.Rendering;
using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.Configuration;

namespace ContourFlow.Deploy.Tests.Configuration;

/// <summary>
/// The configuration that a container's process reads: contourflow.json where it is mounted, over it its variables. Read by the program's own loader.
/// </summary>
internal static class ProgramConfiguration
{
    /// <summary>Of the container of a workload of ours.</summary>
    /// <exception cref="ConfigurationException">A value is unknown to the program, or not of its kind.</exception>
    public static ServiceOptions Of(RenderedOverlay overlay, Workload workload)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(IsFileRead(workload) ? overlay.Configuration : "{}"));
        return ServiceOptionsLoading.Of(new ConfigurationBuilder().AddJsonStream(file).AddInMemoryCollection(Variables(overlay, workload)).Build());
    }

    /// <summary>Whether the process has contourflow.json to read.</summary>
    public static bool IsFileRead(Workload workload) => workload.Containers.Single().Mounts.ContainsKey("configuration");

    /// <summary>Names and values of the configuration that the variables set: Queue:Url, ...</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Variables(RenderedOverlay overlay, Workload workload) =>
        workload.Containers.Single().Environment((secret, key) => ExampleSecrets.Value(overlay, secret, key), field => field == "metadata.name" ? $"{workload.Name}-0" : field)
            .Where(variable => variable.Key.StartsWith(ServiceOptionsLoading.EnvironmentPrefix, StringComparison.Ordinal))
            .Select(variable => KeyValuePair.Create(
                variable.Key[ServiceOptionsLoading.EnvironmentPrefix.Length..].Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value));
}
