using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>The centroid of a structure as a stack of slabs: good enough to choose where a picture cuts.</summary>
internal static class SlabCentroid
{
    /// <summary>The centroid; the first point of a structure whose rings enclose nothing.</summary>
    public static PatientPoint Of(Structure structure)
    {
        double volume = 0, x = 0, y = 0, z = 0;
        foreach (var region in structure.Regions)
        {
            var plane = structure.Grid.IndexOf(region.Z);
            var thickness = PlaneSlab.Below(structure.Grid, plane) + PlaneSlab.Above(structure.Grid, plane);
            foreach (var ring in region.Rings)
            {
                var origin = ring.Points[0];
                for (var i = 1; i + 1 < ring.Points.Length; i++)
                {
                    var (b, c) = (ring.Points[i], ring.Points[i + 1]);
                    var weight = (((b.X - origin.X) * (c.Y - origin.Y)) - ((c.X - origin.X) * (b.Y - origin.Y))) * thickness / 2;
                    volume += weight;
                    x += weight * (origin.X + b.X + c.X) / 3;
                    y += weight * (origin.Y + b.Y + c.Y) / 3;
                    z += weight * region.Z;
                }
            }
        }

        var first = structure.Regions[0].Rings[0].Points[0];
        return Math.Abs(volume) > 1e-9 ? new(x / volume, y / volume, z / volume) : new(first.X, first.Y, structure.Regions[0].Z);
    }

    public static double Volume(Structure structure) => structure.Regions.Sum(region =>
        Math.Abs(region.Rings.Sum(ring => ring.SignedArea)) * structure.Grid.Thickness(structure.Grid.IndexOf(region.Z)));
}
