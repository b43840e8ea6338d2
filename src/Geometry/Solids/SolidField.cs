using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Solids;

/// <summary>
/// The solid that a structure stands for as a function of space, negative inside: between neighbouring sections the
/// linear blend of their signed distances, half a slice beyond wherever a region ends (geometry specification 1.3).
/// Coordinates are the structure's grid's, mm.
/// </summary>
internal sealed class SolidField
{
    private readonly Structure structure;
    private readonly RegionDistance[] sections;
    private readonly Cap[] caps;

    /// <summary>Prepares a structure that has regions, all canonical, on a grid of at least two planes.</summary>
    public SolidField(Structure structure, Margins.GrowthOptions options)
    {
        this.structure = structure;
        var regions = structure.Regions;
        sections = new RegionDistance[regions.Length];
        Parallel.For(0, sections.Length, options.Parallel, k => sections[k] = new RegionDistance(regions[k]));
        var ends = LocalCaps.OfCanonical(structure, options);
        caps = new Cap[ends.Length];
        Parallel.For(0, caps.Length, options.Parallel, i =>
        {
            var end = ends[i];
            var section = SectionBelow(end.Z);
            var distance = ReferenceEquals(regions[section], end.Region) ? sections[section] : new RegionDistance(end.Region);
            var other = end.Z + (end.Direction == CapDirection.Superior ? end.HalfThickness : -end.HalfThickness);
            caps[i] = new Cap(Math.Min(end.Z, other), Math.Max(end.Z, other), distance);
        });
        Low = caps.Min(cap => cap.Low);
        High = caps.Max(cap => cap.High);
        Area = Rectangle.Of(regions);
    }

    /// <summary>Where the solid starts along the normal, mm.</summary>
    public double Low { get; }

    /// <summary>Where the solid ends along the normal, mm.</summary>
    public double High { get; }

    /// <summary>What the sections cover, mm.</summary>
    public Rectangle Area { get; }

    /// <summary>The value at a point.</summary>
    public double At(double x, double y, double z)
    {
        var point = new PlanePoint(x, y);
        var least = double.PositiveInfinity;
        var below = SectionBelow(z);
        if (below >= 0)
        {
            if (structure.Regions[below].Z == z) least = sections[below].SignedDistance(point);
            else if (SolidSections.Continues(structure, below)) least = Blend(below, point, z);
        }

        foreach (var cap in caps)
        {
            // Beyond a cap's flat end the distance to that end, so that the value passes zero there without a jump.
            var beyond = Math.Max(cap.Low - z, z - cap.High);
            if (beyond < least) least = Math.Min(least, Math.Max(beyond, cap.Region.SignedDistance(point)));
        }

        return least;
    }

    /// <summary>
    /// The least and the greatest signed distance that a section has at a point, over the sections that the solid
    /// between two heights is made of. Greatest is infinite where the solid may end between them.
    /// </summary>
    public (double Least, double Greatest) Range(double x, double y, double low, double high)
    {
        var point = new PlanePoint(x, y);
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        var first = Math.Max(0, SectionBelow(low));
        var whole = low >= structure.Regions[0].Z && high <= structure.Regions[^1].Z;
        for (var k = first; k < sections.Length; k++)
        {
            var distance = sections[k].SignedDistance(point);
            least = Math.Min(least, distance);
            greatest = Math.Max(greatest, distance);
            if (structure.Regions[k].Z >= high) break;
            whole &= SolidSections.Continues(structure, k);
        }

        return (least, whole ? greatest : double.PositiveInfinity);
    }

    private double Blend(int below, PlanePoint point, double z)
    {
        double from = structure.Regions[below].Z, to = structure.Regions[below + 1].Z;
        var part = (z - from) / (to - from);
        return ((1 - part) * sections[below].SignedDistance(point)) + (part * sections[below + 1].SignedDistance(point));
    }

    // The last section at or below a height, or -1.
    private int SectionBelow(double z)
    {
        int low = 0, high = structure.Regions.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (structure.Regions[middle].Z <= z) low = middle + 1;
            else high = middle - 1;
        }

        return high;
    }

    private readonly record struct Cap(double Low, double High, RegionDistance Region);
}
