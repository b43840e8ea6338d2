using System.Collections.Immutable;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Cases;

/// <summary>A structure set drawn on the planning CT, as read.</summary>
/// <param name="SopInstanceUid">The instance.</param>
/// <param name="Label">Structure Set Label (may name the level: "T7 SBRT").</param>
/// <param name="Rois">Its ROIs in the order of Structure Set ROI Sequence.</param>
/// <param name="Source">The data set, unchanged: what is carried over is copied from it.</param>
public sealed record PlanningStructureSet(
    string SopInstanceUid,
    string Label,
    ImmutableArray<Roi> Rois,
    DicomDataset Source);

/// <summary>One ROI as read.</summary>
/// <param name="Number">ROI Number.</param>
/// <param name="Name">ROI Name.</param>
/// <param name="InterpretedType">RT ROI Interpreted Type, or empty.</param>
/// <param name="Colour">Display colour, or null.</param>
/// <param name="Geometry">
/// Its closed contours on the planning CT's grid with no gap filled; null when it has none to derive from (empty,
/// POINT, open or marker) or when <paramref name="Fault"/> says why it could not be read.
/// </param>
/// <param name="Fault">Why the closed contours could not be read: thrown when, and only when, the ROI is needed.</param>
/// <param name="Findings">Dropped rings, snapped planes, unions of overlapping rings.</param>
public sealed record Roi(
    int Number,
    string Name,
    string InterpretedType,
    RgbColour? Colour,
    Structure? Geometry,
    Faults.CaseDataException? Fault,
    ImmutableArray<Finding> Findings);
