using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>
/// A section of the planning CT in the patient's own directions with the structures' outlines; square pixels,
/// window <see cref="GreyWindow.Bone"/>.
/// </summary>
/// <param name="View">"Axial", "Sagittal" or "Coronal".</param>
/// <param name="Axis">The patient axis across the section: "z", "x" or "y".</param>
/// <param name="Position">Position of the section along that axis, patient mm.</param>
/// <param name="Letters">Which way the picture's sides lie in the patient.</param>
/// <param name="TopLeft">The patient point of the picture's top left corner, mm.</param>
/// <param name="Field">The field that is shown.</param>
/// <param name="Image">The CT.</param>
/// <param name="Outlines">The structures that the section meets, in drawing order.</param>
public sealed record PatientPicture(
    string View,
    string Axis,
    double Position,
    SideLetters Letters,
    PatientPoint TopLeft,
    PictureField Field,
    GreyRaster Image,
    ImmutableArray<PictureOutline> Outlines);

/// <summary>Orientation letters of a picture's four sides: R L A P S I.</summary>
public readonly record struct SideLetters(char Left, char Right, char Top, char Bottom);
