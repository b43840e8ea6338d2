using System.Collections.Immutable;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Phantom.Solids;

/// <summary>A torus about the Z axis through its centre: the truth with a hole.</summary>
public sealed class TorusSolid : Solid
{
    private readonly PatientPoint centre;
    private readonly double ringRadius;
    private readonly double tubeRadius;

    /// <summary>Makes a torus.</summary>
    /// <param name="centre">The centre of the hole.</param>
    /// <param name="ringRadius">Distance from the axis to the middle of the tube, mm.</param>
    /// <param name="tubeRadius">Radius of the tube, mm; less than <paramref name="ringRadius"/>.</param>
    public TorusSolid(PatientPoint centre, double ringRadius, double tubeRadius)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tubeRadius, ringRadius);
        this.centre = centre;
        this.ringRadius = ringRadius;
        this.tubeRadius = tubeRadius;
    }

    /// <inheritdoc/>
    public override string Name => "torus";

    /// <inheritdoc/>
    public override double Inferior => centre.Z - tubeRadius;

    /// <inheritdoc/>
    public override double Superior => centre.Z + tubeRadius;

    /// <inheritdoc/>
    public override double? Volume => 2 * Math.PI * Math.PI * ringRadius * tubeRadius * tubeRadius;

    /// <inheritdoc/>
    public override PlanarRegion? Section(double z) => Annulus(z, HalfWidth(z - centre.Z));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The four in-plane margins differ.</exception>
    public override PlanarRegion? GrownSection(double z, PatientMargins margins)
    {
        if (!margins.IsCircularInPlane)
            throw new ArgumentException("The torus grows with equal in-plane margins only.", nameof(margins));

        // Each section offset by r(u) is an annulus about the same circle: the widest is the union. Its half width
        // is concave in u (a sum of two arcs), so a ternary search finds it.
        var height = z - centre.Z;
        double low = Math.Max(-tubeRadius, height - margins.Superior), high = Math.Min(tubeRadius, height + margins.Inferior);
        if (low >= high) return null;
        double Width(double source)
        {
            var u = source - height;
            var reach = u < 0 ? margins.Superior : margins.Inferior;
            var part = reach > 0 ? u / reach : 0;
            return HalfWidth(source) + (margins.Left * Math.Sqrt(Math.Max(0, 1 - (part * part))));
        }

        for (var i = 0; i < 200; i++)
        {
            double a = low + ((high - low) / 3), b = high - ((high - low) / 3);
            if (Width(a) < Width(b)) low = a;
            else high = b;
        }

        return Annulus(z, Width((low + high) / 2));
    }

    private double HalfWidth(double height) => Math.Sqrt(Math.Max(0, (tubeRadius * tubeRadius) - (height * height)));

    private PlanarRegion? Annulus(double z, double halfWidth)
    {
        if (halfWidth <= 0) return null;
        List<ImmutableArray<PlanePoint>> rings = [Circle(ringRadius + halfWidth)];
        if (halfWidth < ringRadius) rings.Add(Circle(ringRadius - halfWidth));
        return Rings.Region(z, rings, centre.X, centre.Y);
    }

    private static ImmutableArray<PlanePoint> Circle(double radius)
    {
        // Chords of half angle α miss the circle by R(1 − cos α).
        var count = Math.Max(16, (int)Math.Ceiling(Math.PI / Math.Acos(1 - Math.Min(0.1, SectionTolerance / radius))));
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / count);
            return new PlanePoint(radius * cos, radius * sin);
        })];
    }
}
