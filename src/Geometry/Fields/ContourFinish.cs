using System.Collections.Immutable;
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

    private static PlanarRegion? Canonical(in Lattice lattice, List<List<PlanePoint>> rings, double z)
    {
        if (rings.Count == 0) return null;
        var result = new Ring[rings.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var points = ImmutableArray.CreateBuilder<PlanePoint>(rings[i].Count);
            var first = 0;
            for (var j = 1; j < rings[i].Count; j++)
            {
                if (Compare(rings[i][j], rings[i][first]) < 0) first = j;
            }

            for (var j = 0; j < rings[i].Count; j++)
            {
                var point = rings[i][(first + j) % rings[i].Count];
                points.Add(lattice.ToPlane(point.X, point.Y));
            }

            result[i] = new Ring(points.MoveToImmutable());
        }

        Array.Sort(result, (a, b) => Compare(a.Points[0], b.Points[0]));
        return new PlanarRegion(z, ImmutableArray.Create(result));
    }

    private static int Compare(PlanePoint a, PlanePoint b)
    {
        var byX = a.X.CompareTo(b.X);
        return byX != 0 ? byX : a.Y.CompareTo(b.Y);
    }
}
