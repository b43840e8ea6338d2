using System.Collections.Immutable;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Measures;

/// <summary>Measures of whole structures.</summary>
public static class StructureMeasures
{
    /// <summary>
    /// Volume in mm³: each plane's area times the slab that the plane stands for (half the way to both neighbouring
    /// planes of the grid).
    /// </summary>
    /// <exception cref="InvalidOperationException">The structure is not empty and its grid has one plane only.</exception>
    public static double Volume(Structure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        var sum = 0.0;
        foreach (var region in structure.Regions)
            sum += RegionMeasures.Area(region) * structure.Grid.Thickness(structure.Grid.IndexOf(region.Z));
        return sum;
    }

    /// <summary>Area in mm² on each plane where the structure is, ascending.</summary>
    public static ImmutableArray<(double Z, double Area)> Areas(Structure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return [.. structure.Regions.Select(r => (r.Z, RegionMeasures.Area(r)))];
    }

    /// <summary>
    /// The smallest box around the contours, mm in the grid's axes (first and last plane in Z, without the half
    /// slices beyond); null for an empty structure.
    /// </summary>
    public static (PlaneBounds InPlane, double MinZ, double MaxZ)? Bounds(Structure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        if (structure.IsEmpty) return null;
        var box = RegionMeasures.Bounds(structure.Regions[0]);
        foreach (var region in structure.Regions) box = box.Union(RegionMeasures.Bounds(region));
        return (box, structure.Regions[0].Z, structure.Regions[^1].Z);
    }
}
