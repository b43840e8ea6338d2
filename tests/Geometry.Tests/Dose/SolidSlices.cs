using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Solids;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Tests.Dose;

/// <summary>The solid that a structure stands for as thin slices.</summary>
internal static class SolidSlices
{
    /// <summary>
    /// The sections of the solid that a structure stands for, traced as contours in the middles of thin slices, and how thick these are.
    /// </summary>
    public static ((double Z, PlanarRegion Region)[] Sections, double Thickness) Of(Structure structure)
    {
        GrowthOptions options = new() { Tolerance = 0.002 };
        SolidField solid = new(structure, options);
        var count = (int)Math.Ceiling((solid.High - solid.Low) / 0.1);
        var thickness = (solid.High - solid.Low) / count;
        var found = new (double Z, PlanarRegion? Region)[count];
        Parallel.For(0, count, i =>
        {
            var z = solid.Low + ((i + 0.5) * thickness);
            found[i] = (z, SolidSection.At(solid, z, options));
        });
        return ([.. found.Where(s => s.Region is not null).Select(s => (s.Z, s.Region!))], thickness);
    }
}
