namespace ContourFlow.Worker.Retrieval;

/// <summary>How long a retrieval tries.</summary>
internal sealed record RetrievalOptions
{
    /// <summary>How long an archive that is not there is tried again, since the last object that came.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The first pause before trying again; it doubles.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(15);
}
