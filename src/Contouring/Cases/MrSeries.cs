using System.Collections.Immutable;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Cases;

/// <summary>How an MR series is weighted, as far as its header tells.</summary>
public enum MrWeighting
{
    /// <summary>The header does not tell, or tells something else (diffusion, T2*, proton density).</summary>
    Unknown,

    /// <summary>T1-weighted.</summary>
    T1,

    /// <summary>T2-weighted spin echo: the cord, the roots and the fluid around them stand apart.</summary>
    T2,
}

/// <summary>An MR series of the case that is one volume and may be fused onto the planning CT.</summary>
/// <param name="StudyInstanceUid">Its study.</param>
/// <param name="SeriesInstanceUid">Its series.</param>
/// <param name="Weighting">How it is weighted.</param>
/// <param name="AcquisitionDate">Day of the acquisition (Acquisition Date, else Series Date, else Study Date), or null when none is stated.</param>
/// <param name="Grid">
/// Its planes in their order along the normal, with axes of its own rows and columns and its own frame of reference;
/// axial, sagittal, coronal or oblique.
/// </param>
/// <param name="Slices">One image a plane, in the grid's order.</param>
/// <param name="StructureSets">The structure sets that were drawn on it.</param>
/// <param name="Header">The first slice's data set without pixel data.</param>
public sealed record MrSeries(
    string StudyInstanceUid,
    string SeriesInstanceUid,
    MrWeighting Weighting,
    DateOnly? AcquisitionDate,
    PlaneGrid Grid,
    ImmutableArray<MrSlice> Slices,
    ImmutableArray<MrStructureSet> StructureSets,
    DicomDataset Header)
{
    /// <summary>Mean distance between neighbouring planes, mm.</summary>
    public double PlaneSpacing => (Grid.Positions[^1] - Grid.Positions[0]) / (Grid.Positions.Length - 1);
}

/// <summary>One MR image, or one frame of an enhanced one.</summary>
/// <param name="SopInstanceUid">Its SOP Instance UID.</param>
/// <param name="SopClassUid">Its SOP Class UID.</param>
/// <param name="Plane">Its plane as the image states it.</param>
/// <param name="Values">Rows × columns values after rescale (where there is one), row by row; arbitrary units, all finite.</param>
/// <param name="Frame">Which frame of the instance it is, or null for a single image.</param>
public sealed record MrSlice(
    string SopInstanceUid,
    string SopClassUid,
    ImagePlane Plane,
    ReadOnlyMemory<float> Values,
    ImageFrame? Frame = null);

/// <summary>A structure set drawn on an MR series, as read.</summary>
/// <param name="SopInstanceUid">The instance.</param>
/// <param name="Rois">
/// Its ROIs in the order of Structure Set ROI Sequence; geometries lie on the MR series' grid, with no gap filled.
/// </param>
/// <param name="Source">The data set, unchanged.</param>
public sealed record MrStructureSet(string SopInstanceUid, ImmutableArray<Roi> Rois, DicomDataset Source);
