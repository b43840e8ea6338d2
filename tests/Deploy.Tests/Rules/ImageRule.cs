using System.Xml.Linq;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>Images have a tag, ours that of this version; the Job that migrates has it in its name, for a Job cannot be changed.</summary>
internal static class ImageRule
{
    /// <summary>The program's version.</summary>
    public static string Version { get; } = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    public static IEnumerable<string> Faults(RenderedOverlay overlay)
    {
        IEnumerable<(string User, string Image)> images = overlay.Workloads.SelectMany(workload => workload.Containers.Select(container => (workload.ToString(), container.Image)))
            .Concat(overlay.Of("RabbitmqCluster").Select(cluster => (cluster.ToString(), (string?)cluster.Spec!["image"] ?? "")));
        foreach ((string user, string image) in images)
        {
            string name = image.Split('/')[^1];
            string tag = name.Contains(':', StringComparison.Ordinal) ? name.Split(':')[1] : "";
            if (tag is "" or "latest")
                yield return $"{user} takes whatever image there is: '{image}'";
            if (name.StartsWith("contourflow", StringComparison.Ordinal) && tag != Version)
                yield return $"{user} has {image}, and this is version {Version}";
        }

        foreach (Manifest job in overlay.Of("Job"))
            if (!job.Name.EndsWith($"-{Version.Replace('.', '-')}", StringComparison.Ordinal))
                yield return $"{job} does not have version {Version} in its name";
    }
}
