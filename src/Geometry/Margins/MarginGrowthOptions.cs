namespace ContourFlow.Geometry.Margins;

/// <summary>How finely and on how many threads fields are worked out. None of it decides what the result is.</summary>
public sealed record GrowthOptions
{
    /// <summary>Half a millimetre, two hundredths of a millimetre, all processors.</summary>
    public static GrowthOptions Default { get; } = new();

    /// <summary>
    /// Distance between lattice points, mm (default 0.5, its upper bound; pass half the CT's pixel where that is
    /// less). Parts and holes thinner than this may be missed where no margin is added.
    /// </summary>
    public double LatticeStep
    {
        get;
        init => field = value is > 0 and <= 0.5
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The lattice step is above 0 and at most 0.5 mm.");
    } = 0.5;

    /// <summary>Largest distance of a contour from the surface it stands for, mm (default 0.02).</summary>
    public double Tolerance
    {
        get;
        init => field = value is >= 1e-4 and <= 0.5
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The tolerance is between 0.0001 and 0.5 mm.");
    } = 0.02;

    /// <summary>Threads that may work at once (default: one a processor). The result is the same at any number.</summary>
    public int MaximumDegreeOfParallelism
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one thread is needed.");
    } = Environment.ProcessorCount;

    internal ParallelOptions Parallel => new() { MaxDegreeOfParallelism = MaximumDegreeOfParallelism };
}
