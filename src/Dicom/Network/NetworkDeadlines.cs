namespace ContourFlow.Dicom.Network;

/// <summary>
/// How long is waited for a peer: nothing that waits for one waits for ever. Only tests change them, and
/// <see cref="DicomServiceOptions.RequestTimeout"/> two of them.
/// </summary>
internal sealed record NetworkDeadlines
{
    /// <summary>From the connection to the whole A-ASSOCIATE-RQ, and to the end of the connection after it ended (ARTIM timer, PS3.8 section 9.1.5); also for the TLS handshake.</summary>
    public TimeSpan Association { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From the first byte of a PDU to its last.</summary>
    public TimeSpan Pdu { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two PDUs of an association on which nothing is awaited; RequestTimeout takes its place.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For a write to be taken by the peer.</summary>
    public TimeSpan Send { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From a request to its response, and between its pending responses; RequestTimeout takes its place.</summary>
    public TimeSpan Response { get; init; } = TimeSpan.FromMinutes(5);
}
