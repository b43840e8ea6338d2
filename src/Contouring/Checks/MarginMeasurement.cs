using System.Collections.Immutable;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>The margin table: how much further the written structure reaches in each patient direction.</summary>
internal static class MarginMeasurement
{
    public static ImmutableArray<MeasuredMargin> Of(CheckContext context)
    {
        var measured = ImmutableArray.CreateBuilder<MeasuredMargin>();
        foreach (var grown in context.Grown())
        {
            if (grown.Source.IsEmpty || grown.Written.IsEmpty)
                continue;
            var (inner, outer) = (Extent(grown.Source), Extent(grown.Written));
            measured.Add(new MeasuredMargin(
                grown.Derived.RoiName,
                grown.SourceName,
                Left: outer.Left - inner.Left,
                Right: inner.Right - outer.Right,
                Anterior: inner.Anterior - outer.Anterior,
                Posterior: outer.Posterior - inner.Posterior,
                Superior: outer.Superior - inner.Superior,
                Inferior: inner.Inferior - outer.Inferior,
                grown.Margins));
        }

        return measured.ToImmutable();
    }

    // Half a slice beyond the last plane belongs to both structures, so plane positions may be compared as they are.
    private static (double Left, double Right, double Anterior, double Posterior, double Superior, double Inferior) Extent(Structure structure)
    {
        var points = structure.Regions.SelectMany(region => region.Rings).SelectMany(ring => ring.Points).ToList();
        return (
            points.Max(point => point.X),
            points.Min(point => point.X),
            points.Min(point => point.Y),
            points.Max(point => point.Y),
            structure.Regions[^1].Z,
            structure.Regions[0].Z);
    }
}
