namespace ContourFlow.Dicom.Network;

/// <summary>How one side of an association behaves. There is no option to log data sets: none is ever logged.</summary>
public class DicomServiceOptions
{
    /// <summary>Whether the log is named after the AE title of the peer. Off.</summary>
    public bool UseRemoteAEForLogName { get; set; }

    /// <summary>Bytes of a command set that are gathered before they are sent: 1 KiB.</summary>
    public uint MaxCommandBuffer { get; set; } = 1024;

    /// <summary>Bytes of a data set that are gathered before they are sent: 1 MiB.</summary>
    public uint MaxDataBuffer { get; set; } = 1024 * 1024;

    /// <summary>Whether small packets are sent at once, without waiting for more (TCP_NODELAY). On.</summary>
    public bool TcpNoDelay { get; set; } = true;

    /// <summary>Bytes of the socket's receive buffer; <c>null</c>: the system's choice.</summary>
    public int? TcpReceiveBufferSize { get; set; }

    /// <summary>Bytes of the socket's send buffer; <c>null</c>: the system's choice.</summary>
    public int? TcpSendBufferSize { get; set; }

    /// <summary>Most presentation data values in one P-DATA-TF PDU (PS3.8 9.3.5); 0: no limit.</summary>
    public int MaxPDVsPerPDU { get; set; }

    /// <summary>Whether an object that cannot be changed into an accepted transfer syntax is sent as it is. Off.</summary>
    public bool IgnoreUnsupportedTransferSyntaxChange { get; set; }

    /// <summary>How long a request waits for a response or for the next one, and an association for a sign of its peer; <c>null</c>: 5 and 10 minutes.</summary>
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>Most bytes of a P-DATA-TF PDU that are taken, as told to the peer (PS3.8 D.1): 256 KiB.</summary>
    public uint MaxPDULength { get; set; } = 262_144;

    /// <summary>The other deadlines.</summary>
    internal NetworkDeadlines Deadlines { get; set; } = new();

    /// <summary>What identifiers in memory are counted by.</summary>
    internal IdentifierBudget Identifiers { get; set; } = IdentifierBudget.OfProcess;

    /// <summary>A copy.</summary>
    public DicomServiceOptions Clone() => (DicomServiceOptions)MemberwiseClone();
}
