using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Configuration;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>The page is one process whose folder outlives it, behind an Ingress with TLS that has the name by which browsers know the page (docs/review.md).</summary>
internal static class ReviewRule
{
    public static IEnumerable<string> Faults(RenderedOverlay overlay)
    {
        foreach (Workload review in overlay.OurWorkloads.Where(workload => workload.Component == "review"))
        {
            if (review.Replicas != 1 || (string?)review.Manifest.Spec!["strategy"]?["type"] != "Recreate")
                yield return $"{review} may be two processes at a time, which do not know of each other's ended sessions";
            string data = ProgramConfiguration.Of(overlay, review).Data;
            string? volume = review.Containers.Single().Mounts.FirstOrDefault(mount => mount.Value == data).Key;
            if (!((JsonArray)review.PodSpec["volumes"]!).Any(one => (string)one!["name"]! == volume && one["persistentVolumeClaim"] is not null))
                yield return $"{review} forgets the keys of its cookies";
            string host = new Uri(ProgramConfiguration.Of(overlay, review).Review.PublicAddress!).Authority;
            JsonObject ingress = overlay.Of("Ingress").Single().Spec!;
            if (!((JsonArray)ingress["rules"]!).All(rule => (string?)rule!["host"] == host) || !((JsonArray)ingress["tls"]!).All(tls => ((JsonArray)tls!["hosts"]!).All(name => (string?)name == host)))
                yield return $"The Ingress is for another host than Review:PublicAddress, {host}: the page refuses its requests";
            if (ingress["ingressClassName"] is null)
                yield return "The Ingress does not say which controller is meant";
        }
    }
}
