using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Tests.Reporting;

/// <summary>An MR of the phantom, read plainly: its images are named in their order and have one orientation.</summary>
internal static class PhantomMr
{
    /// <summary>The images of a folder.</summary>
    public static MrSeries Read(string folder)
    {
        var images = Directory.GetFiles(folder, "*.dcm")
            .Select(file => DicomFile.Open(file).Dataset)
            .Where(dataset => dataset.GetString(DicomTag.Modality) == "MR")
            .Select(dataset => (Dataset: dataset, Plane: Plane(dataset)))
            .ToList();
        var first = images[0].Plane;
        var axes = new PlaneAxes(first.Position, first.RowDirection, first.ColumnDirection, first.Normal);
        images = [.. images.OrderBy(image => axes.FromPatient(image.Plane.Position).Z)];
        var header = images[0].Dataset;
        return new(
            header.GetString(DicomTag.StudyInstanceUID),
            header.GetString(DicomTag.SeriesInstanceUID),
            MrWeighting.T2,
            null,
            new PlaneGrid(new(header.GetString(DicomTag.FrameOfReferenceUID)), axes, [.. images.Select(image => axes.FromPatient(image.Plane.Position).Z)]),
            [.. images.Select(image => new MrSlice(
                image.Plane.ImageId,
                image.Dataset.GetString(DicomTag.SOPClassUID),
                image.Plane,
                image.Dataset.GetValues<ushort>(DicomTag.PixelData).Select(value => (float)value).ToArray()))],
            [],
            header);
    }

    private static ImagePlane Plane(DicomDataset dataset)
    {
        var position = dataset.GetValues<double>(DicomTag.ImagePositionPatient);
        var direction = dataset.GetValues<double>(DicomTag.ImageOrientationPatient);
        var spacing = dataset.GetValues<double>(DicomTag.PixelSpacing);
        return new(
            dataset.GetString(DicomTag.SOPInstanceUID),
            new(position[0], position[1], position[2]),
            new(direction[0], direction[1], direction[2]),
            new(direction[3], direction[4], direction[5]),
            dataset.GetSingleValue<ushort>(DicomTag.Rows),
            dataset.GetSingleValue<ushort>(DicomTag.Columns),
            spacing[0],
            spacing[1]);
    }
}
