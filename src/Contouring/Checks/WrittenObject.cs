using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>The object to be sent, as its bytes say when they are read back: what the checks prove, they prove on this.</summary>
/// <param name="Dataset">The data set.</param>
/// <param name="Rois">Every ROI as read back, by ROI Name.</param>
/// <param name="Structures">The derived ones as structures on the planning CT's planes, by ROI Name.</param>
internal sealed record WrittenObject(
    DicomDataset Dataset,
    ImmutableDictionary<string, ReadBackRoi> Rois,
    ImmutableDictionary<string, Structure> Structures)
{
    /// <summary>Reads an object back.</summary>
    /// <param name="written">The object and the names of what was added to it.</param>
    /// <param name="grid">The planning CT's planes.</param>
    public static WrittenObject ReadBack(WrittenStructureSet written, PlaneGrid grid)
    {
        var added = written.Rois.Select(roi => roi.RoiNumber).ToHashSet();
        var rois = RtStructReadBack.Read(written.File)
            .Where(roi => added.Contains(roi.RoiNumber))
            .ToImmutableDictionary(roi => roi.Name, StringComparer.Ordinal);
        return new WrittenObject(
            written.File.Dataset,
            rois,
            rois.ToImmutableDictionary(roi => roi.Key, roi => roi.Value.ToStructure(grid), StringComparer.Ordinal));
    }
}
