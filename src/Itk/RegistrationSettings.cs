using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Itk;

/// <summary>
/// How a pair of images is registered. The defaults are for a planning CT (fixed) and an MR of a part of the spine
/// (moving); bench/README.md says how they were found and what they give.
/// </summary>
public sealed record RegistrationSettings
{
    /// <summary>Centre of the box in which the images are compared, and of the rotation; frame of the fixed image.</summary>
    public required PatientPoint Centre { get; init; }

    /// <summary>Half of the box's width to the Left and Right, Anterior and Posterior, Superior and Inferior, mm.</summary>
    public PatientVector HalfSize { get; init; } = new(60, 60, 50);

    /// <summary>Window of the fixed image; that of a CT in Hounsfield units unless said otherwise.</summary>
    public IntensityWindow FixedWindow { get; init; } = new(-200, 1300);

    /// <summary>Window of the moving image; <c>null</c> from the 0.5th to the 99.5th percentile of its values.</summary>
    public IntensityWindow? MovingWindow { get; init; }

    /// <summary>Distance of the translations that are tried about every initial pose, mm; 16 loses one case in 24.</summary>
    public double StartSpacing { get; init; } = 12;

    /// <summary>How far these translations reach to either side along each axis of the moving image's frame, mm; 0 for none.</summary>
    public PatientVector StartReach { get; init; } = new(24, 24, 24);

    /// <summary>Part of all starts that is optimised; the others are dropped by their score at the first level.</summary>
    public double OptimisedStarts { get; init; } = 1.0 / 3;

    /// <summary>
    /// Part of the samples that has to lie in the moving image; or four fifths of what it can hold of the box at most,
    /// when that is less: a sagittal MR of 50 mm holds 0.4 of a box of 120 mm at its best.
    /// </summary>
    public double MinimumOverlap { get; init; } = 0.4;

    /// <summary>Threads at most. The result does not depend on it.</summary>
    public int MaximumDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>The levels of <see cref="ImageRegistrationMethod.Execute"/>, coarse to fine.</summary>
    public ImmutableArray<RegistrationLevel> Levels { get; init; } =
    [
        new(6, 4_000, 4, 0.4, Keep: 8, Iterations: 40),
        new(4, 6_000, 2, 0.2, Keep: 4, Iterations: 60),
        new(2, 10_000, 1, 0.1, Iterations: 60),
        new(1.5, 15_000, 0.5, 0.02, Iterations: 100),
        new(1, 100_000, 0.2, 0.01, Iterations: 40),
    ];

    /// <summary>The levels of <see cref="ImageRegistrationMethod.Restart"/>; metrics are measured on the last.</summary>
    public ImmutableArray<RegistrationLevel> RestartLevels { get; init; } =
    [
        new(2, 10_000, 1, 0.1),
        new(1.5, 10_000, 0.5, 0.02),
    ];
}
