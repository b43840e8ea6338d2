using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Configuration;
using ContourFlow.Deploy.Tests.Rendering;
using k8s.Models;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>Every container says what it needs; a worker has as many threads as processors and is not throttled; volumes fit into what the node lets a pod have.</summary>
internal static class ResourceRule
{
    public static IEnumerable<string> Faults(RenderedOverlay overlay)
    {
        foreach (Workload workload in overlay.Workloads)
        {
            foreach (Container container in workload.Containers)
            {
                JsonNode? resources = container.Json["resources"];
                foreach (string name in new[] { "requests/cpu", "requests/memory", "requests/ephemeral-storage", "limits/memory", "limits/ephemeral-storage" })
                    if (resources?[name.Split('/')[0]]?[name.Split('/')[1]] is null)
                        yield return $"{workload} has no {name}";
                foreach (string name in new[] { "memory", "ephemeral-storage" })
                    if (Quantity(resources?["requests"]?[name]) > Quantity(resources?["limits"]?[name]))
                        yield return $"{workload} asks for more {name} than it may have";
                foreach (string fault in HeapLimit(container))
                    yield return $"{workload}: {fault}";
            }

            decimal emptyDirs = (workload.PodSpec["volumes"] as JsonArray ?? [])
                .Where(volume => volume!["emptyDir"] is { } folder && (string?)folder["medium"] != "Memory").Sum(volume => Quantity(volume!["emptyDir"]!["sizeLimit"]) ?? decimal.MaxValue / 100);
            if (emptyDirs > (workload.Containers.Sum(container => Quantity(container.Json["resources"]?["limits"]?["ephemeral-storage"])) ?? 0))
                yield return $"{workload} is evicted before its volumes are full";
            if (workload.IsOurs && workload.Component == "worker")
                foreach (string fault in OfWorker(overlay, workload))
                    yield return fault;
        }
    }

    private static IEnumerable<string> OfWorker(RenderedOverlay overlay, Workload workload)
    {
        JsonNode? resources = workload.Containers.Single().Json["resources"];
        if (resources?["limits"]?["cpu"] is not null)
            yield return $"{workload} is throttled, and renews its claims too late";
        if (ProgramConfiguration.Of(overlay, workload).Processing.Threads != Quantity(resources?["requests"]?["cpu"]))
            yield return $"{workload} has not as many threads as processors";
    }

    // The runtime reads its numbers as hexadecimal: "75" would be 117 %, which it leaves aside.
    private static IEnumerable<string> HeapLimit(Container container)
    {
        if (container.Variables.FirstOrDefault(variable => (string)variable["name"]! == "DOTNET_GCHeapHardLimitPercent") is not { } limit)
            yield break;
        string text = (string)limit["value"]!;
        if (!text.StartsWith("0x", StringComparison.Ordinal) || !int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int percent) || percent is < 10 or > 80)
            yield return $"a heap of {text} % of its memory";
    }

    private static decimal? Quantity(JsonNode? node) => node is null ? null : new ResourceQuantity(node.ToString()).ToDecimal();
}
