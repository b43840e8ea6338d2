using ContourFlow.Contouring.Deriving;

namespace ContourFlow.Contouring;

/// <summary>What a caller may say about a case besides the protocol.</summary>
public sealed record ProcessOptions
{
    /// <summary>The vertebral level by the case's own note, or null.</summary>
    public LevelRange? Level { get; init; }

    /// <summary>How many threads may work at once; results do not depend on it. Default: one a processor.</summary>
    public int MaximumDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Told at the beginning of each step, for whoever measures how long they take; null for nobody.</summary>
    public IProgress<CaseStep>? Steps { get; init; }
}

/// <summary>The steps of a case, in their order.</summary>
public enum CaseStep
{
    /// <summary>MR series onto the planning CT.</summary>
    Fuse,

    /// <summary>What the protocol asks for.</summary>
    Derive,

    /// <summary>The structure set.</summary>
    Write,

    /// <summary>What was written, by a second method.</summary>
    Check,
}
