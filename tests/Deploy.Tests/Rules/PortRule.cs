using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Configuration;
using ContourFlow.Deploy.Tests.Rendering;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>Ports that are named are there, and are those that the program listens at.</summary>
internal static class PortRule
{
    public static IEnumerable<string> Faults(RenderedOverlay overlay) => [.. Services(overlay), .. Ingresses(overlay), .. Program(overlay)];

    private static IEnumerable<string> Services(RenderedOverlay overlay)
    {
        foreach (Manifest service in overlay.Of("Service"))
            foreach (PodSource pod in overlay.Pods.Where(pod => Selector.SelectsAll(service.Spec!["selector"], pod.Labels)))
                foreach (JsonNode? port in (JsonArray)service.Spec!["ports"]!)
                    if (!IsThere(port!["targetPort"], pod))
                        yield return $"{service} leads to a port {port["targetPort"]} that {pod} does not have";
    }

    private static bool IsThere(JsonNode? target, PodSource pod) =>
        target is JsonValue value && (value.TryGetValue(out string? name) ? pod.Ports.ContainsKey(name) : pod.Ports.Values.Contains((int)value));

    private static IEnumerable<string> Ingresses(RenderedOverlay overlay) =>
        from ingress in overlay.Of("Ingress")
        from rule in (JsonArray)ingress.Spec!["rules"]!
        from path in (JsonArray)rule["http"]!["paths"]!
        let backend = path["backend"]!["service"]
        where !overlay.Of("Service").Any(service => service.Name == (string)backend["name"]! && ((JsonArray)service.Spec!["ports"]!).Any(port => (string?)port!["name"] == (string?)backend["port"]!["name"]))
        select $"{ingress} leads to {backend.ToJsonString()}, which is not there";

    private static IEnumerable<string> Program(RenderedOverlay overlay)
    {
        foreach (Workload workload in overlay.OurWorkloads)
        {
            ServiceOptions options = ProgramConfiguration.Of(overlay, workload);
            var expected = new Dictionary<string, int>(StringComparer.Ordinal);
            if (workload.Component != "migration")
                expected["http"] = options.Operations.Port!.Value;
            if (workload.Component == "gateway")
                expected["dicom"] = options.Receiver.Port;
            if (workload.Component == "review")
                expected["review"] = options.Review.Port;
            IReadOnlyDictionary<string, int> ports = workload.Containers.Single().Ports;
            if (ports.Count != expected.Count || expected.Any(port => !ports.TryGetValue(port.Key, out int number) || number != port.Value))
                yield return $"{workload} has other ports than its process listens at: {string.Join(", ", expected.Select(port => $"{port.Key} {port.Value}"))}";
            if (workload.Component != "migration" && options.Operations.Address != "0.0.0.0")
                yield return $"{workload}: probes and Prometheus do not reach health and metrics at {options.Operations.Address}";
        }
    }
}
