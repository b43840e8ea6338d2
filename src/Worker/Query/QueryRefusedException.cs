namespace ContourFlow.Worker.Query;

/// <summary>An archive refused a query or a retrieval; the message has its status and the way out, and nothing of its Error Comment.</summary>
internal sealed class QueryRefusedException(string archive, string what, DicomStatus status)
    : Exception($"{archive} refuses {what}: status {status.Code:X4}, {status.Description}. {WayOut(status)}")
{
    /// <summary>The status (DICOM PS3.4 tables C.4-1 to C.4-3).</summary>
    public DicomStatus Status { get; } = status;

    private static string WayOut(DicomStatus status) => status.Code switch
    {
        0x0122 => "It does not offer this service to us: have our AE title registered there, or take another way (--by, --web).",
        0x0124 => "We are not authorised: have our AE title registered there.",
        0xA801 => "It does not know the AE title that it shall send to: have title, host and port registered there.",
        >= 0xA700 and <= 0xA7FF => "It lacks the resources: narrow what is asked for, or ask again later.",
        0xA900 => "A key does not fit the level: name the study and the series by their UIDs and leave --key out.",
        >= 0xC000 and <= 0xCFFF => "It could not process this: ask with fewer keys, have the title that it shall send to registered there; its own log says more.",
        _ => "Its own log says more.",
    };
}
