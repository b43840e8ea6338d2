namespace ContourFlow.Geometry.Structures;

/// <summary>
/// A point within a plane of a <see cref="Planes.PlaneGrid"/>, in millimetres along the grid's two in-plane axes.
/// For an axial grid these are patient X (to Left) and patient Y (to Posterior).
/// </summary>
public readonly record struct PlanePoint(double X, double Y);
