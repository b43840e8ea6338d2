namespace ContourFlow.Geometry.Dose;

/// <summary>How finely dose and volume of a structure are sampled.</summary>
public sealed record DoseVolumeOptions
{
    /// <summary>
    /// Distance of samples within a plane at the surface, mm (geometry specification 7: 0.25), for structures with up to
    /// <see cref="FineSurface"/>; larger ones take as many samples, further apart.
    /// </summary>
    public double Step
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The step is above 0 and at most 1 mm.");
    } = 0.25;

    /// <summary>Samples across the slab of a plane at the surface (geometry specification 7: 8), where the step is <see cref="Step"/>.</summary>
    public int SubPlanes
    {
        get;
        init => field = value is > 0 and <= 64
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Between 1 and 64 samples across a slab.");
    } = 8;

    /// <summary>The largest surface that is sampled at <see cref="Step"/>, mm² (a ball of 24 cc has 4,000, a vertebra of 40 cc 13,000, a body of 30 litres 400,000).</summary>
    public double FineSurface
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A surface is positive.");
    } = 4_000;

    /// <summary>About as many samples stand for the interior, however large it is; where the dose is highest they are added to.</summary>
    public int InteriorSamples
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one sample is needed.");
    } = 250_000;

    /// <summary>
    /// The hottest volume, mm³, whose samples are never further apart than <see cref="HotStep"/>, however large the structure:
    /// several times the 0.03 cc of a protocol's limits.
    /// </summary>
    public double HotVolume { get; init; } = 200;

    /// <summary>The largest distance of samples within <see cref="HotVolume"/>, mm.</summary>
    public double HotStep
    {
        get;
        init => field = value is > 0 and <= 5
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The step is above 0 and at most 5 mm.");
    } = 0.75;

    /// <summary>The structure's surface may lie this far inwards or outwards, mm (geometry specification 7: 0.1): the uncertainty of what is computed.</summary>
    public double SurfaceUncertainty
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The uncertainty is between 0 and 1 mm.");
    } = 0.1;

    /// <summary>Threads; the result does not depend on it.</summary>
    public int MaximumDegreeOfParallelism { get; init; } = Environment.ProcessorCount;
}
