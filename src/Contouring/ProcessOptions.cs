using ContourFlow.Contouring.Deriving;

namespace ContourFlow.Contouring;

/// <summary>What a caller may say about a case besides the protocol.</summary>
public sealed record ProcessOptions
{
    /// <summary>The vertebral level by the case's own note, or null.</summary>
    public LevelRange? Level { get; init; }

    /// <summary>How many threads may work at once; results do not depend on it. Default: one a processor.</summary>
    public int MaximumDegreeOfParallelism { get; init; } = Environment.ProcessorCount;
}
