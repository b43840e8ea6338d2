using ContourFlow.EndToEnd.Tests;
using ContourFlow.EndToEnd.Tests.Network;

namespace ContourFlow.Deploy.Tests.Running;

/// <summary>
/// What stands here in the place of a cluster: Secrets have the values of local servers, addresses that the manifests name lead to these, and volumes are folders.
/// </summary>
internal sealed class Surroundings : IDisposable
{
    private readonly TemporaryFolder place = new();

    /// <summary>Values of Secrets, by <c>name/key</c>. A container that asks for another does not start, as in a cluster.</summary>
    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>What stands in manifests, and what stands here in its place: addresses of other systems, and what a site changes in the configuration.</summary>
    public List<(string There, string Here)> Texts { get; } = [];

    /// <summary>The value of a key of a Secret.</summary>
    public string Secret(string name, string key) =>
        Secrets.TryGetValue($"{name}/{key}", out string? value) ? value : throw new InvalidOperationException($"There is no Secret {name} with a key {key}.");

    /// <summary>A text of the manifests as it has to be here.</summary>
    public string Here(string text) => Texts.Aggregate(text, (changed, pair) => changed.Replace(pair.There, pair.Here, StringComparison.Ordinal));

    /// <summary>The folder that a volume is: a claim is the same one for every pod, everything else is a pod's own.</summary>
    public string Volume(string pod, string volume, string? claim)
    {
        string folder = place[claim is null ? Path.Combine(pod, volume) : Path.Combine("claims", claim)];
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>A port of this machine for one of a container's.</summary>
    public static int FreePort() => ServerProcess.FreePort();

    public void Dispose() => place.Dispose();
}
