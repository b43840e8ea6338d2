namespace ContourFlow.Worker.Retrieval;

/// <summary>How an archive counts what it has sent (DICOM PS3.4 sections C.4.2.1.6 to C.4.2.1.9), over all requests.</summary>
/// <param name="Completed">Sub-operations that succeeded.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Warning">Those that ended with a warning.</param>
/// <param name="Remaining">Those that a request ended without.</param>
internal sealed record SubOperations(int Completed, int Failed, int Warning, int Remaining)
{
    /// <summary>None.</summary>
    public static SubOperations None { get; } = new(0, 0, 0, 0);

    /// <summary>The last status that was no success; null where there was none.</summary>
    public DicomStatus? Fault { get; init; }

    /// <summary>The sum; of faults the later one.</summary>
    public static SubOperations operator +(SubOperations a, SubOperations b) =>
        new(a.Completed + b.Completed, a.Failed + b.Failed, a.Warning + b.Warning, a.Remaining + b.Remaining) { Fault = b.Fault ?? a.Fault };
}
