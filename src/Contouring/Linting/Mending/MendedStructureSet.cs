using System.Collections.Immutable;

namespace ContourFlow.Contouring.Linting.Mending;

/// <summary>A structure set after mending.</summary>
/// <param name="File">The new instance, in implicit VR little endian.</param>
/// <param name="Mended">Everything that was done, in the order in which it was done.</param>
public sealed record MendedStructureSet(DicomFile File, ImmutableArray<MendedThing> Mended);
