using System.Collections.Immutable;
using ContourFlow.Worker.Peers;

namespace ContourFlow.Worker.Sending;

/// <summary>What `contourflow send` is asked to do.</summary>
/// <param name="Paths">Files and folders.</param>
/// <param name="Remote">The archive.</param>
/// <param name="CallingAe">The title that we call with.</param>
/// <param name="Tls">Secures the connections; null: they are not secured.</param>
/// <param name="State">Folder of what is known of earlier runs.</param>
/// <param name="Reports">Folder where reports of storage commitment are laid down; null: one in <paramref name="State"/>.</param>
/// <param name="ListenPort">Port to take reports at while this runs; null: none.</param>
/// <param name="ResponseTimeout">How long an answer may take.</param>
/// <param name="Options">How long it tries, and what it takes for proof.</param>
/// <param name="Verbose">Whether each object is told.</param>
internal sealed record SendRequest(
    ImmutableArray<string> Paths,
    RemoteAe Remote,
    string CallingAe,
    TlsFiles? Tls,
    string State,
    string? Reports,
    int? ListenPort,
    TimeSpan ResponseTimeout,
    SendOptions Options,
    bool Verbose);
