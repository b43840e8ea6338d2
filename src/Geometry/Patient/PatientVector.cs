namespace ContourFlow.Geometry.Patient;

/// <summary>A displacement or direction in patient coordinates (Left, Posterior, Superior positive), in millimetres.</summary>
/// <param name="X">Millimetres to the patient's Left.</param>
/// <param name="Y">Millimetres to Posterior.</param>
/// <param name="Z">Millimetres to Superior.</param>
public readonly record struct PatientVector(double X, double Y, double Z)
{
    /// <summary>Length in millimetres.</summary>
    public double Length => Math.Sqrt((X * X) + (Y * Y) + (Z * Z));

    /// <summary>Dot product.</summary>
    public double Dot(PatientVector other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    /// <summary>Right-handed cross product.</summary>
    public PatientVector Cross(PatientVector other) =>
        new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    /// <summary>The vector times a number.</summary>
    public static PatientVector operator *(PatientVector vector, double factor) =>
        new(vector.X * factor, vector.Y * factor, vector.Z * factor);

    /// <summary>Sum.</summary>
    public static PatientVector operator +(PatientVector left, PatientVector right) =>
        new(left.X + right.X, left.Y + right.Y, left.Z + right.Z);

    /// <summary>Difference.</summary>
    public static PatientVector operator -(PatientVector left, PatientVector right) =>
        new(left.X - right.X, left.Y - right.Y, left.Z - right.Z);
}
