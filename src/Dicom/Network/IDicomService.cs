namespace ContourFlow.Dicom.Network;

/// <summary>What a service is told of its association's end.</summary>
public interface IDicomService
{
    /// <summary>The peer has aborted.</summary>
    void OnReceiveAbort(DicomAbortSource source, DicomAbortReason reason);

    /// <summary>The connection is closed.</summary>
    /// <param name="exception">Why, unless it ended in order.</param>
    void OnConnectionClosed(Exception? exception);
}
