using System.Net;
using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Network;

/// <summary>What an overlay's NetworkPolicies let through, by the rules of networking.k8s.io/v1: a pod that a policy of a direction selects may do what some policy names.</summary>
internal sealed class Connections(RenderedOverlay overlay)
{
    private readonly Manifest[] policies = [.. overlay.Of("NetworkPolicy")];

    /// <summary>Whether somebody reaches a port of a pod.</summary>
    public bool In(PodSource pod, int port, Peer from) => Lets("Ingress", "ingress", "from", pod, from, one => Is(one, port, pod.Ports));

    /// <summary>Whether a pod reaches a port of somebody.</summary>
    public bool Out(PodSource pod, int port, Peer to) =>
        Lets("Egress", "egress", "to", pod, to, one => Is(one, port, to is PodPeer { Namespace: null } own ? PortsOf(own) : new Dictionary<string, int>(StringComparer.Ordinal)));

    private bool Lets(string direction, string rules, string peers, PodSource pod, Peer other, Func<JsonNode, bool> isPort)
    {
        Manifest[] concerned = [.. policies.Where(policy => ((JsonArray)policy.Spec!["policyTypes"]!).Any(type => (string)type! == direction) && Selector.Selects(policy.Spec!["podSelector"], pod.Labels))];
        return concerned.Length == 0 || concerned.SelectMany(policy => policy.Spec![rules] as JsonArray ?? []).Any(rule =>
            (rule![peers] is not JsonArray { Count: > 0 } named || named.Any(peer => IsPeer(peer!, other)))
            && (rule["ports"] is not JsonArray { Count: > 0 } ports || ports.Any(port => isPort(port!))));
    }

    private IReadOnlyDictionary<string, int> PortsOf(PodPeer own) => overlay.Pods.Single(pod => ReferenceEquals(pod.Labels, own.Labels) || Selector.SelectsAll(LabelsOf(own), pod.Labels)).Ports;

    private static JsonObject LabelsOf(PodPeer pod) => new(pod.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));

    private static bool IsPeer(JsonNode named, Peer peer) => peer switch
    {
        OutsidePeer { Address: var address } => named["ipBlock"] is { } block && IPNetwork.Parse((string)block["cidr"]!).Contains(address),
        // Addresses of pods are not what an ipBlock is for.
        PodPeer when named["ipBlock"] is not null => false,
        PodPeer { Namespace: null } own => named["namespaceSelector"] is null && Selector.Selects(named["podSelector"], own.Labels),
        PodPeer { Namespace: { } name } pod => named["namespaceSelector"] is { } selector
            && Selector.Selects(selector, new Dictionary<string, string>(StringComparer.Ordinal) { ["kubernetes.io/metadata.name"] = name })
            && Selector.Selects(named["podSelector"], pod.Labels),
        _ => throw new ArgumentOutOfRangeException(nameof(peer)),
    };

    private static bool Is(JsonNode named, int port, IReadOnlyDictionary<string, int> ports)
    {
        if (named["port"] is not JsonValue given)
            return true;
        if (given.TryGetValue(out string? name))
            return ports.TryGetValue(name, out int number) && number == port;
        int first = (int)given;
        return port >= first && port <= ((int?)named["endPort"] ?? first);
    }
}
