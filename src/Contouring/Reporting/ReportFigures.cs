using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Reporting;

/// <summary>The figures of a structure that the report prints.</summary>
/// <param name="VolumeCc">Volume: sum of area × slab thickness, cm³, to 0.001.</param>
/// <param name="Planes">Number of planes with contours.</param>
/// <param name="LowestZ">Patient Z of the most Inferior plane, mm, to 0.01; null for an empty structure.</param>
/// <param name="HighestZ">Patient Z of the most Superior plane, mm, to 0.01; null for an empty structure.</param>
internal readonly record struct ReportFigures(double VolumeCc, int Planes, double? LowestZ, double? HighestZ)
{
    public static ReportFigures Of(Structure structure) => structure.IsEmpty
        ? new(0, 0, null, null)
        : new(
            ReportNumber.Cc(StructureMeasures.Volume(structure)),
            structure.Regions.Length,
            ReportNumber.Mm(structure.Regions[0].Z),
            ReportNumber.Mm(structure.Regions[^1].Z));
}
