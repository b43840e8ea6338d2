using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Geometry.Tests.Dose;

/// <summary>
/// Exact figures of a dose that changes linearly through a solid of known sections: polygons cut by lines of equal dose, and the
/// areas integrated over thin slices. It shares nothing with the library's fields, lattices and samples.
/// </summary>
internal sealed class LinearDose
{
    private readonly (double Z, PlanarRegion Region)[] sections;
    private readonly double thickness;
    private readonly PatientVector gradient;
    private readonly PatientPoint zero;

    /// <summary>Takes a solid and a dose that is 0 at a point.</summary>
    /// <param name="solid">The solid.</param>
    /// <param name="zero">Where the dose is 0.</param>
    /// <param name="gradient">Dose a millimetre, in patient directions.</param>
    /// <param name="slices">How many slices are integrated over.</param>
    public LinearDose(Solid solid, PatientPoint zero, PatientVector gradient, int slices = 400)
        : this(Sections(solid, slices), (solid.Superior - solid.Inferior) / slices, zero, gradient)
    {
    }

    /// <summary>Takes the sections of a solid.</summary>
    public LinearDose((double Z, PlanarRegion Region)[] sections, double thickness, PatientPoint zero, PatientVector gradient)
    {
        (this.sections, this.thickness, this.zero, this.gradient) = (sections, thickness, zero, gradient);
        var corners = sections.SelectMany(s => s.Region.Rings.SelectMany(r => r.Points.Select(p => At(new(p.X, p.Y, s.Z))))).ToArray();
        var along = Math.Abs(gradient.Z) * thickness / 2;
        (Minimum, Maximum) = (corners.Min() - along, corners.Max() + along);
        Volume = VolumeAtLeast(double.NegativeInfinity);
        // The mean is the integral of the volume that gets at least a dose, by Simpson's rule.
        var step = (Maximum - Minimum) / 400;
        var sum = 0.0;
        for (var i = 0; i <= 400; i++) sum += VolumeAtLeast(Minimum + (i * step)) * (i is 0 or 400 ? 1 : i % 2 == 1 ? 4 : 2);
        Mean = Minimum + (sum * step / 3 / Volume);
    }

    public double Volume { get; }

    public double Minimum { get; }

    public double Maximum { get; }

    public double Mean { get; }

    /// <summary>The sections of a solid in the middles of thin slices.</summary>
    public static (double Z, PlanarRegion Region)[] Sections(Solid solid, int slices)
    {
        var found = new (double Z, PlanarRegion? Region)[slices];
        Parallel.For(0, slices, i =>
        {
            var z = solid.Inferior + ((i + 0.5) / slices * (solid.Superior - solid.Inferior));
            found[i] = (z, solid.Section(z));
        });
        return [.. found.Where(s => s.Region is not null).Select(s => (s.Z, s.Region!))];
    }

    /// <summary>The dose at a point.</summary>
    public double At(PatientPoint point) => (point - zero).Dot(gradient);

    /// <summary>The dose of the hottest part of a volume, mm³.</summary>
    public double DoseTo(double volume)
    {
        double low = Minimum, high = Maximum;
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            if (VolumeAtLeast(middle) > volume) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    public double VolumeAtLeast(double dose)
    {
        var sum = 0.0;
        foreach (var (z, region) in sections)
        {
            if (gradient.X == 0 && gradient.Y == 0)
            {
                // The line of equal dose is a plane across: the part of the slice that lies above it.
                var part = double.IsNegativeInfinity(dose) ? 1 : Math.Clamp(((At(new(0, 0, z)) - dose) / (Math.Abs(gradient.Z) * thickness)) + 0.5, 0, 1);
                sum += part * region.Rings.Sum(r => r.SignedArea);
                continue;
            }

            foreach (var ring in region.Rings) sum += Cut(ring, z, dose);
        }

        return sum * thickness;
    }

    // The signed area of the part of a ring where the dose is at least so much. A ring cut by a line keeps its signed area's
    // meaning also where it falls into parts, and a hole's is negative.
    private double Cut(Ring ring, double z, double dose)
    {
        var points = ring.Points;
        var origin = points[0];
        double sum = 0, firstX = 0, firstY = 0, lastX = 0, lastY = 0;
        var any = false;
        var from = points[^1];
        var fromAbove = At(new(from.X, from.Y, z)) - dose;
        foreach (var to in points)
        {
            var toAbove = At(new(to.X, to.Y, z)) - dose;
            if (fromAbove >= 0 != toAbove >= 0)
            {
                var part = fromAbove / (fromAbove - toAbove);
                Add(from.X + ((to.X - from.X) * part), from.Y + ((to.Y - from.Y) * part));
            }

            if (toAbove >= 0) Add(to.X, to.Y);
            (from, fromAbove) = (to, toAbove);
        }

        return (sum + (lastX * firstY) - (firstX * lastY)) / 2;

        void Add(double x, double y)
        {
            (x, y) = (x - origin.X, y - origin.Y);
            if (any) sum += (lastX * y) - (x * lastY);
            else (firstX, firstY, any) = (x, y, true);
            (lastX, lastY) = (x, y);
        }
    }
}
