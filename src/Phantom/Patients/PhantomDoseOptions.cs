using ContourFlow.Geometry.Patient;

namespace ContourFlow.Phantom.Patients;

/// <summary>What dose a phantom's plan has.</summary>
public sealed record PhantomDoseOptions
{
    /// <summary>Distance of the grid's points in every direction, mm.</summary>
    public double Spacing { get; init; } = 2.5;

    /// <summary>Bits of a stored value: 16 or 32.</summary>
    public int Bits { get; init; } = 32;

    /// <summary>Dose Summation Type (3004,000A).</summary>
    public string SummationType { get; init; } = "PLAN";

    /// <summary>The beam that a dose of type BEAM is of; null names none.</summary>
    public int? Beam { get; init; }

    /// <summary>Number of Fractions Planned.</summary>
    public int Fractions { get; init; } = 5;

    /// <summary>Which of several plans of the patient: each has UIDs of its own.</summary>
    public int Plan { get; init; } = 1;

    /// <summary>Which of several doses of the plan: each has UIDs and a time of its own, later ones later.</summary>
    public int Version { get; init; } = 1;

    /// <summary>How far the grid reaches Left, Right, Anterior and Posterior of the target, mm.</summary>
    public double Reach { get; init; } = 80;

    /// <summary>How far the grid reaches beyond the CT's first and last plane, mm; negative: so much less.</summary>
    public double Beyond { get; init; } = 10;

    /// <summary>The structure set that the plan was made on; null for the one drawn on the CT.</summary>
    public string? StructureSetUid { get; init; }

    /// <summary>The dose at a patient point, Gy; null for one like a plan's, shaped to the target and around the cord.</summary>
    public Func<PatientPoint, double>? Field { get; init; }
}
