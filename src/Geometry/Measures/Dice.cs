using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Measures;

/// <summary>Overlap of two structures.</summary>
public static class Dice
{
    /// <summary>
    /// Dice coefficient 2·|A ∩ B| / (|A| + |B|), volumes as in <see cref="StructureMeasures.Volume"/>: 1 for equal
    /// structures, 0 for those without common points. Two empty structures are equal.
    /// </summary>
    /// <exception cref="ArgumentException">The structures lie on different grids.</exception>
    /// <exception cref="InvalidOperationException">The grid has one plane only.</exception>
    public static double Of(Structure first, Structure second)
    {
        var common = StructureMeasures.Volume(StructureBooleans.Intersection(first, second));
        var sum = StructureMeasures.Volume(first) + StructureMeasures.Volume(second);
        return sum > 0 ? 2 * common / sum : 1;
    }
}
