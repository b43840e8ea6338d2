namespace ContourFlow.Itk;

/// <summary>
/// The intensities that are told apart: values below and above count as its ends. For a CT in Hounsfield units, for an
/// MR in the image's own values.
/// </summary>
public sealed record IntensityWindow
{
    /// <summary>Makes a window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or not from lower to higher.</exception>
    public IntensityWindow(double low, double high)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low >= high)
            throw new ArgumentOutOfRangeException(nameof(high), high, "An intensity window goes from a lower to a higher value.");
        (Low, High) = (low, high);
    }

    /// <summary>Lower end.</summary>
    public double Low { get; }

    /// <summary>Upper end.</summary>
    public double High { get; }
}
