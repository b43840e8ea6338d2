using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Booleans;

/// <summary>
/// Union, intersection and difference of two regions of one plane, as regions in canonical form. An operand may be
/// null (nothing drawn on the plane) and need not be canonical: it is read by even-odd. The result is null when
/// nothing is left. Never throws for what is drawn.
/// </summary>
/// <remarks>
/// Vertices stay where they are, to the bit, unless something lies within a nanometre of them; new vertices are the
/// crossing points. Union and intersection give the same numbers for either order of the operands.
/// </remarks>
public static class RegionBooleans
{
    /// <summary>Points in either region.</summary>
    /// <exception cref="ArgumentException">The regions lie on different planes.</exception>
    public static PlanarRegion? Union(PlanarRegion? first, PlanarRegion? second) => Evaluate(first, second, Operation.Union);

    /// <summary>Points in both regions.</summary>
    /// <exception cref="ArgumentException">The regions lie on different planes.</exception>
    public static PlanarRegion? Intersection(PlanarRegion? first, PlanarRegion? second) =>
        Evaluate(first, second, Operation.Intersection);

    /// <summary>Points in the first region and not in the second; what lies wholly inside leaves a hole.</summary>
    /// <exception cref="ArgumentException">The regions lie on different planes.</exception>
    public static PlanarRegion? Difference(PlanarRegion? first, PlanarRegion? second) =>
        Evaluate(first, second, Operation.Difference);

    /// <summary>Points in exactly one of the regions.</summary>
    /// <exception cref="ArgumentException">The regions lie on different planes.</exception>
    public static PlanarRegion? ExclusiveOr(PlanarRegion? first, PlanarRegion? second) =>
        Evaluate(first, second, Operation.ExclusiveOr);

    private static PlanarRegion? Evaluate(PlanarRegion? first, PlanarRegion? second, Operation operation)
    {
        if (first is null && second is null) return null;
        if (first is not null && second is not null && first.Z != second.Z)
            throw new ArgumentException($"Regions of two planes, {first.Z} and {second.Z} mm, have no common section.", nameof(second));
        var z = (first ?? second)!.Z;
        var a = first is null ? [] : RingOrder.Prepare(first.Rings);
        var b = second is null ? [] : RingOrder.Prepare(second.Rings);

        // A crossing point can differ in its last bit with the order of the operands, so there is one order only.
        if (operation != Operation.Difference && RingOrder.CompareLists(a, b) > 0) (a, b) = (b, a);
        return RingOrder.ToRegion(z, Arrangement.Evaluate(a, b, operation));
    }
}
