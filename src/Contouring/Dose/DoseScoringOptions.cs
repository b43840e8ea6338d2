namespace ContourFlow.Contouring.Dose;

/// <summary>What a caller may say about a dose besides the protocol.</summary>
public sealed record DoseScoringOptions
{
    /// <summary>How many threads may work at once; results do not depend on it. Default: one a processor.</summary>
    public int MaximumDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether somebody declares that the dose is the whole treatment's, whatever its Dose Summation Type says (geometry specification 7).</summary>
    public bool IsDeclaredTotal { get; init; }

    /// <summary>What 1 of a relative dose stands for, Gy, more than 0, where somebody declares it; null where nobody does.</summary>
    public double? RelativeReferenceGy
    {
        get;
        init => field = value is null || (value > 0 && double.IsFinite(value.Value))
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A reference dose is more than 0 Gy.");
    }
}
