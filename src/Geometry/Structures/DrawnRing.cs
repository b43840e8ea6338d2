using System.Collections.Immutable;

namespace ContourFlow.Geometry.Structures;

/// <summary>How a contour says that its ring is meant (Contour Geometric Type, DICOM PS3.3 C.8.8.6.1).</summary>
public enum RingKind
{
    /// <summary>CLOSED_PLANAR.</summary>
    ClosedPlanar,

    /// <summary>CLOSEDPLANAR_XOR: rings of one plane combine by exclusive or.</summary>
    ClosedPlanarXor,
}

/// <summary>A closed contour as somebody drew it: nothing about it is checked yet.</summary>
/// <param name="Points">The points in the plane, mm; the first may be repeated at the end.</param>
/// <param name="Kind">How the ring is meant.</param>
public sealed record DrawnRing(ImmutableArray<PlanePoint> Points, RingKind Kind);
