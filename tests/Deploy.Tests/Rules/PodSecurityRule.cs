using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>Every pod keeps the Pod Security Standard "restricted", which the namespace enforces; ours also have no token and write nowhere but in their volumes.</summary>
internal static class PodSecurityRule
{
    // The list of the standard.
    private static readonly string[] Volumes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    public static IEnumerable<string> Faults(RenderedOverlay overlay)
    {
        foreach (Manifest space in overlay.Of("Namespace"))
            if (space.Labels.GetValueOrDefault("pod-security.kubernetes.io/enforce") != "restricted")
                yield return $"{space} does not enforce the standard";
        foreach (Workload workload in overlay.Workloads)
        {
            foreach (string fault in Restricted(workload.PodSpec).Concat(Narrow(workload)))
                yield return $"{workload}: {fault}";
        }

        foreach (Manifest cluster in overlay.Of("RabbitmqCluster"))
        {
            if (cluster.Spec!["override"]?["statefulSet"]?["spec"]?["template"]?["spec"] is not JsonObject pod)
                yield return $"{cluster} leaves its pods to the operator";
            else
                foreach (string fault in Restricted(pod))
                    yield return $"{cluster}: {fault}";
        }
    }

    private static IEnumerable<string> Restricted(JsonObject pod)
    {
        JsonNode? security = pod["securityContext"];
        if ((bool?)security?["runAsNonRoot"] != true || (int?)security?["runAsUser"] is null or 0)
            yield return "its user may be root";
        if ((string?)security?["seccompProfile"]?["type"] != "RuntimeDefault")
            yield return "it has no seccomp profile";
        foreach (string name in new[] { "hostNetwork", "hostPID", "hostIPC" })
            if (pod[name] is not null)
                yield return $"it has {name}";
        foreach (JsonObject volume in (pod["volumes"] as JsonArray ?? []).OfType<JsonObject>())
            if (!volume.All(member => member.Key == "name" || Volumes.Contains(member.Key, StringComparer.Ordinal)))
                yield return $"volume {volume["name"]} is of a kind that is not allowed";
        foreach (JsonNode? container in ((JsonArray)pod["containers"]!).Concat(pod["initContainers"] as JsonArray ?? []))
        {
            JsonNode? own = container!["securityContext"];
            if ((bool?)own?["allowPrivilegeEscalation"] != false)
                yield return $"{container["name"]} may gain privileges";
            if (own?["capabilities"]?["drop"] is not JsonArray { Count: 1 } dropped || (string)dropped[0]! != "ALL" || own["capabilities"]!["add"] is not null)
                yield return $"{container["name"]} keeps capabilities";
            if (own?["privileged"] is not null || own?["runAsUser"] is not null)
                yield return $"{container["name"]} runs as another than its pod";
            foreach (JsonNode? port in container["ports"] as JsonArray ?? [])
                if (port!["hostPort"] is not null)
                    yield return $"{container["name"]} takes a port of the node";
        }
    }

    private static IEnumerable<string> Narrow(Workload workload)
    {
        if ((bool?)workload.PodSpec["automountServiceAccountToken"] != false)
            yield return "it has a token for the API server";
        if ((bool?)workload.PodSpec["enableServiceLinks"] != false)
            yield return "its environment lists every Service";
        foreach (Container container in workload.Containers)
            if ((bool?)container.Json["securityContext"]?["readOnlyRootFilesystem"] != true)
                yield return $"{container.Name} may write into its image";
        // The user of the image (deploy/container), whose volumes it has to be able to write.
        if (workload.IsOurs && ((int?)workload.PodSpec["securityContext"]?["runAsUser"] != 1654 || (int?)workload.PodSpec["securityContext"]?["fsGroup"] != 1654))
            yield return "it runs as another user than the image's";
    }
}
