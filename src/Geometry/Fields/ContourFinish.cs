using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Fields;

/// <summary>
/// From a lattice's rough rings to a canonical region: points added where the zero set bends away from a chord,
/// points taken out where they say nothing, the rest put back onto the zero set.
/// </summary>
internal static class ContourFinish
{
    // How the tolerance is shared out: chord against zero set before simplifying, and simplifying. With the solver's
    // share the sum stays below one.
    private const double ChordShare = 0.3;
    private const double SimplifyShare = 0.45;

    /// <summary>Finishes rings in local coordinates; null when nothing remains.</summary>
    public static PlanarRegion? Region(LevelField field, List<List<PlanePoint>> rough, double z, double tolerance)
    {
        var refined = rough.ConvertAll(ring => ChordRefinement.Of(field, ring, ChordShare * tolerance, tolerance));
        // Two rings that pass within the tolerance of each other may cross once simplified: then simplify less,
        // and at the last keep the lattice's own rings, which cannot cross.
        foreach (var part in (ReadOnlySpan<double>)[1, 0.2, 0])
        {
            var rings = refined.ConvertAll(ring => RingSimplification.Of(ring, part * SimplifyShare * tolerance));
            rings.RemoveAll(ring => IsNothing(ring, tolerance));
            if (!RingCrossings.Any(rings)) return Canonical(field.Lattice, rings, z);
        }

        rough.RemoveAll(ring => IsNothing(ring, tolerance));
        return Canonical(field.Lattice, rough, z);
    }

    private static bool IsNothing(List<PlanePoint> ring, double tolerance)
    {
        if (ring.Count < 3) return true;
        var sum = 0.0;
        for (int i = 1; i + 1 < ring.Count; i++)
        {
            sum += ((ring[i].X - ring[0].X) * (ring[i + 1].Y - ring[0].Y))
                - ((ring[i + 1].X - ring[0].X) * (ring[i].Y - ring[0].Y));
        }

        return Math.Abs(sum) / 2 < tolerance * tolerance;
    }

    private static PlanarRegion? Canonical(Lattice lattice, List<List<PlanePoint>> rings, double z)
    {
        if (rings.Count == 0) return null;
        var placed = rings.ConvertAll(ring => ring.ConvertAll(point => lattice.ToPlane(point.X, point.Y)).ToArray());
        return RingOrder.ToRegion(z, placed);
    }
}
