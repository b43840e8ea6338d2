using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>Everything can be found by its labels and lies in the namespace.</summary>
internal static class LabelRule
{
    private static readonly string[] OfCluster = ["Namespace", "PriorityClass"];

    public static IEnumerable<string> Faults(RenderedOverlay overlay)
    {
        foreach (Manifest manifest in overlay.Objects)
        {
            // A generated ConfigMap has none: nobody looks for it.
            if (manifest.Kind != "ConfigMap" && manifest.Labels.GetValueOrDefault("app.kubernetes.io/part-of") != "contourflow")
                yield return $"{manifest} is not labelled as a part of contourflow";
            if ((manifest.Namespace is null) != OfCluster.Contains(manifest.Kind, StringComparer.Ordinal) || manifest.Namespace is not (null or "contourflow"))
                yield return $"{manifest} is in namespace {manifest.Namespace}";
        }

        foreach (Workload workload in overlay.Workloads.Where(workload => workload.Manifest.Kind != "Job"))
            if ((int?)workload.Manifest.Spec!["revisionHistoryLimit"] is not (>= 2 and <= 10))
                yield return $"{workload} keeps no revision to roll back to, or every one";
    }
}
