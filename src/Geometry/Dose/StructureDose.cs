namespace ContourFlow.Geometry.Dose;

/// <summary>The dose in a structure, and in the same structure with its surface moved by the uncertainty.</summary>
/// <param name="Nominal">The structure as it is.</param>
/// <param name="Smaller">Its surface moved inwards by <see cref="DoseVolumeOptions.SurfaceUncertainty"/>.</param>
/// <param name="Larger">Its surface moved outwards by as much.</param>
public sealed record StructureDose(DoseVolume Nominal, DoseVolume Smaller, DoseVolume Larger)
{
    /// <summary>A figure with the range in which it may lie; NaN where it cannot be told.</summary>
    public (double Value, double Low, double High) Figure(Func<DoseVolume, double> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var (nominal, smaller, larger) = (figure(Nominal), figure(Smaller), figure(Larger));
        return (nominal, Math.Min(nominal, Math.Min(smaller, larger)), Math.Max(nominal, Math.Max(smaller, larger)));
    }
}
