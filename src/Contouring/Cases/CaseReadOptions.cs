using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Contouring.Cases;

/// <summary>How a folder is read as a case.</summary>
public sealed record CaseReadOptions
{
    /// <summary>Series Instance UID of the planning CT, where the folder leaves a choice; null lets the structure sets decide.</summary>
    public string? CtSeriesInstanceUid { get; init; }

    /// <summary>SOP Instance UID of the structure set, where the folder leaves a choice.</summary>
    public string? StructureSetInstanceUid { get; init; }

    /// <summary>
    /// Says of a file or folder below the input (absolute path) that it is left out: what this program itself wrote.
    /// Null for nothing.
    /// </summary>
    public Func<string, bool>? LeaveOut { get; init; }

    /// <summary>
    /// What the planning CT must be like; the protocol says. Default: the geometry specification's limits (1.1 and
    /// 1.5), uneven spacing allowed.
    /// </summary>
    public PlanningCtRules PlanningCt { get; init; } = new(MaximumPlaneSpacing: 3, MaximumTiltDegrees: 0.1, AllowUnevenSpacing: true);

    /// <summary>What an MR series must be like to be fused; null where no MR is wanted.</summary>
    public MrRules? Mr { get; init; }

    /// <summary>How many files are read at once; the result does not depend on it. Default: one a processor.</summary>
    public int MaximumDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>The protocol's rules for images.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="threads">How many threads may read at once.</param>
    public static CaseReadOptions By(Protocol protocol, int threads)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        return new()
        {
            PlanningCt = protocol.PlanningCt,
            Mr = protocol.Fusion is { } fusion ? new(fusion.MaximumPlaneSpacing, fusion.MaximumAgeDays, AllowLossyCompression: false) : null,
            MaximumDegreeOfParallelism = threads,
        };
    }

    /// <summary>Told after each file, from any thread; null for nobody.</summary>
    public IProgress<CaseReadProgress>? Progress { get; init; }
}

/// <summary>How far the reading of a folder is.</summary>
/// <param name="Step">What is being done, for a human: "Reading headers".</param>
/// <param name="Done">Files done of this step.</param>
/// <param name="Total">Files of this step.</param>
public sealed record CaseReadProgress(string Step, int Done, int Total);
