using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting;

/// <summary>A contour as the rules look at it.</summary>
internal sealed class LintedContour
{
    public LintedContour(LintedRoi roi, DicomDataset item, int ordinal)
    {
        Roi = roi;
        Item = item;
        Ordinal = ordinal;
        Type = item.Text(DicomTag.ContourGeometricType);
        Data = TextValues.Of(item, DicomTag.ContourData);
        Numbers = item.Numbers(DicomTag.ContourData) ?? [];
        Images = [.. item.Items(DicomTag.ContourImageSequence).Select(image => image.Text(DicomTag.ReferencedSOPInstanceUID)).Where(uid => uid.Length > 0)];
        ImageKeys = [.. item.Items(DicomTag.ContourImageSequence).SelectMany(ImageKey.Named)];
        if (IsPoints) Shape = ContourShape.Of(Numbers);
        Place = roi.Place with { Contour = ordinal, Z = Shape is null ? null : Math.Round(MiddleZ(Numbers), 3) };
    }

    public LintedRoi Roi { get; }

    public DicomDataset Item { get; }

    /// <summary>Its place within its item of ROI Contour Sequence, from 1.</summary>
    public int Ordinal { get; }

    /// <summary>Contour Geometric Type, or empty.</summary>
    public string Type { get; }

    /// <summary>Contour Data as text, each value as it is in the file.</summary>
    public TextValues Data { get; }

    /// <summary>Contour Data; empty when it is absent or one of its values is no finite number.</summary>
    public double[] Numbers { get; }

    /// <summary>SOP Instance UIDs of its images.</summary>
    public ImmutableArray<string> Images { get; }

    /// <summary>Its images, and the frames of them where it says which, as keys of <see cref="ImageKey"/>.</summary>
    public ImmutableArray<string> ImageKeys { get; }

    /// <summary>Where it lies; null when it has no list of points, or points outside any patient.</summary>
    public ContourShape? Shape { get; }

    public LintPlace Place { get; }

    public bool IsClosed => ContourTypes.IsClosed(Type);

    public bool IsPoints => Numbers.Length > 0 && Numbers.Length % 3 == 0;

    public int Points => IsPoints ? Numbers.Length / 3 : 0;

    /// <summary>How many different points it has; three stands for three or more.</summary>
    public int DistinctPoints
    {
        get
        {
            var distinct = new HashSet<(double, double, double)>();
            for (var i = 0; i < Points && distinct.Count < 3; i++) distinct.Add((Numbers[3 * i], Numbers[(3 * i) + 1], Numbers[(3 * i) + 2]));
            return distinct.Count;
        }
    }

    /// <summary>Whether the last point is the first again.</summary>
    public bool RepeatsFirstPoint =>
        Points > 1 && Numbers[0] == Numbers[^3] && Numbers[1] == Numbers[^2] && Numbers[2] == Numbers[^1];

    private static double MiddleZ(double[] numbers)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (var i = 2; i < numbers.Length; i += 3)
        {
            low = Math.Min(low, numbers[i]);
            high = Math.Max(high, numbers[i]);
        }

        return (low + high) / 2;
    }
}
