using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>Nodes can be drained, and no more than one pod of a kind goes at a time; pods that are several are spread.</summary>
internal static class DisruptionRule
{
    public static IEnumerable<string> Faults(RenderedOverlay overlay)
    {
        foreach (PodSource pod in overlay.Pods.Where(pod => pod.Owner.Kind != "Job"))
        {
            Manifest[] budgets = [.. overlay.Of("PodDisruptionBudget").Where(budget => Selector.Selects(budget.Spec!["selector"], pod.Labels))];
            // With more than one the eviction is refused for good.
            if (budgets.Length != 1)
                yield return $"{pod} has {budgets.Length} disruption budgets";
            else if ((int?)budgets[0].Spec!["maxUnavailable"] != 1)
                yield return $"{budgets[0]} does not let exactly one pod go";
        }

        foreach (Workload workload in overlay.OurWorkloads.Where(workload => workload.Manifest.Kind == "Deployment" && workload.Replicas != 1))
            if (workload.PodSpec["topologySpreadConstraints"] is not JsonArray { Count: > 0 } spread || !spread.Any(one => (string?)one!["topologyKey"] == "kubernetes.io/hostname"))
                yield return $"{workload} may have all its pods on one node";
    }
}
