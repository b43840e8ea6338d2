namespace ContourFlow.Contouring.Dose;

/// <summary>Words of findings beside a dose that is used all the same: they stop nothing (docs/reason-codes.md).</summary>
public static class DoseRemarks
{
    /// <summary>A biological model is in the dose.</summary>
    public const string DoseEffective = "dose-effective";

    /// <summary>The places of its planes are stated in a way that is for other directions.</summary>
    public const string DoseOffsetsAbsolute = "dose-offsets-absolute";

    /// <summary>A target gets far less or more than is prescribed.</summary>
    public const string DoseLevelUnlikely = "dose-level-unlikely";

    /// <summary>The plan has not come.</summary>
    public const string PlanMissing = "plan-missing";

    /// <summary>The plan does not say in how many fractions it is given.</summary>
    public const string PlanFractionsUnknown = "plan-fractions-unknown";

    /// <summary>The dose was moved or deformed from where it was calculated.</summary>
    public const string DoseTransformed = "dose-transformed";

    /// <summary>The plan was made on another structure set.</summary>
    public const string PlanStructureSetDiffers = "plan-structure-set-differs";

    /// <summary>The plan prescribes another dose.</summary>
    public const string PlanPrescriptionDiffers = "plan-prescription-differs";
}
