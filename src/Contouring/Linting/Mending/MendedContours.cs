using System.Globalization;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Mending;

/// <summary>The contours of a structure set while it is mended.</summary>
internal static class MendedContours
{
    /// <summary>The items of ROI Contour Sequence with their contours as they are now.</summary>
    public static IEnumerable<(LintedContourItem Item, IList<DicomDataset> Contours)> Of(DicomDataset dataset)
    {
        var names = new Dictionary<int, string>();
        foreach (var roi in dataset.Items(DicomTag.StructureSetROISequence))
        {
            if (roi.WholeNumber(DicomTag.ROINumber) is { } number) names.TryAdd(number, roi.Text(DicomTag.ROIName));
        }

        foreach (var item in dataset.Items(DicomTag.ROIContourSequence))
            yield return (new(item, names), item.Items(DicomTag.ContourSequence));
    }

    /// <summary>Writes Contour Data of values as text, and their number.</summary>
    public static void Write(DicomDataset contour, IReadOnlyCollection<string> values)
    {
        contour.NotValidated().AddOrUpdate(new DicomDecimalString(DicomTag.ContourData, [.. values]));
        contour.AddOrUpdate(DicomTag.NumberOfContourPoints, (values.Count / 3).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Where a contour is in a list. Data sets are equal by content; here it is this one that is meant.</summary>
    public static int Place(IList<DicomDataset> contours, DicomDataset contour)
    {
        for (var i = 0; i < contours.Count; i++)
        {
            if (ReferenceEquals(contours[i], contour)) return i;
        }

        throw new ArgumentException("The contour is not in the list.", nameof(contour));
    }
}
