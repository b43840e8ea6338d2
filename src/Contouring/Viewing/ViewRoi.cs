using System.Collections.Immutable;

namespace ContourFlow.Contouring.Viewing;

/// <summary>An ROI of a written structure set, with exactly the polygons that are stored.</summary>
/// <param name="Number">ROI Number.</param>
/// <param name="Name">ROI Name.</param>
/// <param name="InterpretedType">RT ROI Interpreted Type, or empty.</param>
/// <param name="Colour">Display colour, or null.</param>
/// <param name="Contours">Its closed contours, by plane and then in their order in the object; what an odd number of them encloses is inside.</param>
/// <param name="NotShown">How many contours are no polygons of a plane of the CT: points, open ones, such as lie between planes, broken ones.</param>
/// <param name="AreaTimesThickness">Its volume, mm³: each plane's area times half the way to both neighbouring planes.</param>
public sealed record ViewRoi(
    int Number, string Name, string InterpretedType, RgbColour? Colour, ImmutableArray<ViewContour> Contours, int NotShown, double AreaTimesThickness)
{
    /// <summary>Whether it is the body's outline (RT ROI Interpreted Type EXTERNAL): it is on every plane and as wide as the image, and nobody reviews it plane by plane.</summary>
    public bool IsBody => InterpretedType == "EXTERNAL";
}

/// <summary>A polygon on a plane.</summary>
/// <param name="Plane">The plane's number, from 0 at the Inferior end.</param>
/// <param name="Points">x and y of its corners in turn, patient mm; the first is not repeated.</param>
public sealed record ViewContour(int Plane, ReadOnlyMemory<float> Points);
