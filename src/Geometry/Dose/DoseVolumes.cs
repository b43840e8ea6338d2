using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Solids;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Dose;

/// <summary>Dose and volume of structures: on the solid that a structure stands for, never on the dose grid's voxels (geometry specification 7).</summary>
public static class DoseVolumes
{
    /// <summary>The dose in a structure.</summary>
    /// <param name="structure">The structure; not empty, on a grid of at least two planes.</param>
    /// <param name="dose">The dose, in the structure's frame of reference.</param>
    /// <param name="options">How finely it is sampled.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">An empty structure, one on a grid of a single plane, or dose in another frame of reference.</exception>
    public static StructureDose Of(Structure structure, DoseGrid dose, DoseVolumeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(dose);
        options ??= new();
        if (structure.Grid.FrameOfReference != dose.FrameOfReference)
            throw new ArgumentException("Structure and dose are in two frames of reference.", nameof(dose));
        SolidSections.RequireSpacing(structure, nameof(structure));
        var growth = new GrowthOptions { MaximumDegreeOfParallelism = options.MaximumDegreeOfParallelism };
        var canonical = SolidSections.Canonical(structure, growth);
        if (canonical.IsEmpty)
            throw new ArgumentException("An empty structure has no dose.", nameof(structure));

        // A surface of any size takes about as many samples, its cells growing on all sides.
        var (surface, volume) = Size(canonical);
        var coarser = Math.Max(1, Math.Sqrt(surface / options.FineSurface));
        var step = options.Step * coarser;
        var interior = Math.Max(step, Math.Cbrt(volume / options.InteriorSamples));
        DoseSampling sampling = new(options.SubPlanes / coarser, interior, options.HotStep, options.SurfaceUncertainty);
        var lattice = Lattice.Covering(Rectangle.Of(canonical.Regions).Widened(step + options.SurfaceUncertainty), step);
        var slabs = DoseSlab.Of(canonical, lattice, options.SurfaceUncertainty, growth);
        DoseLookup lookup = new(dose, structure.Grid.Axes, lattice);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaximumDegreeOfParallelism, CancellationToken = cancellationToken };
        var samples = new DoseSamples[slabs.Length];
        Parallel.For(0, slabs.Length, parallel, i => samples[i] = DoseSampler.Sample(lattice, slabs[i], i, lookup, sampling, double.PositiveInfinity));
        if (Math.Max(interior, step * 2) > options.HotStep)
        {
            // The hottest parts again, more finely: what a limit of 0.03 cc looks at may be smaller than what one sample stands for.
            var hot = DoseSamples.AtLeast(samples, options.HotVolume);
            Parallel.For(0, slabs.Length, parallel, i =>
            {
                if (!DoseSampler.AnyHot(lattice, slabs[i], lookup, sampling, hot)) return;
                samples[i].Release();
                samples[i] = DoseSampler.Sample(lattice, slabs[i], i, lookup, sampling, hot);
            });
        }

        var distribution = Distribution(samples);
        foreach (var list in samples) list.Release();
        return distribution;
    }

    private static StructureDose Distribution(DoseSamples[] samples)
    {
        var sorted = DoseSamples.Sorted(samples);
        double core = Outside(DoseShell.Core), nominal = core + Outside(DoseShell.Inner), outer = nominal + Outside(DoseShell.Outer);
        return new(new(sorted, DoseShell.Inner, nominal), new(sorted, DoseShell.Core, core), new(sorted, DoseShell.Outer, outer));

        double Outside(DoseShell shell) => samples.Sum(s => s.Outside[(int)shell]);
    }

    // The solid's outer surface (mm²) and volume (mm³), roughly: outlines and areas over the slabs of their planes.
    private static (double Surface, double Volume) Size(Structure structure)
    {
        double surface = 0, volume = 0;
        foreach (var region in structure.Regions)
        {
            var thickness = structure.Grid.Thickness(structure.Grid.IndexOf(region.Z));
            volume += RegionMeasures.CanonicalArea(region) * thickness;
            foreach (var ring in region.Rings)
            {
                var last = ring.Points[^1];
                foreach (var point in ring.Points)
                {
                    surface += Math.Sqrt(((point.X - last.X) * (point.X - last.X)) + ((point.Y - last.Y) * (point.Y - last.Y))) * thickness;
                    last = point;
                }
            }
        }

        return (surface, volume);
    }
}
