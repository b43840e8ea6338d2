using System.Collections.Immutable;

namespace ContourFlow.Contouring.Dose;

/// <summary>
/// What came of a dose and the structures of a case: the distribution in each structure, the protocol's table with a verdict a line, and what could not
/// be answered, with the reason. Also the shape of the scorecard's JSON, described in docs/dose.md. Doses in Gy, volumes in cm³.
/// </summary>
/// <param name="Schema">The name of the format.</param>
/// <param name="SchemaVersion">Grows when a member is renamed, removed or changes its meaning; not when one is added.</param>
/// <param name="ProgramVersion">Version of the program.</param>
/// <param name="AlgorithmVersion">Version of the algorithms.</param>
/// <param name="Verdict">
/// The worst of the lines, from the worst: <see cref="DoseWords.Violated"/>, <see cref="DoseWords.NotEvaluable"/>, <see cref="DoseWords.Indeterminate"/>,
/// <see cref="DoseWords.Mandatory"/>, <see cref="DoseWords.Optimal"/>.
/// </param>
/// <param name="Summary">In a sentence.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Prescription">What the protocol prescribes.</param>
/// <param name="Dose">The dose that was looked at; null where none could be.</param>
/// <param name="Plan">The plan that the dose is of; null where the dose names none.</param>
/// <param name="StructureSet">The structure set whose structures were used.</param>
/// <param name="Structures">Every structure that has contours, in the structure set's order.</param>
/// <param name="Objectives">The protocol's table, in its order.</param>
/// <param name="Findings">What was noticed, and what could not be answered.</param>
public sealed record DoseScorecard(
    string Schema,
    int SchemaVersion,
    string ProgramVersion,
    string AlgorithmVersion,
    string Verdict,
    string Summary,
    ScoredProtocol Protocol,
    ScoredPrescription Prescription,
    ScoredDose? Dose,
    ScoredPlan? Plan,
    ScoredStructureSet StructureSet,
    ImmutableArray<ScoredStructure> Structures,
    ImmutableArray<ScoredObjective> Objectives,
    ImmutableArray<DoseFinding> Findings);

/// <summary>The protocol that was applied.</summary>
/// <param name="Name">Name.</param>
/// <param name="Version">Version.</param>
/// <param name="Hash">SHA-256 of its file.</param>
/// <param name="Title">Title.</param>
/// <param name="Source">Where its rules come from.</param>
public sealed record ScoredProtocol(string Name, string Version, string Hash, string Title, string Source);

/// <summary>What the protocol prescribes.</summary>
/// <param name="DoseGy">The whole treatment's dose, Gy.</param>
/// <param name="Fractions">In how many fractions.</param>
public sealed record ScoredPrescription(double DoseGy, int Fractions);

/// <summary>The dose that was looked at.</summary>
/// <param name="SopInstanceUids">The RT Dose objects: one, or those of all beams that were added.</param>
/// <param name="SummationType">Dose Summation Type (3004,000A).</param>
/// <param name="Units">Dose Units (3004,0002): GY or RELATIVE.</param>
/// <param name="Type">Dose Type (3004,0004).</param>
/// <param name="FrameOfReferenceUid">Its frame of reference.</param>
/// <param name="Columns">Points of its grid in a row.</param>
/// <param name="Rows">Points in a column.</param>
/// <param name="Planes">Planes.</param>
/// <param name="ColumnSpacing">Distance of columns, mm.</param>
/// <param name="RowSpacing">Distance of rows, mm.</param>
/// <param name="PlaneSpacing">Largest distance of neighbouring planes, mm.</param>
/// <param name="MaximumGy">The highest value of the grid, Gy.</param>
/// <param name="MaximumAt">Where it is: x, y, z in the patient, mm.</param>
public sealed record ScoredDose(
    ImmutableArray<string> SopInstanceUids,
    string SummationType,
    string Units,
    string Type,
    string FrameOfReferenceUid,
    int Columns,
    int Rows,
    int Planes,
    double ColumnSpacing,
    double RowSpacing,
    double PlaneSpacing,
    double MaximumGy,
    ImmutableArray<double> MaximumAt);

/// <summary>The plan that the dose is of.</summary>
/// <param name="SopInstanceUid">The RT Plan.</param>
/// <param name="IsHere">Whether it has come.</param>
/// <param name="Fractions">Number of Fractions Planned; null where it is not known.</param>
/// <param name="StructureSetUid">The structure set that it was made on; null where it is not known.</param>
public sealed record ScoredPlan(string SopInstanceUid, bool IsHere, int? Fractions, string? StructureSetUid);

/// <summary>The structure set whose structures were used.</summary>
/// <param name="SopInstanceUid">The RT Structure Set.</param>
/// <param name="Label">Its label.</param>
public sealed record ScoredStructureSet(string SopInstanceUid, string Label);

/// <summary>The dose in one structure.</summary>
/// <param name="RoiName">ROI Name.</param>
/// <param name="RoiNumber">ROI Number.</param>
/// <param name="Name">Its name in the protocol; null where the protocol does not know it.</param>
/// <param name="Colour">Its colour, #RRGGBB.</param>
/// <param name="VolumeCc">Volume of the solid, cm³.</param>
/// <param name="OutsideCc">What of it lies outside the dose grid, cm³.</param>
/// <param name="MinimumGy">Lowest dose; null where it cannot be told.</param>
/// <param name="MaximumGy">Highest dose; null where it cannot be told.</param>
/// <param name="MeanGy">Mean dose; null where it cannot be told.</param>
/// <param name="CurveStepGy">Distance of the curve's points, Gy.</param>
/// <param name="Curve">Cumulative: percent of the volume that gets at least k · step Gy, k = 0, 1, …; empty where it cannot be told.</param>
/// <param name="ReasonCode">Why it cannot be told; null where it can.</param>
/// <param name="Sentence">The reason in a sentence; null where it can.</param>
public sealed record ScoredStructure(
    string RoiName,
    int RoiNumber,
    string? Name,
    string Colour,
    double? VolumeCc,
    double? OutsideCc,
    double? MinimumGy,
    double? MaximumGy,
    double? MeanGy,
    double CurveStepGy,
    ImmutableArray<double> Curve,
    string? ReasonCode,
    string? Sentence);

/// <summary>A line of the protocol's table with its verdict.</summary>
/// <param name="Structure">The structure's name in the protocol.</param>
/// <param name="RoiName">The ROI that stands for it; null where none does.</param>
/// <param name="Metric">The figure: D98%, D0.03cc.</param>
/// <param name="Unit">Its unit: Gy, % or cc.</param>
/// <param name="Value">The figure, unrounded; null where it cannot be told.</param>
/// <param name="Low">The least that it may be, with the structure's surface within its uncertainty.</param>
/// <param name="High">The most that it may be.</param>
/// <param name="Optimal">What is aimed at; null where the protocol does not say.</param>
/// <param name="Mandatory">What must not be missed; null where the protocol does not say.</param>
/// <param name="Verdict">optimal, met, mandatory, violated, indeterminate, not-evaluable or not-applicable (<see cref="DoseWords"/>).</param>
/// <param name="ReasonCode">Why it cannot be told; null where it can.</param>
/// <param name="Sentence">What it means, for a person.</param>
public sealed record ScoredObjective(
    string Structure,
    string? RoiName,
    string Metric,
    string Unit,
    double? Value,
    double? Low,
    double? High,
    ScoredBounds? Optimal,
    ScoredBounds? Mandatory,
    string Verdict,
    string? ReasonCode,
    string Sentence);

/// <summary>Bounds, and whether the figure lies within them.</summary>
/// <param name="Low">The lower one, or null.</param>
/// <param name="High">The upper one, or null.</param>
/// <param name="Text">In words: "42 to 48 Gy", "at most 51 Gy".</param>
/// <param name="Verdict">pass, fail or indeterminate; null where there is no figure.</param>
public sealed record ScoredBounds(double? Low, double? High, string Text, string? Verdict);

/// <summary>Something that was noticed.</summary>
/// <param name="Severity">information, warning or failure.</param>
/// <param name="Code">A stable word (docs/reason-codes.md).</param>
/// <param name="Sentence">For a person.</param>
/// <param name="RoiName">The ROI it is about; null: none.</param>
public sealed record DoseFinding(string Severity, string Code, string Sentence, string? RoiName);
