using System.Collections.Immutable;
using System.Text.Json;

namespace ContourFlow.Phantom.Patients;

/// <summary>What is known of a phantom patient: the content of truth.json.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Site">thoracic, lumbar or sacral.</param>
/// <param name="Level">The target's vertebra.</param>
/// <param name="PatientId">Patient ID.</param>
/// <param name="CtFrameOfReference">The CT's frame of reference.</param>
/// <param name="CtSeries">The CT's Series Instance UID.</param>
/// <param name="CtStructureSet">SOP Instance UID of the structure set drawn on the CT.</param>
/// <param name="Mr">One entry to an MR.</param>
/// <param name="Structures">One entry to an ROI drawn on the CT.</param>
/// <param name="Expected">Volumes that derived structures should have.</param>
public sealed record PhantomTruth(
    long Seed,
    string Site,
    string Level,
    string PatientId,
    string CtFrameOfReference,
    string CtSeries,
    string CtStructureSet,
    ImmutableArray<MrTruth> Mr,
    ImmutableArray<StructureTruth> Structures,
    ImmutableArray<ExpectedTruth> Expected)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Reads truth.json.</summary>
    /// <exception cref="JsonException">The text is not what <see cref="ToJson"/> writes.</exception>
    public static PhantomTruth FromJson(string json) =>
        JsonSerializer.Deserialize<PhantomTruth>(json, Json) ?? throw new JsonException("truth.json is null.");

    /// <summary>The text of truth.json.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";
}

/// <summary>Where an MR lies.</summary>
/// <param name="Folder">The folder of its images.</param>
/// <param name="FrameOfReference">Its own frame of reference.</param>
/// <param name="Series">Its Series Instance UID.</param>
/// <param name="Direction">What the matrix maps to what, in words.</param>
/// <param name="Matrix">4×4, row by row, mm: a point of the MR's frame (a column) to the point of the CT's frame.</param>
/// <param name="RotationDegrees">Rotations about X, then Y, then Z that the matrix is made of.</param>
/// <param name="TranslationMm">Translation of the target's centre.</param>
public sealed record MrTruth(
    string Folder,
    string FrameOfReference,
    string Series,
    string Direction,
    ImmutableArray<double> Matrix,
    ImmutableArray<double> RotationDegrees,
    ImmutableArray<double> TranslationMm);

/// <summary>The volume of a drawn structure.</summary>
/// <param name="Name">ROI Name.</param>
/// <param name="SolidCc">Volume of the solid that it was drawn from, cc, by quadrature of exact sections; or null.</param>
/// <param name="DrawnCc">Area of the contours as written times plane distance, cc.</param>
/// <param name="Contours">Number of contours.</param>
public sealed record StructureTruth(string Name, double? SolidCc, double DrawnCc, int Contours);

/// <summary>The volume that a derived structure should have on the CT's planes.</summary>
/// <param name="Name">PTV, PTV_Eval or SpinalCord_PRV02.</param>
/// <param name="From">How it is derived, in words.</param>
/// <param name="OnPlanesCc">Exact sections of the grown solid at the CT's planes, area times plane distance, cc.</param>
public sealed record ExpectedTruth(string Name, string From, double OnPlanesCc);
