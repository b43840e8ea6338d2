namespace ContourFlow.Worker.Sending;

/// <summary>What an answer to C-STORE means for what is to be done next (DICOM PS3.4 table B.2-1, PS3.7 annex C).</summary>
internal static class StoreAnswer
{
    /// <summary>Where an object stands after an answer. What may pass (no room, a fault while processing) leaves it waiting.</summary>
    public static SendState StateAfter(DicomStatus status) => status.State switch
    {
        DicomState.Success or DicomState.Warning => SendState.Sent,
        _ when status.Code is >= 0xA700 and <= 0xA7FF or 0x0110 or 0x0213 => SendState.Waiting,
        _ => SendState.Refused,
    };
}
