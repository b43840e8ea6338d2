using System.Collections.Immutable;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>What a picture shows of one structure.</summary>
/// <param name="Structure">The structure.</param>
/// <param name="Lines">Its outline as lines.</param>
/// <param name="Closed">Whether every line runs back to its start: then the lines bound the area, by even-odd.</param>
/// <param name="Blocks">The area as rectangles that do not overlap, where the lines do not bound it.</param>
public sealed record PictureOutline(
    DrawnStructure Structure,
    ImmutableArray<ImmutableArray<PicturePoint>> Lines,
    bool Closed,
    ImmutableArray<PictureBlock> Blocks);

/// <summary>A rectangle in picture coordinates, mm.</summary>
public readonly record struct PictureBlock(double Across, double Down, double Width, double Height);
