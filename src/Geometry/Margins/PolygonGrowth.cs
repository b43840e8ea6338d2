using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Margins;

/// <summary>
/// The independent second method for margins (geometry specification, section 2): each plane of the result is the
/// union of the source planes within reach, each grown in its plane by what the element has left at that distance,
/// and of the half slices beyond the planes where a region ends. It exists to check the first method and shares no
/// code with it; it does not blend between planes, so slanting surfaces come out in steps of one slice.
/// </summary>
public static class PolygonGrowth
{
    /// <summary>Grows a structure by six margins on its own grid.</summary>
    /// <param name="source">The structure; its regions may be drawn any way.</param>
    /// <param name="margins">The margins, mm.</param>
    /// <param name="maximumDegreeOfParallelism">Planes worked on at a time; −1 for one a processor. Does not change the result.</param>
    /// <returns>Canonical regions; arcs deviate by less than 0.01 mm.</returns>
    public static Structure Grow(Structure source, PatientMargins margins, int maximumDegreeOfParallelism = -1)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.IsEmpty) return source;
        var options = new ParallelOptions { MaxDegreeOfParallelism = maximumDegreeOfParallelism };
        var growing = PolygonElement.For(margins);

        var sections = new PolygonSet[source.Regions.Length];
        Parallel.For(0, sections.Length, options, i => sections[i] = PolygonSet.Of(source.Regions[i]));
        var slabs = PolygonCaps.Of(source, sections, options);

        var results = new PlanarRegion?[source.Grid.Positions.Length];
        Parallel.For(0, results.Length, options, plane =>
        {
            var z = source.Grid.Positions[plane];
            var parts = new List<PolygonSet>();
            foreach (var slab in slabs)
            {
                if (slab.Section.IsEmpty || Reach(slab, z, margins) is not { } fraction) continue;
                parts.Add(growing.Grow(slab.Section, fraction));
            }

            results[plane] = PolygonSet.Union(parts).ToRegion(z);
        });
        return new Structure(source.Grid, [.. results.OfType<PlanarRegion>()]);
    }

    /// <summary>
    /// The part of the in-plane margins that is left at the distance of a slab from a plane, sqrt(1 − (u/c)²); null
    /// when the plane is out of reach.
    /// </summary>
    private static double? Reach(PolygonSlab slab, double z, PatientMargins margins)
    {
        // A source above the plane reaches down to it by the Inferior margin.
        var (distance, margin) = z < slab.Bottom ? (slab.Bottom - z, margins.Inferior)
            : z > slab.Top ? (z - slab.Top, margins.Superior)
            : (0, 0);
        if (distance == 0) return 1;

        // Positions are decimal numbers that doubles do not hold exactly: 5 mm of margin do reach 4 × 1.25 mm.
        if (distance > margin + 1e-9) return null;
        var ratio = distance / margin;
        return Math.Sqrt(Math.Max(0, 1 - (ratio * ratio)));
    }
}
