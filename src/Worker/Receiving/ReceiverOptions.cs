using System.Collections.Immutable;
using ContourFlow.Worker.Peers;

namespace ContourFlow.Worker.Receiving;

/// <summary>How a receiver listens and whom it lets in.</summary>
internal sealed record ReceiverOptions
{
    /// <summary>AE titles that it is called by; the first one is also the one that it calls with.</summary>
    public required ImmutableArray<string> Titles { get; init; }

    /// <summary>Address that it listens at; null: all of the machine's.</summary>
    public string? Address { get; init; }

    /// <summary>Port that it listens at; 0: one that is free.</summary>
    public required int Port { get; init; }

    /// <summary>Who may call; empty: everybody.</summary>
    public ImmutableArray<AllowedPeer> Allowed { get; init; } = [];

    /// <summary>Where reports of storage commitment go when they cannot go back on the association that asked; by the AE title that asked.</summary>
    public ImmutableArray<RemoteAe> Peers { get; init; } = [];

    /// <summary>Associations at a time; more are rejected (local limit exceeded).</summary>
    public int MaximumAssociations { get; init; } = 20;

    /// <summary>How long an association may be silent.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long associations under way may take to end once the receiver stops.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Secures its connections, those of STOW-RS too; null: they are not secured.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>Port of STOW-RS on the loopback address or <see cref="Address"/>; null: none.</summary>
    public int? WebPort { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="PeerOptionsException">Some are impossible: all of them are named.</exception>
    public void Validate()
    {
        string[] faults =
        [
            .. Titles.IsDefaultOrEmpty ? ["A receiver needs an AE title."] : Titles.Where(title => !AeTitle.IsValid(title)).Select(title => $"'{title}' is no AE title: 1 to 16 characters, no backslash."),
            .. Port is >= 0 and <= 65535 ? Array.Empty<string>() : [$"{Port} is no port."],
            .. WebPort is null or (>= 0 and <= 65535) ? Array.Empty<string>() : [$"{WebPort} is no port."],
            .. Address is null || System.Net.IPAddress.TryParse(Address, out _) ? Array.Empty<string>() : [$"'{Address}' is no address of this machine."],
            .. MaximumAssociations is > 0 and <= 10_000 ? Array.Empty<string>() : [$"{MaximumAssociations} associations at a time are not possible."],
            .. IdleTimeout > TimeSpan.Zero ? Array.Empty<string>() : ["The idle timeout is longer than 0."],
        ];
        if (faults.Length > 0)
            throw new PeerOptionsException(string.Join(' ', faults));
    }
}
