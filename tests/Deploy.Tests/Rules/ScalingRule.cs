using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Configuration;
using ContourFlow.Deploy.Tests.Rendering;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>KEDA asks the queue that workers take from, counts what they are at, and is the only one to say how many there are.</summary>
internal static class ScalingRule
{
    public static IEnumerable<string> Faults(RenderedOverlay overlay)
    {
        var scaled = new HashSet<string>(StringComparer.Ordinal);
        foreach (Manifest manifest in overlay.Of("ScaledObject"))
        {
            string target = (string)manifest.Spec!["scaleTargetRef"]!["name"]!;
            scaled.Add(target);
            if (overlay.OurWorkloads.SingleOrDefault(workload => workload.Name == target) is not { } workload)
                yield return $"{manifest} scales {target}, which is not there";
            else
                foreach (string fault in Of(overlay, manifest, workload))
                    yield return $"{manifest}: {fault}";
        }

        foreach (Workload workload in overlay.Workloads.Where(workload => workload.Manifest.Kind is "Deployment" or "StatefulSet"))
            if (workload.Replicas is null != scaled.Contains(workload.Name))
                yield return $"{workload} {(workload.Replicas is null ? "does not say how many pods it has" : "says how many pods it has, and KEDA too")}";
    }

    private static IEnumerable<string> Of(RenderedOverlay overlay, Manifest manifest, Workload workload)
    {
        ServiceOptions options = ProgramConfiguration.Of(overlay, workload);
        JsonArray triggers = (JsonArray)manifest.Spec!["triggers"]!;
        var names = new QueueNames(options.Queue.Prefix);
        string[] asked = [.. triggers.Select(trigger => Manifest.TextsOf(trigger!["metadata"])["queueName"])];
        foreach (string queue in asked.Except([names.ProcessCase, names.ScoreDose], StringComparer.Ordinal))
            yield return $"{queue} is not the queue that workers take from";
        foreach (string queue in new[] { names.ProcessCase, names.ScoreDose }.Except(asked, StringComparer.Ordinal))
            yield return $"workers take from {queue}, which is not asked";
        foreach (string fault in triggers.SelectMany(trigger => Of(overlay, options, trigger!)))
            yield return fault;
        (int least, int most) = ((int?)manifest.Spec["minReplicaCount"] ?? 0, (int?)manifest.Spec["maxReplicaCount"] ?? 100);
        if (least < 1)
            yield return "without a worker nobody declares the queue that is to be asked";
        if (most < least || most * options.Processing.Concurrency > 200)
            yield return $"{most} workers are too many, or too few";
        JsonNode? down = manifest.Spec["advanced"]?["horizontalPodAutoscalerConfig"]?["behavior"]?["scaleDown"];
        if (((int?)down?["stabilizationWindowSeconds"] ?? 300) < 300 || (down?["policies"] as JsonArray)?.Any(policy => (string?)policy!["type"] == "Percent") != false)
            yield return "workers are taken away too fast";
        if ((string?)manifest.Spec["fallback"]?["behavior"] != "currentReplicasIfHigher")
            yield return "workers are taken away when the broker cannot be asked";
    }

    private static IEnumerable<string> Of(RenderedOverlay overlay, ServiceOptions options, JsonNode trigger)
    {
        IReadOnlyDictionary<string, string> metadata = Manifest.TextsOf(trigger["metadata"]);
        if (metadata.GetValueOrDefault("protocol") != "http" || metadata.GetValueOrDefault("mode") != "QueueLength" || metadata.GetValueOrDefault("excludeUnacknowledged") != "false")
            yield return "cases that a worker is at do not count, and it would be taken away";
        if (!double.TryParse(metadata["value"], CultureInfo.InvariantCulture, out double value) || value < options.Processing.Concurrency)
            yield return $"a worker that takes {options.Processing.Concurrency} at a time would call for more of its kind";
        if (!Uri.TryCreate(metadata["host"], UriKind.Absolute, out Uri? host)
            || !overlay.Of("RabbitmqCluster").Any(cluster => host.Host == $"{cluster.Name}.{cluster.Namespace}.svc") || host.Port != 15672 || host.UserInfo.Length > 0)
            yield return $"{metadata["host"]} is not the broker's";
        if (trigger["authenticationRef"]?["name"] is not { } name || !overlay.Of("TriggerAuthentication").Any(one => one.Name == (string)name!))
            yield return "its TriggerAuthentication is not there";
    }
}
