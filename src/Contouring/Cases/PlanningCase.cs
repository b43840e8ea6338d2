using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Cases;

/// <summary>One planning CT and what belongs to it: the input of the derivation.</summary>
/// <param name="Ct">The planning CT.</param>
/// <param name="StructureSet">The structure set on it that was chosen.</param>
/// <param name="MrSeries">MR series of the same patient that are volumes, for the fusion, in the order of their UIDs; none where no MR is wanted.</param>
/// <param name="NotUsed">Every object that was not used, with the reason.</param>
/// <param name="Findings">What was noticed on the way.</param>
public sealed record PlanningCase(
    PlanningCt Ct,
    PlanningStructureSet StructureSet,
    ImmutableArray<MrSeries> MrSeries,
    ImmutableArray<UnusedObject> NotUsed,
    ImmutableArray<Finding> Findings)
{
    /// <summary>
    /// Spatial Registration objects of others that came with the case, in the order of their SOP Instance UIDs; none
    /// where no MR is wanted.
    /// </summary>
    public ImmutableArray<SpatialRegistration> SpatialRegistrations { get; init; } = [];
}

/// <summary>The planning CT.</summary>
/// <param name="StudyInstanceUid">Its study.</param>
/// <param name="SeriesInstanceUid">Its series.</param>
/// <param name="Grid">Its planes, Inferior to Superior, with axial axes and the frame of reference.</param>
/// <param name="Slices">One image a plane, in the grid's order.</param>
/// <param name="Header">The first slice's data set without pixel data: patient and study attributes to carry over.</param>
public sealed record PlanningCt(
    string StudyInstanceUid,
    string SeriesInstanceUid,
    PlaneGrid Grid,
    ImmutableArray<CtSlice> Slices,
    DicomDataset Header);

/// <summary>One CT image.</summary>
/// <param name="SopInstanceUid">Its SOP Instance UID.</param>
/// <param name="SopClassUid">Its SOP Class UID.</param>
/// <param name="Plane">Its plane as the image states it; its rows and columns may run in any direction.</param>
/// <param name="Hounsfield">Rows × columns values after rescale, row by row, rounded and clamped to 16 bits.</param>
/// <param name="PositionZ">The plane's z as the image writes it, so that contours can state it in the same text; empty when unknown.</param>
/// <param name="Frame">Which frame of the instance it is, where that is an enhanced multi-frame image; null for a single image.</param>
public sealed record CtSlice(
    string SopInstanceUid,
    string SopClassUid,
    ImagePlane Plane,
    ReadOnlyMemory<short> Hounsfield,
    string PositionZ = "",
    ImageFrame? Frame = null);

/// <summary>An object that was found and not used.</summary>
/// <param name="SopInstanceUid">The object, or null for a file that could not be read or is not DICOM.</param>
/// <param name="Kind">What it is: a modality such as MR, or "file".</param>
/// <param name="ReasonCode">A stable word.</param>
/// <param name="Sentence">Why, for a human. For a file: its name within the folder.</param>
public sealed record UnusedObject(string? SopInstanceUid, string Kind, string ReasonCode, string Sentence);
