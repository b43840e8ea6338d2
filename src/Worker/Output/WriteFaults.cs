namespace ContourFlow.Worker.Output;

/// <summary>What the system's refusals to write mean for the user.</summary>
internal static class WriteFaults
{
    // errno of Linux and macOS, which .NET hands on as HResult where it has no exception type of its own.
    private const int FileTooLarge = 27;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaOnLinux = 122;
    private const int QuotaOnMac = 69;

    // HRESULTs of Windows.
    private const int DiskFullOnWindows = unchecked((int)0x80070070);
    private const int WriteProtectedOnWindows = unchecked((int)0x80070013);

    /// <summary>The system's refusal in an exception, also inside the toolkit's or several threads'
    /// exceptions; null when it is something else.</summary>
    public static Exception? Cause(Exception fault) => fault switch
    {
        IOException or UnauthorizedAccessException => fault,
        DicomFileException { InnerException: { } inner } => Cause(inner),
        AggregateException several => several.Flatten().InnerExceptions.Select(Cause).FirstOrDefault(cause => cause is not null),
        _ => null,
    };

    /// <summary>Whether it is that there is no room left.</summary>
    public static bool IsNoRoom(Exception fault) =>
        fault.HResult is NoSpace or QuotaOnLinux or QuotaOnMac or FileTooLarge or DiskFullOnWindows;

    /// <summary>Whether it is that the disk is read-only.</summary>
    public static bool IsReadOnly(Exception fault) => fault.HResult is ReadOnlyFileSystem or WriteProtectedOnWindows;

    /// <summary>A sentence that names the folder, what is wrong and the way out.</summary>
    public static string Sentence(string path, Exception fault) => fault switch
    {
        _ when IsNoRoom(fault) =>
            $"There is no room left for the output in {path}. Free some space or name a folder on another disk; nothing was written.",
        _ when IsReadOnly(fault) =>
            $"The disk of {path} is read-only. Name a folder that can be written to; nothing was written.",
        UnauthorizedAccessException =>
            $"There is no permission to write into {path}. Name a folder that you may write to; nothing was written.",
        _ => $"The output could not be written into {path} ({fault.Message}). Nothing was written.",
    };
}
