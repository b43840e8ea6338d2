namespace ContourFlow.Geometry.Patient;

/// <summary>
/// A point of the patient-based coordinate system, in millimetres: +X to the patient's Left, +Y to Posterior,
/// +Z to Superior, whatever the Patient Position says (DICOM PS3.3 C.7.6.2.1.1). The frame of reference is that
/// of the object that holds the point.
/// </summary>
/// <remarks><c>default</c> is the origin of the frame of reference.</remarks>
/// <param name="X">Millimetres to the patient's Left.</param>
/// <param name="Y">Millimetres to Posterior.</param>
/// <param name="Z">Millimetres to Superior.</param>
public readonly record struct PatientPoint(double X, double Y, double Z)
{
    /// <summary>The vector that leads from <paramref name="right"/> to <paramref name="left"/>.</summary>
    public static PatientVector operator -(PatientPoint left, PatientPoint right) =>
        new(left.X - right.X, left.Y - right.Y, left.Z - right.Z);

    /// <summary>The point moved by a vector.</summary>
    public static PatientPoint operator +(PatientPoint point, PatientVector vector) =>
        new(point.X + vector.X, point.Y + vector.Y, point.Z + vector.Z);
}
