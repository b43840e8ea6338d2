using System.Net;

namespace ContourFlow.Deploy.Tests.Network;

/// <summary>Who a pod speaks with.</summary>
internal abstract record Peer
{
    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    /// <summary>A machine outside of the cluster.</summary>
    public static Peer At(string address) => new OutsidePeer(IPAddress.Parse(address));

    /// <summary>A pod of another namespace.</summary>
    public static Peer In(string name, params (string Name, string Value)[] labels) =>
        new PodPeer(name, labels.Length == 0 ? Nothing : labels.ToDictionary(label => label.Name, label => label.Value, StringComparer.Ordinal));

    /// <summary>A pod of our namespace.</summary>
    public static Peer Own(IReadOnlyDictionary<string, string> labels) => new PodPeer(null, labels);
}

/// <inheritdoc cref="Peer.At"/>
internal sealed record OutsidePeer(IPAddress Address) : Peer;

/// <summary>A pod; its namespace is null where it is ours.</summary>
internal sealed record PodPeer(string? Namespace, IReadOnlyDictionary<string, string> Labels) : Peer;
