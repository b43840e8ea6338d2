using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Solids;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Margins;

/// <summary>
/// Growth of a structure by six margins: the exact sections, at every plane of the structure's grid, of its solid
/// grown by the element (geometry specification 1 and 2, the first method).
/// </summary>
/// <remarks>
/// On an axial grid Superior is along the grid's normal. On any other grid the margins are those along the grid's
/// own axes: Left and Posterior along its X and Y, Superior along its normal.
/// </remarks>
public static class MarginGrowth
{
    /// <summary>Grows a structure.</summary>
    /// <param name="source">The structure, on a grid of at least two planes.</param>
    /// <param name="margins">The margins, mm.</param>
    /// <param name="options">Lattice, tolerance and threads; null for the defaults.</param>
    /// <returns>The grown structure on the same grid, cut where the grid ends; regions are canonical.</returns>
    /// <exception cref="ArgumentException">The structure's grid has one plane only.</exception>
    public static Structure Grow(Structure source, PatientMargins margins, GrowthOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        SolidSections.RequireSpacing(source, nameof(source));
        options ??= GrowthOptions.Default;
        source = SolidSections.Canonical(source, options);
        if (source.IsEmpty) return source;

        var lattice = Lattice.Covering(
            Rectangle.Of(source.Regions).Widened(margins.Right, margins.Anterior, margins.Left, margins.Posterior),
            options.LatticeStep);
        if (!margins.IsCircularInPlane) return MarginGrowthByGauge.Grow(source, margins, lattice, options);
        var solid = MarginGrowthSolid.Of(source, lattice, options);
        var planes = source.Grid.Positions;
        var regions = new PlanarRegion?[planes.Length];
        var fields = new MarginGrowthField?[planes.Length];
        var wanted = new byte[solid.Fields.Length][];
        for (var i = 0; i < wanted.Length; i++) wanted[i] = new byte[lattice.Tiles];
        Parallel.For(0, planes.Length, options.Parallel, plane =>
        {
            var terms = solid.Terms(planes[plane], margins);
            if (terms.Length == 0) return;
            if (solid.Unchanged(planes[plane], terms) is { } region)
            {
                regions[plane] = region;
                return;
            }

            var field = new MarginGrowthField(lattice, solid.Fields, terms);
            field.Plan(wanted);
            fields[plane] = field;
        });
        Parallel.For(0, wanted.Length, options.Parallel, i => solid.Fields[i].Prepare(wanted[i], withValues: true));
        Parallel.For(0, planes.Length, options.Parallel, plane =>
        {
            if (fields[plane] is { } field)
                regions[plane] = ContourTracer.Trace(field, planes[plane], options.Tolerance);
        });
        solid.Release();
        return new Structure(source.Grid, [.. regions.OfType<PlanarRegion>()]);
    }

    /// <summary>
    /// How many planes a margin adds beyond the last contour of a structure that ends half a slice beyond it:
    /// ceil(M/Δz + ½) − 1 (geometry specification 1.5).
    /// </summary>
    /// <param name="margin">The margin along the axis, mm.</param>
    /// <param name="spacing">Distance between planes, mm.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative margin or a spacing that is not positive.</exception>
    public static int PlanesBeyond(double margin, double spacing)
    {
        if (!double.IsFinite(margin) || margin < 0)
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "A margin is not negative.");
        if (!double.IsFinite(spacing) || spacing <= 0)
            throw new ArgumentOutOfRangeException(nameof(spacing), spacing, "A spacing is positive.");
        // The same allowance for rounding as the growth itself makes.
        return Math.Max(0, (int)Math.Ceiling(((margin - SolidSections.Touching) / spacing) + 0.5) - 1);
    }
}
