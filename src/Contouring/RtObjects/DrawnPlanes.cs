using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>The planes of the images that a structure set was drawn on.</summary>
/// <param name="Grid">The planes.</param>
/// <param name="Modality">The modality of the images, for sentences.</param>
/// <param name="Images">Position of each image by its key (<see cref="ImageKey"/>); empty to compare none.</param>
internal sealed record DrawnPlanes(PlaneGrid Grid, string Modality, ImmutableDictionary<string, double> Images)
{
    /// <summary>
    /// What the text of coordinates may move a point across a plane that is not axial, mm: with two decimals each, a
    /// point and the image's position are up to √3 · 0.005 mm off.
    /// </summary>
    private const double ObliqueRounding = 0.02;

    /// <summary>True when the grid's coordinates are the patient's, to the bit.</summary>
    public bool IsAxial { get; } = Grid.Axes == PlaneAxes.Axial;

    /// <summary>Within this of its plane, mm, a contour lies on it.</summary>
    public double Rounding => IsAxial ? RoiReading.TextRounding : ObliqueRounding;

    /// <summary>The points of a contour in the grid's plane coordinates, mm.</summary>
    /// <param name="numbers">Contour Data: triplets of patient coordinates, mm.</param>
    /// <param name="low">The lowest position along the normal, mm.</param>
    /// <param name="high">The highest.</param>
    public ImmutableArray<PlanePoint> PointsOf(double[] numbers, out double low, out double high)
    {
        (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        var points = ImmutableArray.CreateBuilder<PlanePoint>(numbers.Length / 3);
        for (var i = 0; i < numbers.Length; i += 3)
        {
            var (x, y, position) = (numbers[i], numbers[i + 1], numbers[i + 2]);
            if (!IsAxial) (x, y, position) = Grid.Axes.FromPatient(new PatientPoint(x, y, position));
            points.Add(new(x, y));
            low = Math.Min(low, position);
            high = Math.Max(high, position);
        }

        return points.MoveToImmutable();
    }

    /// <summary>The plane nearest to a position along the normal; of two, the lower.</summary>
    public int NearestTo(double position)
    {
        var positions = Grid.Positions;
        var above = positions.BinarySearch(position);
        if (above >= 0) return above;
        above = ~above;
        if (above == 0) return 0;
        if (above == positions.Length) return positions.Length - 1;
        return position - positions[above - 1] <= positions[above] - position ? above - 1 : above;
    }

    /// <summary>How far a contour may lie off a plane, and reach across it, and still be the plane's, mm.</summary>
    public double ReachOf(int plane) => Math.Max(RoiReading.SnapFraction * LocalSpacing(plane), Rounding);

    /// <summary>A position for a sentence.</summary>
    public string Say(double position) => IsAxial ? $"z = {AttributeReading.Say(position)} mm" : $"{AttributeReading.Say(position)} mm along the normal";

    private double LocalSpacing(int plane) =>
        Grid.Positions.Length < 2 ? 0 : Math.Min(Grid.SpacingAbove(plane), Grid.SpacingBelow(plane));
}
