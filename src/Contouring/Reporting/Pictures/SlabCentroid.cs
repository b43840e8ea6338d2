using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>The centroid of a structure as a stack of slabs: where the pictures cut.</summary>
internal static class SlabCentroid
{
    /// <summary>The centroid; the first point of a structure whose rings enclose nothing.</summary>
    public static PatientPoint Of(Structure structure)
    {
        double volume = 0, x = 0, y = 0, z = 0;
        foreach (var region in structure.Regions)
        {
            var plane = structure.Grid.IndexOf(region.Z);
            var weight = RegionMeasures.Area(region)
                * (PlaneSlab.Below(structure.Grid, plane) + PlaneSlab.Above(structure.Grid, plane));
            if (weight <= 0) continue;
            var centroid = RegionMeasures.Centroid(region);
            volume += weight;
            x += weight * centroid.X;
            y += weight * centroid.Y;
            z += weight * region.Z;
        }

        var first = structure.Regions[0].Rings[0].Points[0];
        return volume > 0 ? new(x / volume, y / volume, z / volume) : new(first.X, first.Y, structure.Regions[0].Z);
    }
}
