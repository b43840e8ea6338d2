using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Configuration;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>
/// What a sender was told is safe stays, and each DICOM address has one gateway: it answers requests for storage commitment from its own spool, and one beside it
/// would deny what lies there.
/// </summary>
internal static class GatewayRule
{
    public static IEnumerable<string> Faults(RenderedOverlay overlay)
    {
        foreach (Workload gateway in overlay.OurWorkloads.Where(workload => workload.Component == "gateway"))
        {
            if (gateway.Manifest.Kind != "StatefulSet" || gateway.Replicas != 1)
                yield return $"{gateway} is not one process behind its address";
            JsonNode? retention = gateway.Manifest.Spec!["persistentVolumeClaimRetentionPolicy"];
            if ((string?)retention?["whenDeleted"] != "Retain" || (string?)retention["whenScaled"] != "Retain")
                yield return $"{gateway} loses its spool when it is deleted";
            string data = ProgramConfiguration.Of(overlay, gateway).Data;
            if (!gateway.ClaimTemplates.Any(claim => gateway.Containers.Single().Mounts.TryGetValue(claim, out string? path) && path == data))
                yield return $"{gateway} does not keep {data} on a volume of its own";
            if (overlay.Of("Service").Count(service => IsForSenders(service, gateway)) != 1)
                yield return $"{gateway} has not one Service that senders reach with their own addresses";
        }
    }

    private static bool IsForSenders(Manifest service, Workload gateway) =>
        (string?)service.Spec!["type"] == "LoadBalancer" && (string?)service.Spec["externalTrafficPolicy"] == "Local"
        && Selector.SelectsAll(service.Spec["selector"], gateway.PodLabels)
        && service.Spec["ports"] is JsonArray { Count: 1 } ports && (string?)ports[0]!["targetPort"] == "dicom" && (string?)ports[0]!["protocol"] == "TCP";
}
