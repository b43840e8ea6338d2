using ContourFlow.Geometry.Booleans;

namespace ContourFlow.Geometry.Structures;

/// <summary>
/// Writes a set of points one way only (see <see cref="PlanarRegion"/>'s remarks), whatever the order, start and
/// direction of the rings that drew it.
/// </summary>
public static class CanonicalRegion
{
    /// <summary>
    /// The region that an odd number of the rings enclose, in canonical form. Keyhole channels and shared edges
    /// dissolve; rings that touch or cross are cut there. Vertices stay where they are to the bit, unless something
    /// else lies within a nanometre.
    /// </summary>
    /// <param name="z">Position of the plane, mm.</param>
    /// <param name="rings">Rings in any order and direction; they may nest, touch, cross and repeat points.</param>
    /// <returns>The region, or null when the rings enclose nothing.</returns>
    public static PlanarRegion? Of(double z, IEnumerable<Ring> rings)
    {
        ArgumentNullException.ThrowIfNull(rings);
        var prepared = RingOrder.Prepare(rings);
        return TrySimple(prepared, out var simple)
            ? RingOrder.ToRegion(z, simple)
            : RingOrder.ToRegion(z, Arrangement.Evaluate(prepared, [], Operation.First));
    }

    /// <summary>
    /// The cheap path: rings that meet nothing, not even themselves, keep their points; each is outer or hole by the
    /// number of others around it.
    /// </summary>
    private static bool TrySimple(List<PlanePoint[]> rings, out List<PlanePoint[]> result)
    {
        result = [];
        var graph = new PlaneGraph(rings.Sum(r => r.Length));
        foreach (var ring in rings) graph.AddRing(ring, 1);
        if (graph.HasRepeatedPoints || graph.AnyEdgesMeet(Noding.Tolerance)) return false;
        for (var i = 0; i < rings.Count; i++)
        {
            var around = 0;
            for (var j = 0; j < rings.Count; j++)
            {
                if (i != j && Segments.Locate(rings[i][0], rings[j]) > 0) around++;
            }

            result.Add(around % 2 == 0 ? rings[i] : RingOrder.Normalise(rings[i], counterClockwise: false));
        }

        return true;
    }
}
