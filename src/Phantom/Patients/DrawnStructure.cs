using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Phantom.Patients;

/// <summary>One contour of a structure set.</summary>
/// <param name="Image">Index of the image that it lies on.</param>
/// <param name="Points">Its points in the structure set's frame of reference, mm.</param>
internal sealed record DrawnContour(int Image, ImmutableArray<PatientPoint> Points);

/// <summary>One ROI of a structure set, drawn.</summary>
/// <param name="Name">ROI Name.</param>
/// <param name="InterpretedType">RT ROI Interpreted Type.</param>
/// <param name="Colour">Display colour, red, green, blue.</param>
/// <param name="Contours">All contours, in the order of images.</param>
/// <param name="SolidVolume">Volume in mm³ of the solid that was drawn from; null where not worked out.</param>
/// <param name="DrawnVolume">Sum over the contours of area times plane distance, mm³.</param>
internal sealed record DrawnStructure(
    string Name, string InterpretedType, ImmutableArray<int> Colour, ImmutableArray<DrawnContour> Contours, double? SolidVolume, double DrawnVolume);
