using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Margins;

/// <summary>A section that holds from one height to another, mm along the grid's normal (equal for a bare plane).</summary>
internal readonly record struct PolygonSlab(double Bottom, double Top, PolygonSet Section);

/// <summary>
/// The half slices beyond planes where a region, or a part of it, ends (geometry specification 1.3 b), by polygon
/// operations.
/// </summary>
internal static class PolygonCaps
{
    /// <summary>The bare planes, and the half slices above and below them, in the order of the planes.</summary>
    public static PolygonSlab[] Of(Structure source, PolygonSet[] sections, ParallelOptions options)
    {
        var slabs = new PolygonSlab[sections.Length * 3];
        Parallel.For(0, sections.Length, options, i =>
        {
            var z = source.Regions[i].Z;
            slabs[3 * i] = new PolygonSlab(z, z, sections[i]);
            slabs[(3 * i) + 1] = slabs[(3 * i) + 2] = new PolygonSlab(z, z, PolygonSet.Empty);
            if (source.Grid.Positions.Length < 2) return;

            var plane = source.Grid.IndexOf(z);
            double above = source.Grid.SpacingAbove(plane), below = source.Grid.SpacingBelow(plane);
            slabs[(3 * i) + 1] = new PolygonSlab(z, z + (above / 2), Ending(sections[i], Neighbour(plane + 1), above));
            slabs[(3 * i) + 2] = new PolygonSlab(z - (below / 2), z, Ending(sections[i], Neighbour(plane - 1), below));
        });
        return slabs;

        PolygonSet Neighbour(int plane)
        {
            if (plane < 0 || plane >= source.Grid.Positions.Length) return PolygonSet.Empty;
            var region = source.RegionAt(source.Grid.Positions[plane]);
            return region is null ? PolygonSet.Empty : sections[source.Regions.IndexOf(region)];
        }
    }

    /// <summary>
    /// What ends at a plane: the parts farther than two slices from the neighbour's section, grown back by two slices
    /// inside the plane's own section; all of it where the neighbour has none.
    /// </summary>
    private static PolygonSet Ending(PolygonSet section, PolygonSet neighbour, double spacing)
    {
        if (neighbour.IsEmpty) return section;
        var far = section.Subtract(neighbour.Grow(2 * spacing));
        return far.IsEmpty ? far : far.Grow(2 * spacing).Intersect(section);
    }
}
