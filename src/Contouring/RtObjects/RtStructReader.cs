using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// Reads a structure set onto the planes of the CT or MR that it was drawn on (geometry specification, section 4). An
/// ROI that cannot be read carries its fault; it stops no other, and is never left out.
/// </summary>
public static class RtStructReader
{
    /// <summary>Reads a structure set drawn on the planning CT.</summary>
    /// <param name="structureSet">The structure set; kept, unchanged, as the result's source.</param>
    /// <param name="grid">The CT's planes with axial axes: contour points are patient coordinates, mm, LPS.</param>
    /// <param name="imageUids">As <see cref="ReadRois"/> takes them.</param>
    /// <param name="maximumDegreeOfParallelism">As <see cref="ReadRois"/> takes it.</param>
    /// <exception cref="ArgumentException">The grid is not axial, or the UIDs are not one a plane.</exception>
    public static PlanningStructureSet Read(
        DicomDataset structureSet,
        PlaneGrid grid,
        ImmutableArray<string> imageUids = default,
        int maximumDegreeOfParallelism = -1)
    {
        ArgumentNullException.ThrowIfNull(structureSet);
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Axes != PlaneAxes.Axial)
            throw new ArgumentException("Structures of a planning CT are read onto axial planes only.", nameof(grid));
        return new(
            structureSet.Text(DicomTag.SOPInstanceUID),
            structureSet.Text(DicomTag.StructureSetLabel),
            ReadRois(structureSet, grid, "CT", imageUids, maximumDegreeOfParallelism),
            structureSet);
    }

    /// <summary>Reads every ROI of a structure set, in the order of Structure Set ROI Sequence.</summary>
    /// <param name="structureSet">The structure set.</param>
    /// <param name="grid">
    /// The planes of the images that it was drawn on, in any direction: contour points, which are patient coordinates,
    /// become coordinates of its axes.
    /// </param>
    /// <param name="modality">The modality of the images, for sentences.</param>
    /// <param name="imageUids">
    /// SOP Instance UIDs of the images in the grid's order (with "frame N" behind the UID where an image is a
    /// frame), against which contours' image references are compared; empty to compare nothing.
    /// </param>
    /// <param name="maximumDegreeOfParallelism">How many ROIs are read at once; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">The UIDs are not one a plane.</exception>
    public static ImmutableArray<Roi> ReadRois(
        DicomDataset structureSet,
        PlaneGrid grid,
        string modality,
        ImmutableArray<string> imageUids = default,
        int maximumDegreeOfParallelism = -1)
    {
        ArgumentNullException.ThrowIfNull(structureSet);
        ArgumentNullException.ThrowIfNull(grid);
        if (!imageUids.IsDefaultOrEmpty && imageUids.Length != grid.Positions.Length)
            throw new ArgumentException("One image a plane is wanted.", nameof(imageUids));

        var images = imageUids.IsDefaultOrEmpty
            ? ImmutableDictionary<string, double>.Empty
            : imageUids.Select((uid, i) => KeyValuePair.Create(uid, grid.Positions[i])).ToImmutableDictionary(StringComparer.Ordinal);
        var contours = ContoursByRoi(structureSet);
        var types = RoiHeader.InterpretedTypes(structureSet);
        var items = structureSet.Items(DicomTag.StructureSetROISequence);
        var shared = items.Select(item => item.WholeNumber(DicomTag.ROINumber))
            .GroupBy(number => number)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key)
            .ToImmutableHashSet();
        var rois = new Roi[items.Count];
        Parallel.For(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = maximumDegreeOfParallelism }, i =>
        {
            var number = items[i].WholeNumber(DicomTag.ROINumber);
            rois[i] = RoiReading.Read(
                items[i],
                number is { } known ? contours.GetValueOrDefault(known, []) : [],
                number is { } typed ? types.GetValueOrDefault(typed, string.Empty) : string.Empty,
                new(grid, modality, images),
                shared.Contains(number));
        });
        return [.. rois];
    }

    /// <summary>The items of ROI Contour Sequence by ROI; DICOM allows one each, some writers make several.</summary>
    private static Dictionary<int, List<DicomDataset>> ContoursByRoi(DicomDataset structureSet)
    {
        var result = new Dictionary<int, List<DicomDataset>>();
        foreach (var item in structureSet.Items(DicomTag.ROIContourSequence))
        {
            if (item.WholeNumber(DicomTag.ReferencedROINumber) is not { } number) continue;
            if (!result.TryGetValue(number, out var list)) result.Add(number, list = []);
            list.Add(item);
        }

        return result;
    }
}
