using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>Each selector selects what it is for: one workload, its own pods, a Service that is there.</summary>
internal static class SelectorRule
{
    public static IEnumerable<string> Faults(RenderedOverlay overlay) =>
        [.. Services(overlay), .. Workloads(overlay), .. Policies(overlay), .. Monitors(overlay)];

    private static IEnumerable<string> Services(RenderedOverlay overlay) =>
        from service in overlay.Of("Service")
        let selected = overlay.Pods.Count(pod => Selector.SelectsAll(service.Spec!["selector"], pod.Labels))
        where selected != 1
        select $"{service} selects the pods of {selected} workloads";

    private static IEnumerable<string> Workloads(RenderedOverlay overlay)
    {
        foreach (Workload workload in overlay.Workloads)
        {
            if (workload.Manifest.Spec!["selector"] is { } own && overlay.Pods.Count(pod => Selector.Selects(own, pod.Labels)) != 1)
                yield return $"{workload} does not select its own pods alone";
            if (workload.Manifest.Kind != "Job" && workload.Manifest.Spec["selector"] is not { } selector)
                yield return $"{workload} has no selector";
            else if (workload.Manifest.Spec["selector"] is { } found && !Selector.Selects(found, workload.PodLabels))
                yield return $"{workload} does not select its own pods";
            foreach (JsonNode? spread in workload.PodSpec["topologySpreadConstraints"] as JsonArray ?? [])
                if (!Selector.Selects(spread!["labelSelector"], workload.PodLabels) || overlay.Pods.Count(pod => Selector.Selects(spread["labelSelector"], pod.Labels)) != 1)
                    yield return $"{workload} spreads other pods than its own";
        }
    }

    private static IEnumerable<string> Policies(RenderedOverlay overlay)
    {
        foreach (Manifest policy in overlay.Of("NetworkPolicy"))
        {
            if (!overlay.Pods.Any(pod => Selector.Selects(policy.Spec!["podSelector"], pod.Labels)))
                yield return $"{policy} is for no pod";
            IEnumerable<JsonNode?> peers = new[] { ("ingress", "from"), ("egress", "to") }
                .SelectMany(side => (policy.Spec![side.Item1] as JsonArray ?? []).SelectMany(rule => rule![side.Item2] as JsonArray ?? []));
            foreach (JsonNode? peer in peers.Where(peer => peer!["podSelector"] is not null && peer["namespaceSelector"] is null))
                if (!overlay.Pods.Any(pod => Selector.Selects(peer!["podSelector"], pod.Labels)))
                    yield return $"{policy} names a pod that is not there: {peer!["podSelector"]!.ToJsonString()}";
        }
    }

    private static IEnumerable<string> Monitors(RenderedOverlay overlay)
    {
        foreach (Manifest monitor in overlay.Of("ServiceMonitor"))
        {
            Manifest[] services = [.. overlay.Of("Service").Where(service => Selector.Selects(monitor.Spec!["selector"], service.Labels))];
            foreach (string? port in ((JsonArray)monitor.Spec!["endpoints"]!).Select(endpoint => (string?)endpoint!["port"]))
                if (!services.Any(service => ((JsonArray)service.Spec!["ports"]!).Any(one => (string?)one!["name"] == port)))
                    yield return $"{monitor} finds no Service with a port {port}";
        }
    }
}
