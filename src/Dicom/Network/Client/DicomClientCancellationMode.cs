namespace ContourFlow.Dicom.Network.Client;

/// <summary>How a client ends an association when its caller cancels.</summary>
public enum DicomClientCancellationMode
{
    /// <summary>By a release request: the peer is told in order.</summary>
    ImmediatelyReleaseAssociation = 0,

    /// <summary>By an abort.</summary>
    ImmediatelyAbortAssociation = 1,
}
