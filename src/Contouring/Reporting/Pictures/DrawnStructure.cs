using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>A structure as the pictures draw it.</summary>
/// <param name="Name">Its ROI name.</param>
/// <param name="Colour">Its display colour.</param>
/// <param name="Geometry">Its sections on the planning CT's planes.</param>
/// <param name="IsDerived">True for what the protocol made, which is drawn with a stronger line.</param>
public sealed record DrawnStructure(string Name, RgbColour Colour, Structure Geometry, bool IsDerived);
