using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Solids;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Margins;

/// <summary>
/// Growth by in-plane margins that differ by side. A distance does not know the side, so the closed form over a pair
/// of sections does not hold; the solid's own sections are taken every fifth of a millimetre between contours
/// instead, and the gauge of the element is measured from each (error below 0.01 mm). Slower, and rarely asked for.
/// </summary>
internal static class MarginGrowthByGauge
{
    private const double LargestStep = 0.2;

    /// <summary>Grows a structure in canonical form.</summary>
    public static Structure Grow(Structure source, PatientMargins margins, Lattice lattice, GrowthOptions options)
    {
        var gauge = new Gauge(margins.Left, margins.Right, margins.Anterior, margins.Posterior);
        var (slices, fields) = Slices(source, lattice, options);
        var planes = source.Grid.Positions;
        var grown = new GaugeField?[planes.Length];
        var wanted = new byte[fields.Length][];
        for (var i = 0; i < wanted.Length; i++) wanted[i] = new byte[lattice.Tiles];
        Parallel.For(0, planes.Length, options.Parallel, plane =>
        {
            var terms = new List<(int Field, double Part)>();
            foreach (var slice in slices)
            {
                if (slice.Reach(planes[plane], margins) is { } part) terms.Add((slice.Field, part));
            }

            if (terms.Count == 0) return;
            // Widest first: most points are then decided by the first section or two.
            terms.Sort((a, b) => b.Part != a.Part ? b.Part.CompareTo(a.Part) : a.Field.CompareTo(b.Field));
            grown[plane] = new GaugeField(lattice, fields, [.. terms], gauge);
            grown[plane]!.Plan(wanted);
        });
        Parallel.For(0, fields.Length, options.Parallel, i => fields[i].Prepare(wanted[i], withValues: false, gauge.Largest));
        var regions = new PlanarRegion?[planes.Length];
        Parallel.For(0, planes.Length, options.Parallel, plane =>
        {
            if (grown[plane] is { } field) regions[plane] = ContourTracer.Trace(field, planes[plane], options.Tolerance);
        });
        foreach (var field in fields) field.Release();
        return new Structure(source.Grid, [.. regions.OfType<PlanarRegion>()]);
    }

    private static (List<Slice> Slices, PlaneField[] Fields) Slices(Structure source, Lattice lattice, GrowthOptions options)
    {
        var sections = new PlaneField[source.Regions.Length];
        Parallel.For(0, sections.Length, options.Parallel, k => sections[k] = new PlaneField(source.Regions[k], lattice));
        var slices = new List<Slice>();
        var between = new List<(int Below, double Part, double Z)>();
        for (var k = 0; k < sections.Length; k++)
        {
            var z = source.Regions[k].Z;
            slices.Add(new(k, z, z));
            if (!SolidSections.Continues(source, k)) continue;
            var gap = source.Regions[k + 1].Z - z;
            var parts = (int)Math.Ceiling(gap / LargestStep);
            // A plane of the grid within a gap is cut exactly where it lies.
            for (var i = 1; i < parts; i++) between.Add((k, (double)i / parts, z + (gap * i / parts)));
            for (var i = source.Grid.IndexOf(z) + 1; source.Grid.Positions[i] < z + gap; i++)
                between.Add((k, (source.Grid.Positions[i] - z) / gap, source.Grid.Positions[i]));
        }

        var fields = new PlaneField?[between.Count];
        Parallel.For(0, fields.Length, options.Parallel, i =>
        {
            var blend = new Blend(lattice, sections[between[i].Below], sections[between[i].Below + 1], between[i].Part);
            if (ContourTracer.Trace(blend, between[i].Z, options.Tolerance / 2) is { } region)
                fields[i] = new PlaneField(region, lattice);
        });
        var all = new List<PlaneField>(sections);
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i] is not { } field) continue;
            slices.Add(new(all.Count, between[i].Z, between[i].Z));
            all.Add(field);
        }

        foreach (var cap in LocalCaps.Of(source, lattice, sections, options))
        {
            var end = cap.Z + (cap.Direction == CapDirection.Superior ? cap.HalfThickness : -cap.HalfThickness);
            slices.Add(new(all.Count, Math.Min(cap.Z, end), Math.Max(cap.Z, end)));
            all.Add(new PlaneField(cap.Region, lattice));
        }

        return (slices, [.. all]);
    }

    /// <summary>A section of the solid that holds from one height to another.</summary>
    private sealed record Slice(int Field, double Low, double High)
    {
        /// <summary>The fraction of the in-plane element that reaches a plane; null when none does.</summary>
        public double? Reach(double z, PatientMargins margins)
        {
            // A source that lies superior of the plane reaches it by moving towards Inferior.
            var u = Low > z ? Low - z : z > High ? z - High : 0;
            var along = Low > z ? margins.Inferior : margins.Superior;
            if (u > 0 && u >= along - SolidSections.Touching) return null;
            return MarginGrowthTerm.Reach(1, along, u);
        }
    }

    private sealed class Blend(Lattice lattice, PlaneField below, PlaneField above, double part) : LevelField(lattice)
    {
        public override double At(double x, double y) => ((1 - part) * below.At(x, y)) + (part * above.At(x, y));

        public override double OfTile(int tile) => ((1 - part) * below.Centres[tile]) + (part * above.Centres[tile]);

        public override void Fill(int tile, Span<double> result)
        {
            Span<double> other = stackalloc double[Lattice.TilePoints];
            below.Fill(tile, result);
            above.Fill(tile, other);
            for (var i = 0; i < result.Length; i++) result[i] = ((1 - part) * result[i]) + (part * other[i]);
        }
    }

    /// <summary>
    /// Whether any section's element reaches a point: only the sign of the value says something, and the first
    /// section that does decides.
    /// </summary>
    private sealed class GaugeField(Lattice lattice, PlaneField[] fields, (int Field, double Part)[] terms, Gauge gauge)
        : LevelField(lattice)
    {
        private readonly double[] ofTile = new double[lattice.Tiles];
        private readonly int[] starts = new int[lattice.Tiles + 1];
        private readonly List<int> used = [];

        public override bool IsDistance => false;

        public void Plan(byte[][] wanted)
        {
            var bound = Lattice.TileBound;
            for (var tile = 0; tile < Lattice.Tiles; tile++)
            {
                starts[tile] = used.Count;
                double nearest = double.PositiveInfinity, furthest = double.PositiveInfinity;
                foreach (var (field, part) in terms)
                {
                    nearest = Math.Min(nearest, fields[field].Centres[tile] - (gauge.Largest * part));
                    furthest = Math.Min(furthest, fields[field].Centres[tile] - (gauge.Smallest * part));
                }

                ofTile[tile] = nearest > bound ? nearest : furthest < -bound ? furthest : 0;
                if (ofTile[tile] != 0) continue;
                for (var i = 0; i < terms.Length; i++)
                {
                    if (fields[terms[i].Field].Centres[tile] - (gauge.Largest * terms[i].Part) > bound) continue;
                    used.Add(i);
                    wanted[terms[i].Field][tile] = 1;
                }
            }

            starts[^1] = used.Count;
        }

        public override double OfTile(int tile) => ofTile[tile];

        public override double At(double x, double y)
        {
            var tile = Lattice.TileAt(x, y);
            if (tile < 0) return 1;
            if (ofTile[tile] != 0) return ofTile[tile];
            for (var i = starts[tile]; i < starts[tile + 1]; i++)
            {
                var (index, part) = terms[used[i]];
                var distance = fields[index].At(tile, x, y);
                if (distance < gauge.Smallest * part) return -1;
                if (distance > gauge.Largest * part) continue;
                if (fields[index].GaugeSquared(tile, x, y, gauge) < part * part) return -1;
            }

            return 1;
        }
    }
}
