namespace ContourFlow.Worker.Sending;

/// <summary>What an answer to C-STORE means for what is to be done next (DICOM PS3.4 table B.2-1, PS3.7 annex C).</summary>
internal static class StoreAnswer
{
    /// <summary>Duplicate SOP instance (PS3.7 section C.4.4): the archive has an object of this UID and keeps that one.</summary>
    public const ushort Duplicate = 0x0111;

    /// <summary>Where an object stands after an answer. What may pass (no room, a fault while processing) leaves it waiting.</summary>
    /// <param name="status">The answer.</param>
    /// <param name="followsOther">Whether other content went there under this UID before.</param>
    public static SendState StateAfter(DicomStatus status, bool followsOther) => status.State switch
    {
        // Sent earlier, its answer lost, or by somebody else: what is to be proven is that it is there. Unless what is there is known to be another.
        _ when status.Code == Duplicate => followsOther ? SendState.Refused : SendState.Sent,
        DicomState.Success or DicomState.Warning => SendState.Sent,
        _ when status.Code is >= 0xA700 and <= 0xA7FF or 0x0110 or 0x0213 => SendState.Waiting,
        _ => SendState.Refused,
    };
}
