using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>What the operator's own schema would say of a RabbitmqCluster, and what the program needs of its broker (docs/queue.md).</summary>
internal static class BrokerRule
{
    // What the operator calls the containers of its pods: an override of another name would add one.
    private static readonly string[] Containers = ["rabbitmq", "setup-container"];

    public static IEnumerable<string> Faults(RenderedOverlay overlay)
    {
        foreach (Manifest cluster in overlay.Of("RabbitmqCluster"))
        {
            if ((int?)cluster.Spec!["replicas"] is not { } replicas || replicas % 2 == 0)
                yield return $"{cluster} has no odd number of nodes: half of them would be no majority";
            if (cluster.Spec["persistence"]?["storage"] is null)
                yield return $"{cluster} has no volume";
            foreach (string name in new[] { "requests/memory", "limits/memory", "requests/cpu" })
                if (cluster.Spec["resources"]?[name.Split('/')[0]]?[name.Split('/')[1]] is null)
                    yield return $"{cluster} has no {name}";
            // The broker takes its watermark from the limit.
            if (cluster.Spec["resources"]?["limits"]?["memory"]?.ToString() != cluster.Spec["resources"]?["requests"]?["memory"]?.ToString())
                yield return $"{cluster} may be given less memory than its broker counts on";
            JsonNode? pod = cluster.Spec["override"]?["statefulSet"]?["spec"]?["template"]?["spec"];
            foreach (JsonNode? container in (pod?["containers"] as JsonArray ?? []).Concat(pod?["initContainers"] as JsonArray ?? []))
                if (!Containers.Contains((string)container!["name"]!, StringComparer.Ordinal))
                    yield return $"{cluster} has a container {container["name"]} of its own";
            foreach (string fault in Settings((string?)cluster.Spec["rabbitmq"]?["additionalConfig"] ?? ""))
                yield return $"{cluster}: {fault}";
        }
    }

    private static IEnumerable<string> Settings(string text)
    {
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = line.Split('=', StringSplitOptions.TrimEntries);
            if (parts.Length != 2)
                yield return $"'{line}' sets nothing";
            else if (parts[0] == "consumer_timeout" && TimeSpan.FromMilliseconds(long.Parse(parts[1], CultureInfo.InvariantCulture)) <= ServiceOptionsCheck.LongestPossibleCase)
                yield return "it takes messages back before the longest case ends";
        }
    }
}
