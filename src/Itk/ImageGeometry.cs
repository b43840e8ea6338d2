using ContourFlow.Geometry.Patient;

namespace ContourFlow.Itk;

/// <summary>
/// Where the voxels of an image lie in the patient: the centre of voxel (i, j, k) is
/// Origin + i·SpacingI·AxisI + j·SpacingJ·AxisJ + k·SpacingK·AxisK, and i runs fastest in memory. For DICOM's
/// (PS3.3 C.7.6.2.1.1) i goes along a row, j down a column and k from image to image.
/// </summary>
/// <remarks>The axes may be left-handed. They have to be perpendicular and of length 1 within 0.001 and are made so exactly.</remarks>
public sealed record ImageGeometry
{
    private const double Tolerance = 1e-3;

    /// <summary>Makes a geometry.</summary>
    /// <param name="FrameOfReference">The frame of reference of all coordinates.</param>
    /// <param name="SizeI">Number of voxels along i.</param>
    /// <param name="SizeJ">Number of voxels along j.</param>
    /// <param name="SizeK">Number of voxels along k.</param>
    /// <param name="Origin">Centre of voxel (0, 0, 0).</param>
    /// <param name="AxisI">Direction in which i grows.</param>
    /// <param name="AxisJ">Direction in which j grows.</param>
    /// <param name="AxisK">Direction in which k grows.</param>
    /// <param name="SpacingI">Distance of neighbours along i, mm.</param>
    /// <param name="SpacingJ">Distance of neighbours along j, mm.</param>
    /// <param name="SpacingK">Distance of neighbours along k, mm.</param>
    /// <exception cref="RegistrationException"><see cref="RegistrationFault.BadImage"/> or <see cref="RegistrationFault.NotFinite"/>.</exception>
    public ImageGeometry(
        FrameOfReferenceUid FrameOfReference,
        int SizeI,
        int SizeJ,
        int SizeK,
        PatientPoint Origin,
        PatientVector AxisI,
        PatientVector AxisJ,
        PatientVector AxisK,
        double SpacingI,
        double SpacingJ,
        double SpacingK)
    {
        if (SizeI < 1 || SizeJ < 1 || SizeK < 1) throw Bad($"a size of {SizeI} x {SizeJ} x {SizeK} voxels");
        var origin = new PatientVector(Origin.X, Origin.Y, Origin.Z);
        ReadOnlySpan<double> numbers = [origin.Length, AxisI.Length, AxisJ.Length, AxisK.Length, SpacingI, SpacingJ, SpacingK];
        foreach (var number in numbers)
            if (!double.IsFinite(number)) throw new RegistrationException(RegistrationFault.NotFinite, "An image's position, axes or spacing is not a number.");
        if (SpacingI <= 0 || SpacingJ <= 0 || SpacingK <= 0) throw Bad("a spacing that is not positive");
        ReadOnlySpan<double> errors =
        [
            AxisI.Dot(AxisI) - 1, AxisJ.Dot(AxisJ) - 1, AxisK.Dot(AxisK) - 1, AxisI.Dot(AxisJ), AxisI.Dot(AxisK), AxisJ.Dot(AxisK),
        ];
        foreach (var error in errors)
            if (Math.Abs(error) > Tolerance) throw Bad("axes that are not perpendicular and of length 1");

        this.FrameOfReference = FrameOfReference;
        (this.SizeI, this.SizeJ, this.SizeK) = (SizeI, SizeJ, SizeK);
        this.Origin = Origin;
        this.AxisI = AxisI * (1 / AxisI.Length);
        var inPlane = AxisJ + (this.AxisI * -this.AxisI.Dot(AxisJ));
        this.AxisJ = inPlane * (1 / inPlane.Length);
        var normal = this.AxisI.Cross(this.AxisJ);
        this.AxisK = normal.Dot(AxisK) < 0 ? normal * -1 : normal;
        (this.SpacingI, this.SpacingJ, this.SpacingK) = (SpacingI, SpacingJ, SpacingK);
    }

    /// <summary>The frame of reference of all coordinates.</summary>
    public FrameOfReferenceUid FrameOfReference { get; }

    /// <summary>Number of voxels along i, the fastest in memory.</summary>
    public int SizeI { get; }

    /// <summary>Number of voxels along j.</summary>
    public int SizeJ { get; }

    /// <summary>Number of voxels along k.</summary>
    public int SizeK { get; }

    /// <summary>Centre of voxel (0, 0, 0).</summary>
    public PatientPoint Origin { get; }

    /// <summary>Direction in which i grows, of length 1.</summary>
    public PatientVector AxisI { get; }

    /// <summary>Direction in which j grows, of length 1.</summary>
    public PatientVector AxisJ { get; }

    /// <summary>Direction in which k grows, of length 1.</summary>
    public PatientVector AxisK { get; }

    /// <summary>Distance of neighbours along i, mm.</summary>
    public double SpacingI { get; }

    /// <summary>Distance of neighbours along j, mm.</summary>
    public double SpacingJ { get; }

    /// <summary>Distance of neighbours along k, mm.</summary>
    public double SpacingK { get; }

    /// <summary>Number of voxels.</summary>
    public long VoxelCount => (long)SizeI * SizeJ * SizeK;

    /// <summary>The middle of the grid.</summary>
    public PatientPoint Centre => PointAt((SizeI - 1) / 2.0, (SizeJ - 1) / 2.0, (SizeK - 1) / 2.0);

    /// <summary>The point of an index; whole indices are voxel centres.</summary>
    public PatientPoint PointAt(double i, double j, double k) =>
        Origin + (AxisI * (i * SpacingI)) + (AxisJ * (j * SpacingJ)) + (AxisK * (k * SpacingK));

    /// <summary>Whether a point lies in a voxel, which reaches half a spacing to each side of its centre.</summary>
    public bool Contains(PatientPoint point)
    {
        var from = point - Origin;
        return IsWithin(from.Dot(AxisI) / SpacingI, SizeI)
            && IsWithin(from.Dot(AxisJ) / SpacingJ, SizeJ)
            && IsWithin(from.Dot(AxisK) / SpacingK, SizeK);
    }

    private static bool IsWithin(double index, int size) => index >= -0.5 && index <= size - 0.5;

    private static RegistrationException Bad(string what) => new(RegistrationFault.BadImage, $"An image has {what}.");
}
