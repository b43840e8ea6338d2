using ContourFlow.Contouring.Deriving;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>A derived structure that is another structure with a margin.</summary>
/// <param name="Derived">The grown structure.</param>
/// <param name="SourceName">The protocol's name of what it was grown from.</param>
/// <param name="Source">What it was grown from: an input, or a derived structure before it was written.</param>
/// <param name="Margins">The margins, mm.</param>
/// <param name="Written">The grown structure as it stands in the written object.</param>
internal sealed record GrownStructure(
    DerivedStructure Derived, string SourceName, Structure Source, PatientMargins Margins, Structure Written);
