namespace ContourFlow.Dicom.Network;

/// <summary>A request with a priority (DICOM PS3.7 9.1): C-STORE, C-FIND, C-GET, C-MOVE.</summary>
public abstract class DicomPriorityRequest : DicomRequest
{
    /// <summary>Makes a request of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">Priority (0000,0700) is malformed.</exception>
    protected DicomPriorityRequest(DicomDataset command)
        : base(command) => CommandSet.OptionalNumber(command, DicomTag.Priority);

    /// <summary>Makes a request.</summary>
    protected DicomPriorityRequest(DicomCommandField type, DicomUID requestedClassUid, DicomPriority priority)
        : base(type, requestedClassUid) => Priority = priority;

    /// <summary>Priority (0000,0700). Peers leave it out, and nothing hangs on it: medium where it is missing.</summary>
    public DicomPriority Priority
    {
        get => (DicomPriority)(CommandSet.OptionalNumber(Command, DicomTag.Priority) ?? 0);
        protected set => Command.AddOrUpdate(DicomTag.Priority, (ushort)value);
    }
}
