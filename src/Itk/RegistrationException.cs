namespace ContourFlow.Itk;

/// <summary>Why two images could not be registered, or one not resampled.</summary>
public enum RegistrationFault
{
    /// <summary>The native library is not there (<see cref="ItkLibrary.WhyNot"/>).</summary>
    LibraryMissing,

    /// <summary>An image's size, spacing, axes or number of voxels is not one.</summary>
    BadImage,

    /// <summary>A voxel, a coordinate or a pose is not a finite number.</summary>
    NotFinite,

    /// <summary>All voxels have one value within the box or the intensity window.</summary>
    NoContrast,

    /// <summary>The box lies outside the fixed image, or no start has enough of it in the moving image.</summary>
    NoOverlap,

    /// <summary>An image has fewer than four voxels along an axis.</summary>
    TooFewSlices,

    /// <summary>There is not enough memory.</summary>
    OutOfMemory,

    /// <summary>ITK says that it failed; a bug or a setting out of its range.</summary>
    Failed,
}

/// <summary>Two images could not be registered, or one not resampled. The message holds no patient data.</summary>
public sealed class RegistrationException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="fault">The reason.</param>
    /// <param name="message">A sentence for a person, without patient data.</param>
    public RegistrationException(RegistrationFault fault, string message)
        : base(message) => Fault = fault;

    /// <summary>The reason.</summary>
    public RegistrationFault Fault { get; }
}
