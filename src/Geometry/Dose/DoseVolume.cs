namespace ContourFlow.Geometry.Dose;

/// <summary>
/// The dose in a solid as a distribution: samples by dose, each with the volume that it stands for (geometry specification 7). No bins.
/// Doses are in the grid's unit, volumes in mm³.
/// </summary>
public sealed class DoseVolume
{
    private const int Block = 256;

    private readonly ulong[] samples;
    private readonly DoseShell outermost;

    // The volume hotter than each block of samples, and at the end that of all.
    private readonly double[] hotter;

    /// <summary>Makes the distribution of samples.</summary>
    /// <param name="samples">The samples of all shells, hottest first; shared, not changed.</param>
    /// <param name="outermost">The outermost shell that belongs to the solid.</param>
    /// <param name="outside">The volume of the solid where there is no dose, mm³.</param>
    internal DoseVolume(ulong[] samples, DoseShell outermost, double outside)
    {
        this.samples = samples;
        this.outermost = outermost;
        Outside = outside;
        hotter = new double[((samples.Length + Block - 1) / Block) + 1];
        double sum = 0, weighted = 0;
        Minimum = Maximum = double.NaN;
        for (var i = 0; i < samples.Length; i++)
        {
            if (i % Block == 0) hotter[i / Block] = sum;
            if (!Holds(i)) continue;
            var dose = DoseSamples.Dose(samples[i]);
            var volume = (double)DoseSamples.Volume(samples[i]);
            sum += volume;
            weighted += dose * volume;
            if (double.IsNaN(Maximum)) Maximum = dose;
            Minimum = dose;
        }

        hotter[^1] = sum;
        Mean = sum > 0 ? weighted / sum : double.NaN;
    }

    /// <summary>The volume of the whole solid, mm³.</summary>
    public double Volume => hotter[^1] + Outside;

    /// <summary>The part of <see cref="Volume"/> that lies outside the dose grid, mm³. Where it is not zero the figures are of the rest.</summary>
    public double Outside { get; }

    /// <summary>The lowest dose; NaN where there is none.</summary>
    public double Minimum { get; }

    /// <summary>The highest dose; NaN where there is none.</summary>
    public double Maximum { get; }

    /// <summary>The mean dose; NaN where there is none.</summary>
    public double Mean { get; }

    /// <summary>D_x%: the lowest dose of the hottest <paramref name="percent"/> of the volume that has dose.</summary>
    /// <param name="percent">0 (the maximum) to 100 (the minimum).</param>
    public double DoseToPercent(double percent) => percent >= 100 ? Minimum : DoseTo(hotter[^1] * percent / 100);

    /// <summary>D_ycc: the lowest dose of the hottest <paramref name="cubicMillimetres"/>; NaN where the solid is smaller.</summary>
    public double DoseToVolume(double cubicMillimetres) => cubicMillimetres > hotter[^1] ? double.NaN : DoseTo(cubicMillimetres);

    /// <summary>V_d: the volume that gets at least a dose, mm³; where a D-value is interpolated between samples, its inverse.</summary>
    public double VolumeAtLeast(double dose)
    {
        // The first sample that gets less.
        int low = 0, high = samples.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (DoseSamples.Dose(samples[middle]) >= dose) low = middle + 1;
            else high = middle;
        }

        var block = low / Block;
        var volume = hotter[block];
        for (var i = block * Block; i < low; i++) volume += VolumeOf(i);
        var before = Before(low);
        var after = low;
        while (after < samples.Length && !Holds(after)) after++;
        if (before < 0) return 0;
        if (after == samples.Length) return volume;
        double above = DoseSamples.Dose(samples[before]), below = DoseSamples.Dose(samples[after]);
        double from = volume - (VolumeOf(before) / 2), to = volume + (VolumeOf(after) / 2);
        return from + ((to - from) * (above - dose) / (above - below));
    }

    // Every sample's dose stands in the middle of the volume it stands for; between the middles it is linear.
    private double DoseTo(double volume)
    {
        int low = 0, high = hotter.Length - 2;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (hotter[middle] <= volume) low = middle;
            else high = middle - 1;
        }

        var last = Before(low * Block);
        var sum = hotter[low];
        var above = last < 0 ? 0 : sum - (VolumeOf(last) / 2);
        for (var i = low * Block; i < samples.Length; i++)
        {
            if (!Holds(i)) continue;
            var own = VolumeOf(i);
            var middle = sum + (own / 2);
            if (middle >= volume)
            {
                double dose = DoseSamples.Dose(samples[i]);
                if (last < 0) return dose;
                double hotterDose = DoseSamples.Dose(samples[last]);
                return middle > above ? hotterDose + ((dose - hotterDose) * (volume - above) / (middle - above)) : dose;
            }

            (last, above) = (i, middle);
            sum += own;
        }

        return Minimum;
    }

    private bool Holds(int sample) => DoseSamples.Shell(samples[sample]) <= outermost;

    private double VolumeOf(int sample) => Holds(sample) ? DoseSamples.Volume(samples[sample]) : 0;

    // The last sample of the solid before a place among the samples, or -1.
    private int Before(int place)
    {
        do place--;
        while (place >= 0 && !Holds(place));
        return place;
    }
}
