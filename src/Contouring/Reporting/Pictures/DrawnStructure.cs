using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>A structure as the pictures draw it.</summary>
/// <param name="Name">Its ROI name.</param>
/// <param name="Colour">Its display colour.</param>
/// <param name="Geometry">Its sections on the planning CT's planes.</param>
/// <param name="IsDerived">True for what the protocol made, which is drawn with a stronger line.</param>
/// <param name="IsShaded">True for the one structure whose area can be shaded: what will be evaluated.</param>
public sealed record DrawnStructure(
    string Name, RgbColour Colour, Structure Geometry, bool IsDerived, bool IsShaded = false);
