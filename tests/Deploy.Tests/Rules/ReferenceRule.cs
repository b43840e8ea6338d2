using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Configuration;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>What is named is there: files, volumes, claims, accounts; a Secret is listed in README.md, for whoever installs to make it, or is made by an operator.</summary>
internal static class ReferenceRule
{
    public static IEnumerable<string> Faults(RenderedOverlay overlay)
    {
        var faults = new List<string>();
        foreach (Workload workload in overlay.Workloads)
        {
            foreach (string fault in OfPod(overlay, workload))
                faults.Add($"{workload}: {fault}");
            Named("ServiceAccount", workload.PodSpec["serviceAccountName"], workload.Manifest);
            Named("PriorityClass", workload.PodSpec["priorityClassName"], workload.Manifest);
            if (workload.Manifest.Kind == "StatefulSet")
                Named("Service", workload.Manifest.Spec!["serviceName"], workload.Manifest);
        }

        foreach (Manifest ingress in overlay.Of("Ingress"))
            foreach (JsonNode? tls in (JsonArray)ingress.Spec!["tls"]!)
                Secret(tls!["secretName"], "tls.crt", ingress);
        foreach (Manifest cluster in overlay.Of("RabbitmqCluster"))
        {
            Named("PriorityClass", cluster.Spec!["override"]?["statefulSet"]?["spec"]?["template"]?["spec"]?["priorityClassName"], cluster);
            if (cluster.Spec["tls"] is { } tls)
                Secret(tls["secretName"], "tls.crt", cluster);
        }

        foreach (Manifest authentication in overlay.Of("TriggerAuthentication"))
            foreach (JsonNode? secret in (JsonArray)authentication.Spec!["secretTargetRef"]!)
                Secret(secret!["name"], (string)secret["key"]!, authentication);
        return faults;

        void Named(string kind, JsonNode? name, Manifest user)
        {
            if (name is not null && !overlay.Of(kind).Any(manifest => manifest.Name == (string)name!))
                faults.Add($"{user} names the {kind} {name}, which is not there");
        }

        void Secret(JsonNode? name, string key, Manifest user)
        {
            if (!IsKnown(overlay, (string)name!, key))
                faults.Add($"{user} needs {key} of the Secret {name}, which README.md does not list");
        }
    }

    private static IEnumerable<string> OfPod(RenderedOverlay overlay, Workload workload)
    {
        JsonNode[] volumes = [.. (workload.PodSpec["volumes"] as JsonArray ?? []).Select(volume => volume!)];
        string[] names = [.. volumes.Select(volume => (string)volume["name"]!), .. workload.ClaimTemplates];
        foreach (Container container in workload.Containers)
        {
            foreach (string mount in container.Mounts.Keys.Where(mount => !names.Contains(mount, StringComparer.Ordinal)))
                yield return $"there is no volume {mount}";
            foreach (string unused in names.Where(name => !container.Mounts.ContainsKey(name)))
                yield return $"volume {unused} is mounted nowhere";
            foreach (JsonNode reference in container.Variables.Select(variable => variable["valueFrom"]?["secretKeyRef"]).OfType<JsonNode>())
                if (!IsKnown(overlay, (string)reference["name"]!, (string)reference["key"]!))
                    yield return $"README.md does not list {reference["key"]} of the Secret {reference["name"]}";
            // The kubelet leaves what it does not know, or what comes later, as it is written.
            foreach ((string name, string value) in container.Environment((secret, key) => ExampleSecrets.Value(overlay, secret, key), field => field))
                if (value.Contains("$(", StringComparison.Ordinal))
                    yield return $"{name} refers to a variable that does not stand before it";
        }

        foreach (JsonNode volume in volumes)
        {
            if (volume["configMap"]?["name"] is { } map && !overlay.Of("ConfigMap").Any(one => one.Name == (string)map!))
                yield return $"there is no ConfigMap {map}";
            if (volume["persistentVolumeClaim"]?["claimName"] is { } claim && !overlay.Of("PersistentVolumeClaim").Any(one => one.Name == (string)claim!))
                yield return $"there is no claim {claim}";
        }
    }

    // The operator's documentation names the Secret of a cluster and its keys.
    private static bool IsKnown(RenderedOverlay overlay, string name, string key) =>
        ExampleSecrets.Documented.Contains((name, key)) || (key is "username" or "password" && overlay.Of("RabbitmqCluster").Any(cluster => name == $"{cluster.Name}-default-user"));
}
