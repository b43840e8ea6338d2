using ContourFlow.Geometry.Patient;

namespace ContourFlow.Geometry.Planes;

/// <summary>
/// An orthonormal, right-handed set of axes in the patient: a point (x, y, z) of the grid lies at
/// origin + x·<see cref="X"/> + y·<see cref="Y"/> + z·<see cref="Normal"/>.
/// </summary>
/// <param name="Origin">The patient point of grid coordinates (0, 0, 0).</param>
/// <param name="X">Unit vector of the first in-plane axis.</param>
/// <param name="Y">Unit vector of the second in-plane axis.</param>
/// <param name="Normal">Unit vector across the planes, X × Y.</param>
public sealed record PlaneAxes(PatientPoint Origin, PatientVector X, PatientVector Y, PatientVector Normal)
{
    /// <summary>
    /// Axes of axial planes: grid coordinates are patient coordinates. All planning-CT structures use these,
    /// whatever the direction of the image's rows and columns.
    /// </summary>
    public static PlaneAxes Axial { get; } = new(default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));

    /// <summary>
    /// Axes of the planes parallel to an image: X along its rows, the normal to Left, Posterior or Superior (whichever
    /// it is nearest to), right-handed and orthonormal also where the image's directions are rounded. Coordinates count
    /// from the frame's origin, so that positions are distances along the normal.
    /// </summary>
    /// <param name="image">The image; its directions are linearly independent.</param>
    public static PlaneAxes Of(ImagePlane image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var normal = Upright(image.Normal);
        var row = image.RowDirection + (normal * -image.RowDirection.Dot(normal));
        row *= 1 / row.Length;
        return new(default, row, normal.Cross(row), normal);
    }

    /// <summary>The patient point of a grid point.</summary>
    public PatientPoint ToPatient(double x, double y, double z) => Origin + (X * x) + (Y * y) + (Normal * z);

    /// <summary>The grid coordinates (x, y in the plane, z along the normal) of a patient point, mm.</summary>
    public (double X, double Y, double Z) FromPatient(PatientPoint point)
    {
        var offset = point - Origin;
        return (offset.Dot(X), offset.Dot(Y), offset.Dot(Normal));
    }

    /// <summary>The normal, turned to where its largest component is positive: to Left, Posterior or Superior.</summary>
    private static PatientVector Upright(PatientVector normal)
    {
        double x = Math.Abs(normal.X), y = Math.Abs(normal.Y), z = Math.Abs(normal.Z);
        var largest = z >= x && z >= y ? normal.Z : y >= x ? normal.Y : normal.X;
        return normal * (Math.Sign(largest) / normal.Length);
    }
}
