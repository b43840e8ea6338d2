using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Configuration;

/// <summary>The ConfigMaps of a workload as files of this machine, where a process can read them.</summary>
internal sealed class MountedFiles : IDisposable
{
    private readonly string place = Directory.CreateTempSubdirectory("contourflow-mounts-").FullName;
    private readonly Dictionary<string, string> mounts = new(StringComparer.Ordinal);

    /// <summary>Writes them down.</summary>
    public MountedFiles(RenderedOverlay overlay, Workload workload)
    {
        foreach (JsonNode? volume in (JsonArray)workload.PodSpec["volumes"]!)
        {
            if (volume!["configMap"] is not { } map || !workload.Containers.Single().Mounts.TryGetValue((string)volume["name"]!, out string? path))
                continue;
            string folder = Directory.CreateDirectory(Path.Combine(place, (string)volume["name"]!)).FullName;
            mounts[path] = folder;
            foreach ((string name, string text) in Manifest.TextsOf(overlay.Of("ConfigMap").Single(one => one.Name == (string)map["name"]!).Json["data"]))
                File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    /// <summary>Where a path of the container lies here; paths that are not in a mount stay as they are.</summary>
    public string Here(string path) =>
        mounts.FirstOrDefault(mount => path == mount.Key || path.StartsWith(mount.Key + "/", StringComparison.Ordinal)) is { Key: { } inside, Value: { } here }
            ? here + path[inside.Length..]
            : path;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(place, recursive: true);
}
