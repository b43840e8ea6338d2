using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Linting;

/// <summary>
/// The axial planes that there are to draw on: the CT's, else those that the ROI's Source Pixel Planes
/// Characteristics tells, else those that the ROI's own commonest spacing makes.
/// </summary>
internal sealed class ExpectedPlanes
{
    /// <summary>More planes than this are no image series.</summary>
    private const int MaximumFrames = 100_000;

    private readonly ImmutableArray<double> _positions;

    private ExpectedPlanes(ImmutableArray<double> positions) => _positions = positions;

    public static ExpectedPlanes Of(LintedSet set, LintedRoi roi)
    {
        if (set.Ct is { Normal.Z: 1, Positions.Length: > 1 } ct && set.IsInFrameOfCt(roi)) return new(ct.Positions);
        foreach (var planes in roi.Item.Items(DicomTag.SourcePixelPlanesCharacteristicsSequence))
        {
            if (Declared(planes) is { } positions) return new(positions);
        }

        return new([]);
    }

    /// <summary>Stretches without a contour between contours.</summary>
    /// <param name="drawn">Planes with contours, mm, ascending.</param>
    public IEnumerable<(double Low, double High, int Missing)> Gaps(double[] drawn)
    {
        if (drawn.Length < 2) return [];
        return _positions.IsEmpty ? ByOwnSpacing(drawn) : ByPositions(drawn);
    }

    private IEnumerable<(double Low, double High, int Missing)> ByPositions(double[] drawn)
    {
        for (var i = 1; i < drawn.Length; i++)
        {
            var missing = Below(drawn[i]) - Above(drawn[i - 1]);
            if (missing > 0) yield return (drawn[i - 1], drawn[i], missing);
        }

        // A contour takes the plane within a tenth of the spacing.
        int Below(double z) => Index(z - Reach());
        int Above(double z) => Index(z + Reach());
        int Index(double z)
        {
            var at = _positions.BinarySearch(z);
            return at < 0 ? ~at : at;
        }

        double Reach() => RoiReading.SnapFraction * (_positions[^1] - _positions[0]) / Math.Max(1, _positions.Length - 1);
    }

    private static IEnumerable<(double Low, double High, int Missing)> ByOwnSpacing(double[] drawn)
    {
        var images = drawn.Select((z, i) => new ImagePlane(i.ToString("D9"), new(0, 0, z), new(1, 0, 0), new(0, 1, 0), 1, 1, 1, 1));
        foreach (var fault in PlaneSeries.Analyse(images).Faults.Where(fault => fault.Kind == PlaneFaultKind.Missing))
            yield return (drawn[int.Parse(fault.ImageIds[0])], drawn[int.Parse(fault.ImageIds[1])], fault.MissingImages);
    }

    private static ImmutableArray<double>? Declared(DicomDataset planes)
    {
        if (planes.Number(DicomTag.SpacingBetweenSlices) is not (> 0 and <= ContourShape.Farthest and var spacing)) return null;
        if (planes.WholeNumber(DicomTag.NumberOfFrames) is not (> 1 and <= MaximumFrames and var frames)) return null;
        if (planes.Numbers(DicomTag.ImagePositionPatient) is not [_, _, var z] || Math.Abs(z) > ContourShape.Farthest) return null;
        if (planes.Numbers(DicomTag.ImageOrientationPatient) is not [var rx, var ry, _, var cx, var cy, _]) return null;
        var normal = (rx * cy) - (ry * cx);
        if (Math.Abs(normal) < 0.999) return null;
        return [.. Enumerable.Range(0, frames).Select(i => z + (Math.Sign(normal) * i * spacing)).Order()];
    }
}
