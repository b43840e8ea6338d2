using System.Collections.Immutable;

namespace ContourFlow.Geometry.Structures;

/// <summary>What was found wrong with a drawn ring.</summary>
public enum RingFaultKind
{
    /// <summary>Fewer than three distinct points: dropped.</summary>
    TooFewPoints,

    /// <summary>A coordinate that is not a number or infinite: the ring is dropped.</summary>
    NotFinite,

    /// <summary>The ring encloses no area: dropped.</summary>
    ZeroArea,

    /// <summary>
    /// The ring runs round its area an even number of times, so that by even-odd it encloses nothing: dropped, and
    /// not to be passed over, since something was drawn there.
    /// </summary>
    CancelsItself,

    /// <summary>The same ring drawn again: read once (even-odd would empty it).</summary>
    Duplicate,

    /// <summary>Two CLOSED_PLANAR rings that partly overlap: read as their union.</summary>
    PartlyOverlapping,

    /// <summary>A ring that crosses itself: read by even-odd.</summary>
    SelfCrossing,

    /// <summary>Nothing is left of the plane's rings.</summary>
    NothingLeft,
}

/// <summary>Something wrong with drawn rings of one plane.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Rings">Indices of the rings concerned in the list that was read, from 0.</param>
/// <param name="Sentence">A sentence for a human that names the rings (counted from 1), and what was done.</param>
public sealed record RingFault(RingFaultKind Kind, ImmutableArray<int> Rings, string Sentence);

/// <summary>What was read from one plane's drawn rings.</summary>
/// <param name="Region">The region in canonical form, or null when the rings enclose nothing.</param>
/// <param name="Faults">What was wrong, in the order of the rings; empty for clean input.</param>
public sealed record RegionReadingResult(PlanarRegion? Region, ImmutableArray<RingFault> Faults);
