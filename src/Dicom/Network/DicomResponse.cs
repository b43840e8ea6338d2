namespace ContourFlow.Dicom.Network;

/// <summary>A DIMSE response (DICOM PS3.7 6.3).</summary>
public abstract class DicomResponse : DicomMessage
{
    /// <summary>Makes a response of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">Message ID Being Responded To (0000,0120) or Status (0000,0900) is missing or malformed, or a UID is.</exception>
    protected DicomResponse(DicomDataset command)
        : base(command)
    {
        CommandSet.Number(command, DicomTag.MessageIDBeingRespondedTo);
        CommandSet.Number(command, DicomTag.Status);
        CommandSet.OptionalUid(command, DicomTag.AffectedSOPInstanceUID);
    }

    /// <summary>Makes a response to a request.</summary>
    protected DicomResponse(DicomRequest request, DicomStatus status)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(status);
        Type = (DicomCommandField)((ushort)request.Type | 0x8000);
        SOPClassUID = request.SOPClassUID;
        RequestMessageID = request.MessageID;
        PresentationContext = request.PresentationContext;
        Status = status;
    }

    /// <summary>Message ID Being Responded To (0000,0120).</summary>
    public ushort RequestMessageID
    {
        get => CommandSet.Number(Command, DicomTag.MessageIDBeingRespondedTo);
        set => Command.AddOrUpdate(DicomTag.MessageIDBeingRespondedTo, value);
    }

    /// <summary>Status (0000,0900), with Error Comment (0000,0902).</summary>
    public DicomStatus Status
    {
        get
        {
            var status = DicomStatus.Lookup(CommandSet.Number(Command, DicomTag.Status));
            return CommandSet.Comment(Command, DicomTag.ErrorComment) is { } comment ? new DicomStatus(status, comment) : status;
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Command.AddOrUpdate(DicomTag.Status, value.Code);
            if (string.IsNullOrEmpty(value.ErrorComment))
                Command.Remove(DicomTag.ErrorComment);
            else
                Command.AddOrUpdate(new DicomLongString(DicomTag.ErrorComment, Shortened(value.ErrorComment)));
        }
    }

    /// <summary>Name, ID, and status.</summary>
    public override string ToString() => $"{base.ToString()}: {Status}";

    /// <summary>A number of sub-operations; 0 where it is missing.</summary>
    private protected int Count(DicomTag tag) => CommandSet.OptionalNumber(Command, tag) ?? 0;

    /// <summary>Sets a number of sub-operations.</summary>
    private protected void SetCount(DicomTag tag, int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ushort.MaxValue);
        Command.AddOrUpdate(tag, (ushort)value);
    }

    /// <summary>Checks the numbers of sub-operations of a received command set.</summary>
    /// <exception cref="DicomNetworkException">One of them is malformed.</exception>
    private protected void CheckCounts()
    {
        Count(DicomTag.NumberOfRemainingSuboperations);
        Count(DicomTag.NumberOfCompletedSuboperations);
        Count(DicomTag.NumberOfWarningSuboperations);
        Count(DicomTag.NumberOfFailedSuboperations);
    }

    // Error Comment is LO: 64 characters of the default repertoire without a backslash (PS3.5 6.2).
    private static string Shortened(string comment)
    {
        string plain = string.Concat(comment.Select(c => c is >= ' ' and <= '~' and not '\\' ? c : '?'));
        return plain.Length <= 64 ? plain : plain[..64];
    }
}
