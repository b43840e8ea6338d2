using System.Collections.Immutable;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Phantom.Solids;

/// <summary>
/// A convex solid given by its support mapping. Sections, grown or not, are walked along the direction of their
/// outward normal, and subdivided until the triangle of chord and tangents is flatter than the tolerance: the error
/// bound is proven, not estimated.
/// </summary>
public sealed class ConvexSolid : Solid
{
    private static readonly PatientVector Up = new(0, 0, 1);
    private static readonly PatientVector Down = new(0, 0, -1);
    private readonly SupportFunction support;
    private readonly PatientVector centre;

    /// <summary>Makes a solid from a support mapping about the origin, moved to <paramref name="centre"/>.</summary>
    public ConvexSolid(string name, SupportFunction support, PatientPoint centre, double? volume)
    {
        ArgumentNullException.ThrowIfNull(support);
        Name = name;
        this.support = support;
        this.centre = centre - default(PatientPoint);
        Volume = volume;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override double? Volume { get; }

    /// <inheritdoc/>
    public override double Inferior => (support(Down) + centre).Z;

    /// <inheritdoc/>
    public override double Superior => (support(Up) + centre).Z;

    /// <inheritdoc/>
    public override PlanarRegion? Section(double z) => Cut(support, z);

    /// <inheritdoc/>
    public override PlanarRegion? GrownSection(double z, PatientMargins margins)
    {
        var element = SupportFunctions.Element(margins);
        return Cut(n => support(n) + element(n), z);
    }

    private PlanarRegion? Cut(SupportFunction solid, double z)
    {
        var height = z - centre.Z;
        if (height >= solid(Up).Z || height <= solid(Down).Z) return null;

        const int Start = 16;
        var points = ImmutableArray.CreateBuilder<PlanePoint>();
        var first = At(solid, height, 0);
        var before = first;
        for (var i = 1; i <= Start; i++)
        {
            // A little off the axes of symmetry, where normals of flat faces lie.
            var after = i == Start ? first with { Angle = 2 * Math.PI } : At(solid, height, 2 * Math.PI * i / Start);
            points.Add(before.Point);
            Refine(solid, height, before, after, points, 40);
            before = after;
        }

        return Rings.Region(z, [points.ToImmutable()], centre.X, centre.Y);
    }

    /// <summary>The boundary point of the section at a height whose outward in-plane normal has this angle.</summary>
    private static Support At(SupportFunction solid, double height, double angle)
    {
        var (sin, cos) = Math.SinCos(angle);
        PatientVector Point(double elevation)
        {
            var (up, flat) = Math.SinCos(elevation);
            return solid(new(cos * flat, sin * flat, up));
        }

        // Height of the support point grows with the normal's elevation; where it jumps (an edge, a ruled side)
        // the boundary is straight between both ends of the jump.
        double low = -Math.PI / 2, high = Math.PI / 2;
        for (var i = 0; i < 60 && high - low > 1e-14; i++)
        {
            var middle = (low + high) / 2;
            if (Point(middle).Z < height) low = middle;
            else high = middle;
        }

        PatientVector below = Point(low), above = Point(high);
        var rise = above.Z - below.Z;
        var part = rise > 0 ? Math.Clamp((height - below.Z) / rise, 0, 1) : 0.5;
        return new(angle, new(below.X + (part * (above.X - below.X)), below.Y + (part * (above.Y - below.Y))));
    }

    private static void Refine(
        SupportFunction solid, double height, Support from, Support to, ImmutableArray<PlanePoint>.Builder points, int depth)
    {
        double dx = to.Point.X - from.Point.X, dy = to.Point.Y - from.Point.Y;
        var chord = Math.Sqrt((dx * dx) + (dy * dy));
        if (depth == 0 || chord < 1e-9) return;

        // Tangents at both ends make angles α and β with the chord; the arc stays in the triangle they close.
        var chordAngle = Math.Atan2(dy, dx);
        var alpha = Math.Abs(Math.IEEERemainder(chordAngle - (from.Angle + (Math.PI / 2)), 2 * Math.PI));
        var beta = Math.Abs(Math.IEEERemainder(to.Angle + (Math.PI / 2) - chordAngle, 2 * Math.PI));
        double tanA = Math.Tan(Math.Min(alpha, 1.5)), tanB = Math.Tan(Math.Min(beta, 1.5));
        var sagitta = tanA + tanB > 0 ? chord * tanA * tanB / (tanA + tanB) : 0;
        if (sagitta < SectionTolerance) return;

        var middle = At(solid, height, (from.Angle + to.Angle) / 2);
        Refine(solid, height, from, middle, points, depth - 1);
        points.Add(middle.Point);
        Refine(solid, height, middle, to, points, depth - 1);
    }

    private readonly record struct Support(double Angle, PlanePoint Point);
}
