using System.Collections.Immutable;

namespace ContourFlow.Geometry.Planes;

/// <summary>What can be wrong with the planes of an image series.</summary>
public enum PlaneFaultKind
{
    /// <summary>Two or more images at the same position.</summary>
    Duplicate,

    /// <summary>Images of different orientation in one series, as in a localizer.</summary>
    MixedOrientation,

    /// <summary>Images of different numbers of rows and columns, or of different pixel spacing.</summary>
    MixedSize,

    /// <summary>The images' positions do not follow each other along the normal, as with a tilted gantry.</summary>
    Tilted,

    /// <summary>The normal is off the patient's long axis by more than the limit.</summary>
    Oblique,

    /// <summary>Images are missing: a gap is a multiple of the commonest spacing.</summary>
    Missing,

    /// <summary>A spacing that differs from the commonest one and is no multiple of it.</summary>
    Uneven,

    /// <summary>Fewer than two images: no spacing.</summary>
    TooFew,

    /// <summary>An image is shifted within its plane against the others.</summary>
    Shifted,

    /// <summary>Row and column directions that are not orthonormal, or numbers that are not finite or not positive.</summary>
    InvalidGeometry,
}

/// <summary>Something wrong with the planes of an image series.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="ImageIds">The images concerned (SOP Instance UIDs), in the order of their positions.</param>
/// <param name="Sentence">A sentence for a human with positions and numbers in mm or degrees; no patient data.</param>
/// <param name="MissingImages">For <see cref="PlaneFaultKind.Missing"/>: how many images the gap would hold; else 0.</param>
public sealed record PlaneFault(PlaneFaultKind Kind, ImmutableArray<string> ImageIds, string Sentence, int MissingImages = 0);

/// <summary>The planes of a series as its images themselves state them.</summary>
/// <param name="Sorted">
/// All images whose geometry is valid, ascending along the axes' normal (axial: Inferior to Superior); images at one
/// position by their ids.
/// </param>
/// <param name="Positions">Position of each sorted image along the normal, mm; for axial images the image's own Z, to the bit.</param>
/// <param name="Axes">
/// The axes that the positions refer to; <see cref="PlaneAxes.Axial"/> for axial images. Null when the images have no
/// common orientation.
/// </param>
/// <param name="Faults">What is wrong; empty for a regular series.</param>
/// <param name="IsAxial">True when all images have one orientation whose normal is within the limit of the patient's Z.</param>
/// <param name="ObliqueDegrees">Angle between the normal and the patient's long axis, degrees, 0 to 90.</param>
/// <param name="TiltDegrees">Angle between the line of positions and the normal (gantry tilt), degrees, 0 to 90.</param>
/// <param name="Spacing">The commonest distance between neighbours, mm; 0 when there are no two positions.</param>
public sealed record PlaneSeriesReport(
    ImmutableArray<ImagePlane> Sorted,
    ImmutableArray<double> Positions,
    PlaneAxes? Axes,
    ImmutableArray<PlaneFault> Faults,
    bool IsAxial,
    double ObliqueDegrees,
    double TiltDegrees,
    double Spacing)
{
    /// <summary>True when the series has a fault of this kind.</summary>
    public bool Has(PlaneFaultKind kind) => Faults.Any(f => f.Kind == kind);
}
