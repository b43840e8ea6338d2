using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>A structure that was added to those that were drawn on the CT.</summary>
/// <param name="Name">Its canonical name.</param>
/// <param name="RoiName">Its ROI Name as written.</param>
/// <param name="Geometry">What was to be written.</param>
internal sealed record AddedStructure(string Name, string RoiName, Structure Geometry);
