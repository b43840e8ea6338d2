namespace ContourFlow.Geometry.Margins;

/// <summary>
/// Six margins in the patient's own directions, mm. The element is, per octant, the ellipsoid
/// (dx/aX)² + (dy/aY)² + (dz/aZ)² ≤ 1, with a the margin on the side of d's sign (geometry specification 1.2).
/// </summary>
public readonly record struct PatientMargins
{
    /// <summary>Makes margins from six lengths in mm.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A margin that is negative, not finite or above 50 mm.</exception>
    public PatientMargins(double left, double right, double anterior, double posterior, double superior, double inferior)
    {
        Left = Checked(left, nameof(left));
        Right = Checked(right, nameof(right));
        Anterior = Checked(anterior, nameof(anterior));
        Posterior = Checked(posterior, nameof(posterior));
        Superior = Checked(superior, nameof(superior));
        Inferior = Checked(inferior, nameof(inferior));
    }

    /// <summary>Margin to the patient's Left (+X), mm.</summary>
    public double Left { get; }

    /// <summary>Margin to the patient's Right (−X), mm.</summary>
    public double Right { get; }

    /// <summary>Margin to Anterior (−Y), mm.</summary>
    public double Anterior { get; }

    /// <summary>Margin to Posterior (+Y), mm.</summary>
    public double Posterior { get; }

    /// <summary>Margin to Superior (+Z), mm.</summary>
    public double Superior { get; }

    /// <summary>Margin to Inferior (−Z), mm.</summary>
    public double Inferior { get; }

    /// <summary>True when the four in-plane margins are equal, so that sections of the element are circles.</summary>
    public bool IsCircularInPlane => Left == Right && Left == Anterior && Left == Posterior;

    /// <summary>The same margin in all six directions.</summary>
    public static PatientMargins Uniform(double margin) => new(margin, margin, margin, margin, margin, margin);

    /// <summary>One margin within axial planes and one along the patient's long axis.</summary>
    public static PatientMargins InPlaneAndAxial(double inPlane, double axial) =>
        new(inPlane, inPlane, inPlane, inPlane, axial, axial);

    private static double Checked(double margin, string name) =>
        double.IsFinite(margin) && margin is >= 0 and <= 50
            ? margin
            : throw new ArgumentOutOfRangeException(name, margin, "A margin is between 0 and 50 mm.");
}
